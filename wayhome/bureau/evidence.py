"""Evidence made readable: which words stand beside which field, and how a probability is said.

Words and signs carry the meaning; colour only repeats them. The numbers are the matcher's own and are never rescaled.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from wayhome.bureau.dates import date_in_words
from wayhome.matching import Comparison, Field, PersonRecord, Verdict
from wayhome.matching.weigh import BASE_RATE
from wayhome.web.evidence import Told

FIELD_WORDS: Mapping[Field, Promise] = {
    Field.FAMILY: pgettext_lazy("field", "Surname"),
    Field.GIVEN: pgettext_lazy("field", "First names"),
    Field.PATRONYMIC: pgettext_lazy("field", "Patronymic"),
    Field.READING: pgettext_lazy("field", "How the name is read"),
    Field.BIRTH_DATE: pgettext_lazy("field", "Birth date"),
    Field.PLACE: pgettext_lazy("field", "Place"),
    Field.SERVICE_NUMBER: pgettext_lazy("field", "Service number"),
    Field.UNIT: pgettext_lazy("field", "Unit"),
    Field.RANK: pgettext_lazy("field", "Rank"),
    Field.FATHER: pgettext_lazy("field", "Father"),
    Field.MOTHER: pgettext_lazy("field", "Mother"),
}
VERDICT_WORDS: Mapping[Verdict, Promise] = {
    Verdict.FOR: pgettext_lazy("evidence", "speaks for"),
    Verdict.AGAINST: pgettext_lazy("evidence", "speaks against"),
    Verdict.SILENT: pgettext_lazy("evidence", "says nothing"),
}
CERTAIN_WORDS: Mapping[str, Promise] = {
    "confident": pgettext_lazy("verdict", "Very likely the same person"),
    "possible": pgettext_lazy("verdict", "May be the same person"),
    "weak": pgettext_lazy("verdict", "Little speaks for it"),
}
NAME_FIELDS = (Field.FAMILY, Field.GIVEN, Field.PATRONYMIC, Field.READING)


@dataclass(frozen=True, slots=True)
class Line:
    """What one finding says beside its field, without its sentence."""

    field: Promise
    word: Promise
    bits: float


@dataclass(frozen=True, slots=True)
class Pair:
    """One field side by side: what was asked, what is registered, and what the two say together."""

    label: str
    asked: str
    held: str
    lines: tuple[Line, ...]


def told(comparison: Comparison) -> list[Told]:
    """Every finding with its sentence, as the house draws it; the silent ones say what is missing."""
    pairs = zip(comparison.findings, comparison.sentences(language()), strict=True)
    return [(sentence, finding.bits, finding.verdict.value) for finding, sentence in pairs]


def speaking(lines: Iterable[Told]) -> list[Told]:
    """Without the silent ones: on a card among ten they are named in one line."""
    return [line for line in lines if line[2] != Verdict.SILENT.value]


def silent_fields(comparison: Comparison) -> list[str]:
    """The fields that say nothing either way."""
    silent = (finding.field for finding in comparison.findings if finding.verdict is Verdict.SILENT)
    return [str(FIELD_WORDS[field]) for field in dict.fromkeys(silent)]


def side_by_side(asked: PersonRecord, held: PersonRecord, comparison: Comparison) -> list[Pair]:
    """Question and record, field by field; a field of which neither says anything is left out."""
    pairs = [Pair(_("Name"), full_name(asked), full_name(held), _lines(comparison, NAME_FIELDS))]
    for field in Field:
        if field not in NAME_FIELDS:
            label, lines = str(FIELD_WORDS[field]), _lines(comparison, [field])
            pairs.append(Pair(label, _said(asked, field), _said(held, field), lines))
    return [one for one in pairs if one.asked or one.held]


def full_name(record: PersonRecord) -> str:
    """The name as one line. Where a line and parts were both given, the parts stand in brackets after it."""
    parts = " ".join(part for part in (record.family, record.given, record.patronymic) if part)
    if record.name and parts:
        return f"{record.name} ({parts})"
    return record.name or parts


def how_often(probability: float) -> str:
    """The probability as a count of pairs: easier to weigh at three in the morning than a fraction."""
    if probability > 0.999:
        return _("Of 1000 pairs with such evidence, at least 999 are the same person.")
    of_hundred = round(probability * 100)
    if of_hundred == 0:
        return _("Of 1000 pairs with such evidence, fewer than 5 are the same person.")
    return ngettext(
        "Of 100 pairs with such evidence, about %(count)s is the same person.",
        "Of 100 pairs with such evidence, about %(count)s are the same person.",
        of_hundred,
    ) % {"count": of_hundred}


def base_rate() -> str:
    """What the probability begins with, before anything is compared: most people asked for are not here."""
    return _("Only about %(count)s of 100 people asked for are registered here at all.") % {
        "count": round(BASE_RATE * 100)
    }


def language() -> str:
    """The page's language, one of the three in which evidence has sentences."""
    return (get_language() or "uk").split("-")[0]


def _lines(comparison: Comparison, fields: Iterable[Field]) -> tuple[Line, ...]:
    wanted = frozenset(fields)
    return tuple(
        Line(FIELD_WORDS[finding.field], VERDICT_WORDS[finding.verdict], finding.bits)
        for finding in comparison.findings
        if finding.field in wanted
    )


def _said(record: PersonRecord, field: Field) -> str:
    if field is Field.BIRTH_DATE:
        return date_in_words(record.birth_date)
    return str(getattr(record, field.value))
