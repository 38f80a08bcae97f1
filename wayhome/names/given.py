"""Which given-name classes a written word may belong to.

Asked in turn, the first answer counts: the very form, nominative or declined by rule (Cyrillic); the same sounds
however spelt (Jewgenij, Євгеній); a declined form in Latin letters (Serhiia); for long names vowels only roughly right.
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from wayhome.names import tables
from wayhome.names.codes import fold, vowel_code
from wayhome.names.declension import declined
from wayhome.names.sounds import VOWELS, letters_of, sounds_of

TABLES = ("given_east.tsv", "given_region.tsv", "given_english.tsv")


class How(IntEnum):
    """How a word was recognised, the surest first."""

    FULL = 0
    SHORT = 1
    DECLINED = 2
    SOUNDS = 3
    ROUGHLY = 4


@dataclass(frozen=True, slots=True)
class GivenHit:
    """A recognised given name: class names without prefix, how it was recognised, the nominatives it stands for."""

    classes: frozenset[str]
    how: How
    nominatives: tuple[str, ...]


_Found = dict[str, list[tuple[str, How, str]]]


class _Dictionary:
    """The given-name tables turned into look-ups."""

    def __init__(self) -> None:
        self.sex: dict[str, str] = {}
        self.forms: _Found = {}
        self.folds: dict[str, dict[str, str]] = {}
        self.stems: dict[str, dict[str, str]] = {}
        self.rough: dict[str, dict[str, str]] = {}
        self.fathers: dict[str, set[str]] = {}
        irregular: dict[str, set[str]] = {}
        for table in TABLES:
            for name, sex, forms, short, father in tables.rows(table):
                self.sex[name] = sex
                for form in tables.words(forms):
                    self._learn(name, letters_of(form), How.FULL)
                for form in tables.words(short):
                    self._learn(name, letters_of(form), How.SHORT)
                for stem in tables.words(father):
                    irregular.setdefault(fold(sounds_of(letters_of(stem))[0]), set()).add(name)
        self.fathers |= irregular  # Львович is the son of Лев, whatever else sounds so

    def _learn(self, name: str, letters: str, how: How) -> None:
        self.forms.setdefault(letters, []).append((name, how, letters))
        for form in declined(letters) if letters[0] > "\u0400" else ():
            self.forms.setdefault(form, []).append((name, How.DECLINED, letters))
        for sounds in sounds_of(letters):
            folded = fold(sounds)
            self.folds.setdefault(folded, {}).setdefault(name, letters)
            stem = bare_stem(folded)
            if len(stem) > 2:
                self.stems.setdefault(stem, {}).setdefault(name, letters)
            if how is How.FULL:
                if _is_long(folded):
                    self.rough.setdefault(vowel_code(sounds), {}).setdefault(name, letters)
                if self.sex[name] == "m" and len(stem) > 1 and letters[0] > "\u0400":
                    self.fathers.setdefault(stem, set()).add(name)


def bare_stem(folded: str) -> str:
    """A fold without its final vowels: what the cases of a name, and its patronymic, have in common."""
    end = len(folded)
    while end and folded[end - 1] in VOWELS:
        end -= 1
    return folded[:end]


def _is_long(folded: str) -> bool:
    return sum(sound not in VOWELS for sound in folded) >= 4


_BOOK = _Dictionary()


def sex_of(name: str) -> str:
    """ "m" or "f": the sex of a class."""
    return _BOOK.sex[name]


def fathers_of(stem: str) -> frozenset[str]:
    """Classes of the men whose patronymic has this stem (a fold)."""
    known = _BOOK.fathers.get(stem)
    if known is None and len(stem) > 3:  # Фрицевич: from a familiar form
        known = {name for name in _BOOK.stems.get(stem, ()) if _BOOK.sex[name] == "m"}
    return frozenset(known or ())


@lru_cache(maxsize=1 << 15)
def find_given(word: str) -> GivenHit | None:
    """The classes a word may belong to, or None when it is no given name we know.

    >>> sorted(find_given("Сашко").classes), sorted(find_given("Jewgenij").classes)
    (['oleksandr', 'oleksandra'], ['yevhen'])
    """
    letters = letters_of(word)
    if len(letters) < 2:
        return None
    known = _BOOK.forms.get(letters)
    if known:
        best = min(how for _, how, _ in known)
        nominatives = dict.fromkeys(form for _, _, form in sorted(known, key=lambda k: k[1]))
        return GivenHit(frozenset(name for name, _, _ in known), best, tuple(nominatives))
    heard = sounds_of(letters)
    for sounds in heard:
        if same := _BOOK.folds.get(fold(sounds)):
            return _hit(same, How.SOUNDS)
    if letters.isascii():
        for sounds in heard:
            if same := _latin_declined(fold(sounds)):
                return _hit(same, How.DECLINED)
    for sounds in heard:
        if _is_long(fold(sounds)) and (same := _BOOK.rough.get(vowel_code(sounds))):
            return _hit(same, How.ROUGHLY)
    return None


def _hit(same: dict[str, str], how: How) -> GivenHit:
    return GivenHit(frozenset(same), how, tuple(dict.fromkeys(same.values())))


def _latin_declined(folded: str) -> dict[str, str] | None:
    """Serhiia, Petrom, Ivanovi: the stem is known and what follows is an ending."""
    for ending in ("ovi", "evi", "em", "om", "im"):
        if folded.endswith(ending) and len(folded) > len(ending) + 2:
            return _BOOK.stems.get(bare_stem(folded[: -len(ending)]))
    return _BOOK.stems.get(bare_stem(folded)) if folded[-1:] in VOWELS else None
