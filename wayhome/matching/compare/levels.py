"""How comparators weigh: named levels, each with bits worked out from two probabilities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log2

from wayhome.matching.findings import Field, Finding, Param, Verdict

# Between these two, a finding is too weak to be called evidence for or against; its bits still count.
_SAYS_SOMETHING = 0.5


def log_ratio(given_same: float, given_different: float) -> float:
    """Bits of a finding: log2(P(finding | same person) / P(finding | two people))."""
    return log2(given_same / given_different)


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels one comparator can see, and what each is worth."""

    bits: Mapping[str, float]

    def finding(self, field: Field, code: str, params: Mapping[str, Param]) -> Finding:
        bits = self.bits[code]
        return Finding(field, verdict_of(bits), bits, code, params)


def verdict_of(bits: float) -> Verdict:
    if bits >= _SAYS_SOMETHING:
        return Verdict.FOR
    return Verdict.AGAINST if bits <= -_SAYS_SOMETHING else Verdict.SILENT


def blank(field: Field, sought_says: bool, held_says: bool) -> Finding:
    """A field that cannot be compared is silent, 0 bits, never a mismatch.

    Both sides may say something and still not meet: "1991" and "12 April" do not.
    """
    code = "cannot_compare" if sought_says and held_says else "blank_in_record" if sought_says else "blank_in_request"
    return Finding(field, Verdict.SILENT, 0.0, code, {"field": field.value})
