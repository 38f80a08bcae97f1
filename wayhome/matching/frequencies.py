"""How common each name, place and unit is in this registry: what makes an agreement worth much or little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum


class Kind(StrEnum):
    """What is counted."""

    FAMILY = "family"
    GIVEN = "given"
    PATRONYMIC = "patronymic"
    PLACE = "place"
    UNIT = "unit"


# The chance that two unrelated people agree, before a registry has taught us better. Family, given name, patronymic
# and place word: about what two random rows of the historical lists this room was tried on show; unit: a guess, as
# those lists have none. A rare value in an unknown registry is therefore worth no more than a usual one.
PRIOR_SHARE = {
    Kind.FAMILY: 1 / 500,
    Kind.GIVEN: 1 / 20,
    Kind.PATRONYMIC: 1 / 25,
    Kind.PLACE: 1 / 60,
    Kind.UNIT: 1 / 100,
}

# The prior counts as this many people. A registry of 200 is half belief, half count; one of 10,000 is nearly all count.
PRIOR_PEOPLE = 200


class Frequencies:
    """Counts of codes (skeletons and classes, never names as written), smoothed towards a stated prior."""

    __slots__ = ("_counts", "people")

    def __init__(self) -> None:
        self.people = 0
        self._counts: dict[Kind, Counter[str]] = {kind: Counter() for kind in Kind}

    def add(self, codes: Iterable[tuple[Kind, str]]) -> None:
        """Count one more person, who carries these codes. A code given twice counts once."""
        self.people += 1
        for kind, code in set(codes):
            self._counts[kind][code] += 1

    def remove(self, codes: Iterable[tuple[Kind, str]]) -> None:
        """Take one person away; the codes must be those he was added with."""
        self.people -= 1
        for kind, code in set(codes):
            counts = self._counts[kind]
            counts[code] -= 1
            if counts[code] <= 0:
                del counts[code]

    def share(self, kind: Kind, code: str) -> float:
        """P(an unrelated person carries this code): (count + 200 × prior) / (people + 200), never zero.

        A value nobody in the registry carries gets the smoothed floor, not infinity.
        """
        return (self._counts[kind][code] + PRIOR_PEOPLE * PRIOR_SHARE[kind]) / (self.people + PRIOR_PEOPLE)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Frequencies) and (self.people, self._counts) == (other.people, other._counts)

    __hash__ = None  # type: ignore[assignment]  # it changes while people come and go


NO_REGISTRY = Frequencies()
