"""Whether a Latin word is Japanese: those go into Cyrillic by rules of their own (shi си, chi ти, ji дзи)."""

_CONSONANTS = ("sh", "ch", "ts", "ky", "gy", "ny", "hy", "my", "ry", "by", "py", *"kgsztdnhbpmyrwjf")
_TELLTALES = ("shi", "chi", "tsu", "ji", "sho", "shu", "cho", "chu", "ju", "jo", "zu", "yoshi", "fu", "ryo", "ryu")
_VOWELS = frozenset("aiueo")


def looks_japanese(letters: str) -> bool:
    """Whether bare small letters fall into Japanese syllables, at least one of them telling.

    >>> looks_japanese("shimizu"), looks_japanese("natasha"), looks_japanese("smith")
    (True, False, False)
    """
    if letters[-1:] not in _VOWELS and not (letters[-1:] == "n" and len(letters) < 6):
        return False  # longer words in -n are rather Slavic: Muchin, Runichin
    if not any(sign in letters for sign in _TELLTALES):
        return False
    place, end = 0, len(letters)
    while place < end:
        if letters[place] in _VOWELS or (letters[place] == "n" and letters[place + 1 : place + 2] not in _VOWELS):
            place += 1
        else:
            place = _after_syllable(letters, place)
            if not place:
                return False
    return True


def _after_syllable(letters: str, place: int) -> int:
    """The place after a consonant and its vowel, a doubled consonant allowed; 0 when there is no such syllable."""
    if letters[place] == letters[place + 1 : place + 2]:
        place += 1
    for consonant in _CONSONANTS:
        after = place + len(consonant)
        if letters.startswith(consonant, place) and letters[after : after + 1] in _VOWELS:
            return after + 1
    return 0
