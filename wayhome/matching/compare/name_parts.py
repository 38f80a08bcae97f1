"""Two words of a name in the same role: how alike they are, and what that is worth in this registry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA, Indel

from wayhome.matching.codes import BY_SOUND, initial_of
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
# P(two unrelated names are one sound apart), by the length of the shorter skeleton.
CHANCE_OF_SLIP = {1: 0.25, 2: 0.12, 3: 0.045, 4: 0.012, 5: 0.004, 6: 0.0015}
_SHORTEST_SLIP = 3
_CHANCE_OF_INITIAL = 0.13  # ten letters of the skeleton alphabet, unevenly used


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
    * `slip`: skeletons one sound apart and finer codes near: .06 over the chance for that length (4 sounds: → +2.3).
    * `initial`: .90 / .13 → +2.8 when it fits; `different`: .03 / 1 → −5.1, for an initial too.
    """
    if a.initial or b.initial:
        fits = initial_of(a) == initial_of(b) != ""
        return PartMatch("initial", log_ratio(INITIAL, _CHANCE_OF_INITIAL)) if fits else _DIFFERENT
    kind = KIND_OF[a.role]
    return _by_class(a, b, kind, frequencies) if a.classes & b.classes else _by_sound(a, b, kind, frequencies)


_DIFFERENT = PartMatch("different", log_ratio(OTHER, 1.0))


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
    length = slip_length(a.skeletons, b.skeletons)
    if length >= _SHORTEST_SLIP and likeness >= _NEAR and not known_apart:
        return PartMatch("slip", log_ratio(SLIP, CHANCE_OF_SLIP[min(length, 6)]))
    return _DIFFERENT


def slip_length(a: Iterable[str], b: Iterable[str]) -> int:
    """The length of the longest pair of skeletons one edit apart, by its shorter half; 0 when there is none."""
    b = tuple(b)
    return max(
        (min(len(one), len(two)) for one in a for two in b if OSA.distance(one, two, score_cutoff=1) <= 1), default=0
    )


def _likeness(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """The best similarity of two finer codes, 0 to 1. Sorted, so that either order gives the very same number."""
    return max((Indel.normalized_similarity(*sorted((one, two))) for one in a for two in b), default=0.0)
