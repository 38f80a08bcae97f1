"""Which word is the family name, which the given, which the patronymic: usual orders are priced, the cheapest kept.

Prices are in bits and rough: how surprising it would be for such a word to play such a role. They were set by hand on
two historical lists and on invented lines; only differences between orders of one line matter.
"""

from dataclasses import dataclass

from wayhome.names import tables
from wayhome.names.given import GivenHit, How, find_given
from wayhome.names.patronymics import FatherHit, find_father
from wayhome.names.sounds import letters_of, sounds_of

# Orders by number of words: F family, G given, P patronymic; the price of each order in a line without a comma.
ORDERS: dict[int, tuple[tuple[str, float], ...]] = {
    1: (("F", 0.0), ("G", 1.5), ("P", 3.0)),
    2: (("FG", 0.0), ("GF", 0.0), ("GP", 0.5), ("FP", 3.0), ("PF", 3.0), ("PG", 4.0), ("GG", 6.0), ("FF", 5.0)),
    3: (
        ("FGP", 0.0), ("GPF", 0.3), ("FPG", 4.5), ("GFP", 5.0), ("PGF", 5.0), ("PFG", 5.0),
        ("FGG", 1.2), ("GGF", 1.2), ("FFG", 4.5), ("GFF", 4.5), ("GGP", 6.0),
    ),
    4: (
        ("FFGP", 1.0), ("GPFF", 1.0), ("FGGP", 1.5), ("GGPF", 1.5), ("GFFP", 4.0), ("FGPF", 4.0),
        ("FGGG", 2.5), ("GGGF", 2.5), ("GGFF", 5.0), ("FFGG", 5.0),
    ),
    5: (("FFGGP", 2.0), ("FFFGP", 3.0), ("GGPFF", 2.0), ("FGGGP", 2.5), ("GGGFF", 4.0), ("GGGGF", 3.0), ("FGGGG", 3.5)),
}  # fmt: skip
AFTER_FAMILY: dict[int, tuple[tuple[str, float], ...]] = {
    1: (("G", 0.0), ("P", 3.0)),
    2: (("GP", 0.0), ("GG", 0.5), ("PG", 3.0)),
    3: (("GGP", 0.5), ("GGG", 0.5), ("GPP", 5.0)),
}
_FAMILY_ENDS = tuple(end for (cell,) in tables.rows("family_signs.tsv") for end in tables.words(cell))
KEPT = 4.0  # bits: an order this much dearer than the best is not worth searching under
_CUSTOM = (
    0.5  # bits: in Cyrillic lists the family name stands first, in Latin text last, unless a patronymic settles it
)
_OBLIGED = 3.0  # bits more for an initial to stand for a patronymic where nothing else in the line is Slavic


@dataclass(frozen=True, slots=True)
class Word:
    """One word with all we know about it before its role is settled."""

    written: str
    core: str
    given: GivenHit | None
    father: FatherHit | None
    marked: bool  # by its neighbour: Гасан оглы
    initial: bool
    familiar: bool  # ends as surnames do
    capitals: bool | None  # written in capitals: True or False when that tells words apart in this line

    @property
    def cyrillic(self) -> bool:
        """Whether it is written in Cyrillic (or another script of the region) rather than in Latin letters."""
        return self.written[-1:] > "\u0400"

    @property
    def costs(self) -> dict[str, float]:
        """Bits by role."""
        return {"F": self._family(), "G": self._given(), "P": self._patronymic()}

    def _family(self) -> float:
        cost = 0.0 if self.familiar else 0.7
        if self.initial:
            return 9.0
        if self.marked:
            return 8.0
        if self.father and self.father.sure:
            cost = 4.5 if self.father.classes else 3.0
        elif self.given:
            cost = {How.FULL: 3.5, How.SHORT: 2.5, How.DECLINED: 2.0, How.SOUNDS: 2.5, How.ROUGHLY: 1.5}[self.given.how]
            cost -= 1.5 if self.familiar else 0.0
        return cost + (-2.0 if self.capitals else 2.0 if self.capitals is False else 0.0)

    def _given(self) -> float:
        if self.initial:
            return 0.7
        if self.marked:
            return 8.0
        if self.given:
            return {How.FULL: 0.0, How.SHORT: 0.4, How.DECLINED: 0.4, How.SOUNDS: 0.4, How.ROUGHLY: 1.0}[self.given.how]
        if self.father and self.father.sure:
            return 7.0
        return 6.0 if self.familiar else 2.5

    def _patronymic(self) -> float:
        if self.marked:
            return 0.0
        if self.initial:
            return 1.0
        if self.father:
            if not self.father.sure:
                return 3.0
            return 0.0 if self.father.classes else 0.7
        return 9.0


Unit = tuple[Word, ...]  # words joined by hyphens: they play one role together


def look_at(written: str, *, core: str = "", marked: bool = False, capitals: bool | None = None) -> Word:
    """Everything the tables say about one word; `core` is the word itself where `written` has particles too."""
    core = core or written
    letters = letters_of(core)
    initial = len(letters) == 1
    father = None if initial or marked else find_father(core)
    heard = sounds_of(letters)
    familiar = len(letters) > 3 and bool(heard) and heard[0].endswith(_FAMILY_ENDS)
    return Word(written, core, None if initial else find_given(core), father, marked, initial, familiar, capitals)


def best_orders(units: tuple[Unit, ...], orders: tuple[tuple[str, float], ...]) -> list[tuple[float, str]]:
    """At most three orders with their price above the best, the best first. A unit costs the mean of its words."""
    costs = [_mean([word.costs for word in unit]) for unit in units]
    words = [word for unit in units for word in unit]
    cyrillic = any(word.cyrillic for word in words)
    slavic = cyrillic or any(word.familiar for word in words)
    priced = []
    for rank, (order, price) in enumerate(orders):
        total = price + sum(cost[role] for cost, role in zip(costs, order, strict=True))
        if "P" not in order:
            total += _CUSTOM * ((order[0] == "G") == cyrillic and order[0] != order[-1])
        elif not slavic and any(unit[0].initial for unit, role in zip(units, order, strict=True) if role == "P"):
            total += _OBLIGED
        priced.append((total, rank, order))
    priced.sort()
    least = priced[0][0]
    return [(round(price - least, 2), order) for price, _, order in priced[:3] if price - least <= KEPT]


def _mean(costs: list[dict[str, float]]) -> dict[str, float]:
    if len(costs) == 1:
        return costs[0]
    return {role: sum(cost[role] for cost in costs) / len(costs) for role in "FGP"}
