"""Skeletons and vowel codes of one word (first version)."""

from functools import lru_cache

from wayhome.names.romanise import romanise

_DIGRAPHS = [("shch", "x"), ("sch", "x"), ("sh", "x"), ("ch", "x"), ("zh", "x"), ("kh", "h"), ("ts", "s"), ("ck", "k"), ("ph", "f"), ("th", "t")]
_FOLD = str.maketrans("bpvfwdtgkhqzscxjymn", "PPFFFTTKKKKSSKX__NN")


@lru_cache(maxsize=1 << 17)
def skeletons_of(word: str) -> tuple[str, ...]:
    """The consonant skeletons of one word."""
    text = romanise(word).casefold()
    for old, new in _DIGRAPHS:
        text = text.replace(old, new)
    out = ""
    for place, letter in enumerate(text.translate(_FOLD)):
        if letter.lower() in "aeiou_":
            out += "A" if place == 0 else ""
        elif letter.isalpha() and not out.endswith(letter.upper()):
            out += letter.upper()
    return (out,) if out else ()
