"""Two places, each as someone wrote it: village, district, province, in any order, with old or new names."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from wayhome.matching.compare.levels import Levels, blank, log_ratio, verdict_of
from wayhome.matching.findings import Field, Finding
from wayhome.matching.frequencies import Frequencies, Kind
from wayhome.matching.place_words import PlaceWord

_AGREE_IF_SAME = 0.45
_MOST_BITS = 9.0
_NEXT_WORD = 0.5
_LEVELS = Levels({"place_slip": log_ratio(0.06, 0.02), "place_different": log_ratio(0.30, 0.93)})
_SLIP_FROM = 4
_BEGINNING = re.compile(r"^\w|(?<=-)\w(?=\w\w)")


def compare_places(sought: tuple[PlaceWord, ...], held: tuple[PlaceWord, ...], frequencies: Frequencies) -> Finding:
    """Weigh two places by the words they share, the rarest first.

    A shared word: log2(.45 / its share among the registry's places); .45 because families name a village, clerks a
    province. Each further shared word counts half of the one before: a district and its village come together. At most
    +9 bits in all: people of one surname live in one village, so place and name are not independent.
    One sound apart in a word of four consonants or more: .06 / .02 → +1.6.
    Nothing shared: .30 / .93 → −1.6 only: home is not birthplace, and the rename list is short.
    """
    if not sought or not held:
        return blank(Field.PLACE, bool(sought), bool(held))
    shared = [
        (bits, a.written, b.written)
        for a in sought
        for b in held
        if (bits := _word_bits(a, b, frequencies)) is not None
    ]
    shared.sort(key=lambda row: (-row[0], sorted(row[1:])))  # either order of asking sorts alike
    if shared:
        _, a_word, b_word = shared[0]
        bits = min(_MOST_BITS, _falling_sum(shared))
        return Finding(
            Field.PLACE, verdict_of(bits), bits, "place_same", {"sought": _shown(a_word), "held": _shown(b_word)}
        )
    slips = [(a.written, b.written) for a in sought for b in held if _one_slip(a, b)]
    if slips:
        return _LEVELS.finding(Field.PLACE, "place_slip", {"sought": _shown(slips[0][0]), "held": _shown(slips[0][1])})
    words = {"sought": _written(sought), "held": _written(held)}
    return _LEVELS.finding(Field.PLACE, "place_different", words)


def _falling_sum(shared: list[tuple[float, str, str]]) -> float:
    """The rarest shared word whole, each further one half of the one before; each word is used once."""
    whole, factor = 0.0, 1.0
    used: set[str] = set()
    for bits, a_word, b_word in shared:
        if f"a {a_word}" not in used and f"b {b_word}" not in used:
            used.update((f"a {a_word}", f"b {b_word}"))
            whole += factor * (bits if factor == 1.0 else max(bits, 0.0))
            factor *= _NEXT_WORD
    return whole


def _word_bits(a: PlaceWord, b: PlaceWord, frequencies: Frequencies) -> float | None:
    """Bits of the rarest code two words share; None when they share none."""
    shares = [frequencies.share(Kind.PLACE, code) for code in a.codes if code in b.codes]
    return log_ratio(_AGREE_IF_SAME, min(shares)) if shares else None


def _one_slip(a: PlaceWord, b: PlaceWord) -> bool:
    return any(
        min(len(one), len(two)) >= _SLIP_FROM and OSA.distance(one, two, score_cutoff=1) <= 1
        for one in a.codes
        for two in b.codes
    )


def _written(words: tuple[PlaceWord, ...]) -> str:
    return ", ".join(_shown(word.written) for word in words)


def _shown(word: str) -> str:
    """A name begins with a capital again: the words were folded to be compared. "Ростов-на-Дону" keeps its "на"."""
    return _BEGINNING.sub(lambda found: found[0].upper(), word)
