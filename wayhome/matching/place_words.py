"""The words of a place that name it, as codes which do not depend on script, case or a renaming."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from wayhome.matching.tables import load
from wayhome.names import skeletons_of

_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’ʼ`][^\W\d_]+)*")
_ADJECTIVE = re.compile(
    r"(?:ск|ськ|цк|цьк)(?:ая|ой|ую|ий|ого|ому|им|ом|ое|а|ої|ій|у|е|ою)$|sk(?:aya|oi|oy|iy|yi|a|e|oji)$"
)
_MOST_WORDS = 8
_LONGEST_TEXT = 300
# Below this a skeleton is shared by too many words to stand for a listed town.
_SAFE_SKELETON = 4


@dataclass(frozen=True, slots=True)
class PlaceWord:
    """One naming word of a place. Two words name one place when they share a code."""

    written: str
    codes: tuple[str, ...]


@lru_cache(maxsize=1)
def _dropped() -> frozenset[str]:
    rows = load("places")
    return frozenset((rows["administrative"] + " " + rows["not_places"]).casefold().split())


@lru_cache(maxsize=1)
def _one_place() -> tuple[dict[str, str], dict[str, str]]:
    """Listed names as written, and by skeleton where the skeleton is long enough; each → the code of the town."""
    by_writing: dict[str, str] = {}
    by_skeleton: dict[str, str] = {}
    for row in load("places")["one_place"]:
        town = "=" + _skeletons(row["names"][0])[0]
        for name in row["names"]:
            by_writing[_plain(name)] = town
            for skeleton in _skeletons(name):
                if len(skeleton) >= _SAFE_SKELETON:
                    by_skeleton.setdefault(skeleton, town)
    return by_writing, by_skeleton


@lru_cache(maxsize=5_000)
def place_words(place: str) -> tuple[PlaceWord, ...]:
    """The naming words, in the order written, at most eight; administrative words and abbreviations are dropped.

    >>> [word.written for word in place_words("Воронежская губ., с. Верхний Мамон")]
    ['воронежская', 'верхний', 'мамон']
    >>> place_words("г. Ленинград")[0].codes == place_words("St Petersburg")[0].codes
    True
    """
    tokens = _TOKEN.findall(_plain(place[:_LONGEST_TEXT]))
    words: list[PlaceWord] = []
    at = 0
    while at < len(tokens) and len(words) < _MOST_WORDS:
        pair = " ".join(tokens[at : at + 2])
        taken = 2 if pair in _one_place()[0] else 1
        word = _word(pair if taken == 2 else tokens[at])
        if word is not None and word not in words:
            words.append(word)
        at += taken
    return tuple(words)


@lru_cache(maxsize=5_000)
def _word(token: str) -> PlaceWord | None:
    by_writing, by_skeleton = _one_place()
    if token in by_writing:
        return PlaceWord(token, (by_writing[token],))
    if len(token) < 2 or token in _dropped():
        return None
    skeletons = _skeletons(token)
    if _ADJECTIVE.search(token):  # Киевская обл. is the land of Киев; Минская keeps its own "sk" as well
        skeletons += tuple(skeleton[:-2] for skeleton in skeletons if skeleton.endswith("SK") and len(skeleton) > 3)
    towns = [by_skeleton[skeleton] for skeleton in skeletons if skeleton in by_skeleton]
    towns += ["=" + skeleton for skeleton in skeletons if "=" + skeleton in _towns()]
    codes = tuple(dict.fromkeys([*towns, *skeletons]))
    return PlaceWord(token, codes) if codes else None


@lru_cache(maxsize=1)
def _towns() -> frozenset[str]:
    return frozenset(_one_place()[0].values())


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[’ʼ`]", "'", text).replace("saint ", "st-").replace("st. ", "st-").strip()


def _skeletons(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(skeleton for skeleton in skeletons_of(name.replace(" ", "")) if skeleton))
