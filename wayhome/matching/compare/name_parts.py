"""Two words of a name in the same role: how alike they are, and what that is worth in this registry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA, Indel

from wayhome.matching.codes import BY_SOUND, INITIAL_SIGN, initial_of
from wayhome.matching.compare.levels import log_ratio
from wayhome.matching.frequencies import Frequencies, Kind
from wayhome.names import NamePart, Role

KIND_OF = {Role.FAMILY: Kind.FAMILY, Role.GIVEN: Kind.GIVEN, Role.PATRONYMIC: Kind.PATRONYMIC}

# P(level | same person). Estimates for requests written by families: seven in ten spell the name so that its finer
# code is equal, two in ten only its consonants, one in twenty makes a slip that changes a consonant; three in a
# hundred names are simply others (remarried, adopted, known by a second name).
SAME, ALIKE, ROUGHLY, SLIP, INITIAL, OTHER = 0.70, 0.17, 0.04, 0.06, 0.90, 0.03
FORM = 0.85  # the dictionary says both are forms of one name: spelling no longer matters

# Share of bearers of an equal skeleton whose finer code is equal, near, far: what chance gives once consonants agree.
_CHANCE_NEAR, _CHANCE_FAR = 0.30, 0.35
_NEAR = 0.75
# P(two unrelated names are one sound apart and near in the finer code), by the length of the shorter skeleton:
# measured on 600,000 random pairs of each of the two historical lists, the larger figure taken.
CHANCE_OF_SLIP = {3: 0.030, 4: 0.015, 5: 0.006, 6: 0.005}
_TWO_SLIPS = log_ratio(0.015, 0.010)  # measured likewise for skeletons of five and six
_SHORTEST_SLIP, _SHORTEST_TWO_SLIPS = 3, 5
# P(an unrelated first letter is the same), where the registry does not say more: ten letters, unevenly used.
_CHANCE_OF_INITIAL = 0.15


@dataclass(frozen=True, slots=True)
class PartMatch:
    """How two parts meet: `level` names the sentence (`same`, `form`, `alike`, `slip`, `initial`, `different` …)."""

    level: str
    bits: float


def match_parts(a: NamePart, b: NamePart, frequencies: Frequencies) -> PartMatch:
    """The best level two parts of one role reach, in bits. Symmetric.

    * `same` / `alike`: equal skeleton, .70 (finer code equal) or .17 and .04 (near, far) over the share of people with
      that skeleton, split as chance splits finer codes. Иванов / Іванова at a share of 1/200: .70/(1/200) → +7.1.
    * `form`: a class in common, .85 over the share of the class, times P(this class | each written form): a Саша who
      may be Олександр or Олександра, Oleksandr being held, pays one bit.
    * `slip`: skeletons one sound apart and finer codes near: .06 over the chance for that length (four
      sounds: .06 / .015 → +2.0).
    * `resembles`: two sounds apart in five or more: .015 / .010 → +0.6: no evidence, but no contradiction either.
    * `initial`: .90 over the share of the letter, at least .15, → at most +2.6 when it fits.
    * `different`: .03 / 1 → −5.1, for an initial too.
    """
    kind = KIND_OF[a.role]
    if a.initial or b.initial:
        return _by_initial(initial_of(a), initial_of(b), kind, frequencies)
    return _by_class(a, b, kind, frequencies) if a.classes & b.classes else _by_sound(a, b, kind, frequencies)


_DIFFERENT = PartMatch("different", log_ratio(OTHER, 1.0))


def _by_initial(a: str, b: str, kind: Kind, frequencies: Frequencies) -> PartMatch:
    if not a or a != b:
        return _DIFFERENT
    share = max(_CHANCE_OF_INITIAL, frequencies.share(kind, INITIAL_SIGN + a))
    return PartMatch("initial", log_ratio(INITIAL, share))


def _by_class(a: NamePart, b: NamePart, kind: Kind, frequencies: Frequencies) -> PartMatch:
    shared = a.classes & b.classes
    share = min(1.0, sum(frequencies.share(kind, code) for code in sorted(shared)))
    certainty = len(shared) / (len(a.classes) * len(b.classes))
    bits = log_ratio(FORM * certainty, share)
    if a.skeletons == b.skeletons and a.vowels == b.vowels:
        return PartMatch("same", bits)
    return PartMatch("form" if certainty == 1 else "form_unsure", bits)


def _by_sound(a: NamePart, b: NamePart, kind: Kind, frequencies: Frequencies) -> PartMatch:
    """By skeleton and finer code. Names the dictionary holds to be two different names may still be misheard."""
    shared = [skeleton for skeleton in a.skeletons if skeleton in b.skeletons]
    likeness = _likeness(a.vowels, b.vowels)
    known_apart = bool(a.classes and b.classes) and not a.classes & b.classes
    if shared:
        prefix = "" if kind is Kind.FAMILY else BY_SOUND
        share = max(frequencies.share(kind, prefix + skeleton) for skeleton in shared)
        if known_apart:
            return PartMatch("alike", log_ratio(OTHER, share * _CHANCE_FAR))
        if likeness == 1.0:
            return PartMatch("same", log_ratio(SAME, share))
        if likeness >= _NEAR:
            return PartMatch("alike", log_ratio(ALIKE, share * _CHANCE_NEAR))
        return PartMatch("alike", log_ratio(ROUGHLY, share * _CHANCE_FAR))
    if likeness >= _NEAR and not known_apart:
        length, edits = slip_length(a.skeletons, b.skeletons)
        if edits == 1 and length >= _SHORTEST_SLIP:
            return PartMatch("slip", log_ratio(SLIP, CHANCE_OF_SLIP[min(length, 6)]))
        if edits == 2 and length >= _SHORTEST_TWO_SLIPS:
            return PartMatch("resembles", _TWO_SLIPS)
    return _DIFFERENT


def slip_length(a: Iterable[str], b: Iterable[str]) -> tuple[int, int]:
    """Of the nearest two skeletons: the length of the shorter, and how many edits (3: more than two) part them."""
    b = tuple(b)
    pairs = ((OSA.distance(one, two, score_cutoff=2), -min(len(one), len(two))) for one in a for two in b)
    edits, length = min(pairs, default=(3, 0))
    return -length, edits


def _likeness(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """The best similarity of two finer codes, 0 to 1. Sorted, so that either order gives the very same number."""
    return max((Indel.normalized_similarity(*sorted((one, two))) for one in a for two in b), default=0.0)
