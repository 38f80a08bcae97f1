"""The codes of one word: skeletons to find by, vowel codes to weigh by, folds to look up in the tables.

Skeleton: consonants only, voiced as unvoiced, г = х = g = h = k, z = s = ts, m = n, one class for sh, zh, ch; doubles
collapsed; A for a vowel at the beginning. Vowel code: the same word a little finer (b, d, g, m kept apart from
p, t, k, n) with vowels in three classes: A for a, o; E for e, i, y; U for u. Fold: all sounds, g = h, z = s, no glides.
"""

from functools import lru_cache

from wayhome.names.endings import without_ending
from wayhome.names.sounds import VOWELS, letters_of, sounds_of

_SKELETON = str.maketrans(
    {
        **dict.fromkeys("aeiouj"),
        **dict.fromkeys("bp", "P"),
        **dict.fromkeys("vf", "F"),
        **dict.fromkeys("td", "T"),
        **dict.fromkeys("ghk", "K"),
        **dict.fromkeys("zsc", "S"),
        **dict.fromkeys("mn", "N"),
        "x": "X",
        "l": "L",
        "r": "R",
    }
)
_VOWEL_CODE = str.maketrans(
    {
        "j": None,
        **dict.fromkeys("ao", "A"),
        **dict.fromkeys("ei", "E"),
        **dict.fromkeys("vf", "F"),
        **dict.fromkeys("gh", "G"),
        **dict.fromkeys("zsc", "S"),
        **{letter: letter.upper() for letter in "upbtdkmnlrx"},
    }
)
_FOLD = str.maketrans({"j": None, "h": "g", "z": "s", "c": "s"})
_PAIRS = {a + a: a for a in "PFTKSXNLRBGDM"}


def skeleton(sounds: str) -> str:
    """The skeleton of a string of sounds.

    >>> skeleton("petrov"), skeleton("anton")
    ('PTRF', 'ANTN')
    """
    if not sounds:
        return ""
    # Doubles collapse only where the sounds touch: "mamin" keeps both its m.
    out: list[str] = []
    last = ""
    for sound in sounds:
        letter = _CONSONANT.get(sound, "")
        if letter and letter != last:
            out.append(letter)
        last = letter
    vowel_first = sounds[0] in VOWELS or (sounds[0] == "j" and len(sounds) > 1)
    return ("A" if vowel_first else "") + "".join(out)


_CONSONANT = {chr(k): v for k, v in _SKELETON.items() if v}


def vowel_code(sounds: str) -> str:
    """The finer code of a string of sounds, for weighing only.

    >>> vowel_code("mikola"), vowel_code("nikolaj")
    ('MEKALA', 'NEKALA')
    """
    code = sounds.translate(_VOWEL_CODE)
    out: list[str] = []
    for letter in code:
        if not out or out[-1] != letter:
            out.append(letter)
    return "".join(out)


def fold(sounds: str) -> str:
    """The key of a sound string in the tables of given names.

    >>> fold("jevgeni") == fold("evheni")
    True
    """
    start = "j" if sounds[:2] in ("ja", "jo") else ""
    folded = sounds.translate(_FOLD)
    out: list[str] = []
    for letter in folded:
        # й is written i in passports, so an i after another vowel says nothing: Айзик, Aizyk; Раїса, Raisa.
        if not out or not (out[-1] == letter or (letter == "i" and out[-1] in VOWELS)):
            out.append(letter)
    return start + "".join(out)


@lru_cache(maxsize=1 << 17)
def codes_of(word: str, declines: bool = True) -> tuple[tuple[str, str], ...]:
    """One or two pairs (skeleton, vowel code) of a word; `declines`: endings of case and gender are taken off first."""
    letters = letters_of(word)
    found: dict[str, str] = {}
    for sounds in sounds_of(letters):
        for stem in without_ending(sounds, latin=letters.isascii()) if declines else (sounds,):
            bones = skeleton(stem)
            if bones and bones not in found:
                found[bones] = vowel_code(stem)
    return tuple(found.items())[:2]


def skeletons_of(word: str) -> tuple[str, ...]:
    """The one or two skeletons of a word, the likelier first; none for a text without letters.

    >>> skeletons_of("Петровського"), skeletons_of("Petrovskaya")
    (('PTRFSK',), ('PTRFSK',))
    """
    return tuple(bones for bones, _ in codes_of(word))
