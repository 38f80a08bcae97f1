"""All comparators together, and what their sum is worth: the prior, the posterior, and when we may be sure.

The prior. About 2 of 100 requests end in a confirmed captive (published figures of one bureau, 2025: 3,017 of
144,138). So before any evidence, the one sought is in the registry with probability .02, and is each of its N people
with .02 / N. With no registry given, N is taken as 10,000. Odds after the evidence are the prior odds times 2^bits.

Inside a search the candidates compete (`posteriors`): all of them, and "he is not in the registry", share one
probability of 1. Two namesakes with equal evidence can therefore never have more than .5 each.
"""

from __future__ import annotations

from collections.abc import Sequence

from wayhome.matching.compare.birth_dates import compare_birth_dates
from wayhome.matching.compare.names import NameWeigher, total
from wayhome.matching.compare.parents import compare_parents, father_and_patronymic
from wayhome.matching.compare.places import compare_places
from wayhome.matching.compare.ranks import compare_ranks
from wayhome.matching.compare.service_numbers import compare_service_numbers
from wayhome.matching.compare.units import compare_units
from wayhome.matching.findings import Certain, Comparison, Field, Finding, Verdict
from wayhome.matching.frequencies import NO_REGISTRY, Frequencies
from wayhome.matching.prepared import Prepared, prepare, read_parent
from wayhome.matching.records import PersonRecord

BASE_RATE = 0.02
PEOPLE_WHEN_UNKNOWN = 10_000

CONFIDENT_FROM = 0.99
POSSIBLE_FROM = 0.05
# A finding this heavy against him must be explained by a person before anyone is sure.
_TOO_MUCH_AGAINST = -1.5
# A field this strong besides the name makes the second leg to stand on.
_SECOND_LEG = 2.0

_NOT_THE_NAME = frozenset({Field.BIRTH_DATE, Field.SERVICE_NUMBER, Field.PATRONYMIC, Field.MOTHER})
_NOT_A_WHOLE_NAME = frozenset({"family_initial", "family_part", "given_initial", "given_form_unsure", "given_part"})


def compare(sought: PersonRecord, held: PersonRecord, frequencies: Frequencies | None = None) -> Comparison:
    """Weigh whether two records are one person, without knowing of any rival. `bits` is symmetric.

    Without `frequencies` every name counts as an average one, and the registry as 10,000 people.
    """
    frequencies = NO_REGISTRY if frequencies is None else frequencies
    findings = findings_of(prepare(sought), prepare(held), NameWeigher(frequencies))
    bits = total(findings)
    prior = prior_odds(frequencies.people)
    odds = prior * 2.0 ** min(bits, 900.0)
    return conclude(findings, bits, odds / (1.0 + odds))


def findings_of(sought: Prepared, held: Prepared, names: NameWeigher) -> tuple[Finding, ...]:
    """Every finding at least one side has something to say about; what both leave empty is left out."""
    a, b = sought.record, held.record
    findings = list(names.compare(sought.readings, held.readings))
    if not findings and (sought.readings or held.readings):
        findings.append(_one_sided_name(bool(sought.readings)))
    if a.birth_date or b.birth_date:
        findings.append(compare_birth_dates(a.birth_date, b.birth_date))
    if sought.words or held.words:
        findings.append(compare_places(sought.words, held.words, names.frequencies))
    if a.service_number or b.service_number:
        findings.append(compare_service_numbers(a.service_number, b.service_number))
    if a.unit or b.unit:
        findings.append(compare_units(a.unit, b.unit, names.frequencies))
    if a.rank or b.rank:
        findings.append(compare_ranks(a.rank, b.rank))
    if a.father or b.father:
        findings.append(_father(sought, held, findings, names))
    if a.mother or b.mother:
        findings.append(compare_parents(Field.MOTHER, read_parent(a.mother), read_parent(b.mother), names))
    return tuple(findings)


def _one_sided_name(sought_says: bool) -> Finding:
    code = "blank_in_record" if sought_says else "blank_in_request"
    return Finding(Field.FAMILY, Verdict.SILENT, 0.0, code, {"field": Field.FAMILY.value})


def _father(sought: Prepared, held: Prepared, so_far: Sequence[Finding], names: NameWeigher) -> Finding:
    """Father against father; where one side has none, against its patronymic, unless patronymics were weighed."""
    one, two = read_parent(sought.record.father), read_parent(held.record.father)
    weighed = any(found.field is Field.PATRONYMIC and found.verdict is not Verdict.SILENT for found in so_far)
    if bool(one) != bool(two) and not weighed:
        readings, child = (one, held.readings) if one else (two, sought.readings)
        fits = father_and_patronymic(readings, child, father_is_sought=bool(one))
        if fits is not None:
            return fits
    return compare_parents(Field.FATHER, one, two, names)


def prior_odds(people: int) -> float:
    """Odds, before evidence, that one given person of the registry is the one sought."""
    return BASE_RATE / (1.0 - BASE_RATE) / (people or PEOPLE_WHEN_UNKNOWN)


def posteriors(bits: Sequence[float], people: int) -> list[float]:
    """P(this candidate is the one sought), for each of the candidates of one search; the rest is "none of them"."""
    prior = prior_odds(people)
    odds = [prior * 2.0 ** min(each, 900.0) for each in bits]
    whole = 1.0 + sum(odds)
    return [each / whole for each in odds]


def conclude(findings: tuple[Finding, ...], bits: float, probability: float) -> Comparison:
    return Comparison(findings, bits, probability, certainty(findings, probability))


def heavy_against(findings: Sequence[Finding]) -> bool:
    """Something said on both sides contradicts. Doubt about which word is the surname costs bits, no more."""
    return any(found.bits <= _TOO_MUCH_AGAINST and found.field is not Field.READING for found in findings)


def certainty(findings: Sequence[Finding], probability: float) -> Certain:
    """`confident` has to be earned, since two readers will look with that word in their minds.

    It needs all of: a posterior of at least .99 (the bar peers are measured at: right 99 times in 100); family and
    given name both speaking for him, in full, not by an initial or half a name; a second leg of at least two bits (a
    birth date, patronymic, number or mother; a place is none, since a father and a son of one name share the village);
    and nothing against him beyond 1.5 bits. The last two are there because the bits assume that two people are
    strangers: a brother shares surname, patronymic and village, a cousin or a son even the given name, and only a
    contradiction or an independent field tells them apart.

    `possible` from .05: one such candidate in twenty is worth a reader's minute. Below: `weak`.
    """
    if probability < POSSIBLE_FROM:
        return "weak"
    if probability < CONFIDENT_FROM or heavy_against(findings):
        return "possible"
    whole_name = {
        found.field
        for found in findings
        if found.field in (Field.FAMILY, Field.GIVEN)
        and found.verdict is Verdict.FOR
        and found.code not in _NOT_A_WHOLE_NAME
    }
    second_leg = any(found.field in _NOT_THE_NAME and found.bits >= _SECOND_LEG for found in findings)
    return "confident" if len(whole_name) == 2 and second_leg else "possible"
