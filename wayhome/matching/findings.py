"""The evidence of one pair of records: findings in bits, their sum, and what it is worth."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from wayhome.matching.errors import NotAComparison

Param = str | int
Certain = Literal["confident", "possible", "weak"]

_FORMAT = 1


class Field(StrEnum):
    """What a finding is about. The order is the order in which a caseworker reads."""

    FAMILY = "family"
    GIVEN = "given"
    PATRONYMIC = "patronymic"
    READING = "reading"
    BIRTH_DATE = "birth_date"
    PLACE = "place"
    SERVICE_NUMBER = "service_number"
    UNIT = "unit"
    RANK = "rank"
    FATHER = "father"
    MOTHER = "mother"


class Verdict(StrEnum):
    FOR = "for"
    AGAINST = "against"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing two records say together about one field.

    `bits` is log2(P(finding | same person) / P(finding | two people)): 0 when the field is silent. The sign is the
    evidence; the verdict is what was seen (a name may agree and, being doubtful, still weigh almost nothing).
    `params` fill the sentence. A key ending in `_date` holds an ISO date, spelled out in the reader's language;
    params of a name or a place are personal data and must not be logged.
    """

    field: Field
    verdict: Verdict
    bits: float
    code: str
    params: Mapping[str, Param] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All findings of one pair, first record = the one sought, second = the one held.

    `bits` and `probability` do not depend on the order of the two; only the wording of the sentences does.
    `probability` is the posterior that both records are one person (see `weigh.py` for the prior); inside a search
    it also counts the rivals, so it may be lower there than for the same pair alone.
    """

    findings: tuple[Finding, ...]
    bits: float
    probability: float
    certain: Certain

    def sentences(self, language: str) -> list[str]:
        """One plain sentence for each finding, in order, in "en", "uk" or "ru"; a silent one says what is missing."""
        from wayhome.matching.sentences import sentence_of  # a leaf that reads a YAML table: only when asked

        return [sentence_of(finding, language) for finding in self.findings]

    def to_json(self) -> dict[str, Any]:
        """Plain dicts, lists, strings and numbers: it crosses a socket."""
        return {
            "format": _FORMAT,
            "bits": self.bits,
            "probability": self.probability,
            "certain": self.certain,
            "findings": [
                {
                    "field": found.field.value,
                    "verdict": found.verdict.value,
                    "bits": found.bits,
                    "code": found.code,
                    "params": dict(found.params),
                }
                for found in self.findings
            ],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Comparison:
        """Raises NotAComparison on anything `to_json` did not write."""
        try:
            if value["format"] != _FORMAT or value["certain"] not in ("confident", "possible", "weak"):
                raise NotAComparison
            findings = tuple(
                Finding(
                    Field(found["field"]),
                    Verdict(found["verdict"]),
                    float(found["bits"]),
                    str(found["code"]),
                    dict(found["params"]),
                )
                for found in value["findings"]
            )
            return cls(findings, float(value["bits"]), float(value["probability"]), value["certain"])
        except (KeyError, TypeError, ValueError):
            raise NotAComparison from None
