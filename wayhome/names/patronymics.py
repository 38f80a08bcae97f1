"""Finding a patronymic by its ending, in both scripts, all cases, both sexes; and the class of the father's name."""

from dataclasses import dataclass
from functools import lru_cache

from wayhome.names import tables
from wayhome.names.codes import fold
from wayhome.names.given import bare_stem, fathers_of
from wayhome.names.sounds import VOWELS, letters_of, sounds_of


@dataclass(frozen=True, slots=True)
class FatherHit:
    """A word that may be a patronymic: its stem as a fold, the classes of the father's name, and the bearer's sex."""

    stem: str
    classes: frozenset[str]
    sex: str
    sure: bool


def _load() -> dict[str, tuple[str, str]]:
    endings: dict[str, tuple[str, str]] = {}
    for kind, sex, stems, cases in tables.rows("patronymic_endings.tsv"):
        for stem in tables.words(stems):
            for case in cases.split():
                endings[stem + case.replace("-", "")] = (kind, sex)
    return endings


_ENDINGS = _load()
_LONGEST = max(map(len, _ENDINGS))
_SHORTEST = min(map(len, _ENDINGS))


@lru_cache(maxsize=1 << 15)
def find_father(word: str) -> FatherHit | None:
    """What a word says as a patronymic, or None when it does not look like one.

    >>> find_father("Сергійовича").classes == find_father("Sergeyevich").classes == frozenset({"serhii"})
    True
    >>> find_father("Сергеенко") is None
    True
    """
    found: FatherHit | None = None
    for sounds in sounds_of(letters_of(word)):
        hit = _in_sounds(sounds)
        if hit and (found is None or (hit.classes and not found.classes)):
            found = hit
    return found


def _in_sounds(sounds: str) -> FatherHit | None:
    folded = fold(sounds)
    if "v" not in folded and "x" not in folded and "l" not in folded and "z" not in folded:
        return None
    spare: FatherHit | None = None
    for size in range(min(_LONGEST, len(folded) - 2), _SHORTEST - 1, -1):
        ending = _ENDINGS.get(folded[-size:])
        if ending is None:
            continue
        kind, sex = ending
        stem = bare_stem(folded[:-size])
        if not stem or not any(sound not in VOWELS for sound in stem):
            continue
        classes = fathers_of(stem)
        if classes:
            return FatherHit(stem, classes, sex, True)
        if kind == "sure" and spare is None and len(stem) > 1:
            spare = FatherHit(stem, classes, sex, True)
        elif kind == "turkic" and spare is None and len(stem) > 3:
            spare = FatherHit(stem, classes, sex, False)
    return spare
