"""Two names, each with up to three readings: the pair of readings that explains both best."""

from __future__ import annotations

from collections.abc import Sequence

from wayhome.matching.compare.levels import blank, verdict_of
from wayhome.matching.compare.name_parts import PartMatch, match_parts
from wayhome.matching.findings import Field, Finding, Verdict
from wayhome.matching.frequencies import Frequencies
from wayhome.names import NamePart, Reading

# Beyond this two unlikely readings would have to meet: the natural ones explain the pair better, or nothing does.
_TOO_DOUBTFUL = 8.0

# A half of a double surname missing on one side, or given names in another order: seen in about one record in two
# that has them at all, so the agreement pays one bit.
_PAYS_FOR_A_PART = 1.0
# Both sides give a second given name and the two do not meet.
_SECOND_DIFFERS = -2.0
_MOST = 4  # words of one role that are looked at
_SECOND_COUNTS = 0.7  # second names run in families and fashions: they are not independent of the first


class NameWeigher:
    """Weighs names in one registry, and remembers pairs of parts: within one search the same names meet often.

    Remembered by identity of the tuples, which is cheap; each entry keeps its tuples alive, so an identity never
    comes to mean something else.
    """

    def __init__(self, frequencies: Frequencies) -> None:
        self.frequencies = frequencies
        self._seen: dict[tuple[int, int], tuple[object, object, Finding]] = {}

    def compare(self, sought: Sequence[Reading], held: Sequence[Reading]) -> tuple[Finding, ...]:
        """Findings for family name, given name, patronymic, and the doubt about who is which.

        Every pair of readings is weighed and the best sum wins; a reading that is not the natural one pays its
        `doubt` in bits, so that trying nine pairs does not flatter.
        """
        best: tuple[Finding, ...] | None = None
        best_bits = 0.0
        for a in sought:
            for b in held:
                if best is not None and a.doubt + b.doubt > _TOO_DOUBTFUL:
                    continue
                findings = self._of_readings(a, b)
                bits = total(findings)
                if best is None or bits > best_bits:
                    best, best_bits = findings, bits
        return best or ()

    def _of_readings(self, a: Reading, b: Reading) -> tuple[Finding, ...]:
        findings = []
        if a.family or b.family:
            findings.append(self._finding(Field.FAMILY, a.family, b.family))
        if a.given or b.given:
            findings.append(self._finding(Field.GIVEN, a.given, b.given))
        if a.patronymic or b.patronymic:
            findings.append(self._of_patronymics(a.patronymic, b.patronymic))
        doubt = a.doubt + b.doubt
        if doubt:
            findings.append(Finding(Field.READING, Verdict.AGAINST, -doubt, "reading_doubt"))
        return tuple(findings)

    def _finding(self, field: Field, a: tuple[NamePart, ...], b: tuple[NamePart, ...]) -> Finding:
        if not a or not b:
            return blank(field, bool(a), bool(b))
        seen = self._seen.get((id(a), id(b)))
        if seen is None:
            seen = self._seen[id(a), id(b)] = (a, b, _parts(field, a, b, self.frequencies))
        return seen[2]

    def _of_patronymics(self, a: NamePart | None, b: NamePart | None) -> Finding:
        if a is None or b is None:
            return blank(Field.PATRONYMIC, a is not None, b is not None)
        seen = self._seen.get((id(a), id(b)))
        if seen is None:
            seen = self._seen[id(a), id(b)] = (a, b, _parts(Field.PATRONYMIC, (a,), (b,), self.frequencies))
        return seen[2]


def total(findings: Sequence[Finding]) -> float:
    """The sum of bits, rounded to a millionth so that the order of asking cannot matter."""
    return round(sum(found.bits for found in findings), 6)


def _parts(field: Field, a: tuple[NamePart, ...], b: tuple[NamePart, ...], frequencies: Frequencies) -> Finding:
    if len(a) == len(b) == 1:
        first = match_parts(a[0], b[0], frequencies)
        level, bits = first.level, first.bits
    else:
        level, bits = _several(field, a, b, frequencies)
    verdict = Verdict.AGAINST if level == "different" else verdict_of(bits)
    return Finding(field, verdict, bits, f"{field.value}_{level}", {"sought": _written(a), "held": _written(b)})


def _several(
    field: Field, a: tuple[NamePart, ...], b: tuple[NamePart, ...], frequencies: Frequencies
) -> tuple[str, float]:
    """A double surname, or several given names: the best pair, then what is left on both sides."""
    pairs = {
        (i, j): match_parts(one, two, frequencies) for i, one in enumerate(a[:_MOST]) for j, two in enumerate(b[:_MOST])
    }
    return max((_with_rest(field, pairs, at) for at in pairs), key=lambda weighed: weighed[1])


def _with_rest(field: Field, pairs: dict[tuple[int, int], PartMatch], at: tuple[int, int]) -> tuple[str, float]:
    first = pairs[at]
    if first.level == "different":
        return first.level, first.bits
    rest = [match.bits for other, match in pairs.items() if other[0] != at[0] and other[1] != at[1]]
    if not rest:
        if field is Field.FAMILY:
            return "part", first.bits - _PAYS_FOR_A_PART
        return first.level, first.bits - (_PAYS_FOR_A_PART if at[0] != at[1] else 0.0)
    second = max(rest)
    if second > 0:
        return first.level, first.bits + _SECOND_COUNTS * second
    return "part", first.bits + _SECOND_DIFFERS


def _written(parts: tuple[NamePart, ...]) -> str:
    return " ".join(part.written for part in parts)
