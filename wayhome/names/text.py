"""Tidying what was typed: one form for every letter, apostrophe and dash; look-alikes back in their own script."""

import unicodedata

from wayhome.names import tables

APOSTROPHES = "'’ʼʻ‘`´ʹ′＇‛ꞌ"
_DASHES = "‐‑‒–—―−﹘﹣－"
_PLAIN = (
    {ord(c): "'" for c in APOSTROPHES}
    | {ord(c): "-" for c in _DASHES}
    | {0xAD: "", 0x200B: "", 0x200C: "", 0x200D: "", 0xFEFF: ""}
)
_UNTIDY = frozenset(map(chr, _PLAIN))
_STRESS = frozenset("\u0300\u0301")  # as dictionaries and careful typists put over Cyrillic vowels
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZïëÏË")

_TO_CYRILLIC: dict[int, str] = {}
_TO_LATIN: dict[int, str] = {}
for _latin, _cyrillic in tables.rows("lookalikes.tsv"):
    _TO_CYRILLIC[ord(_latin)] = _cyrillic
    _TO_LATIN[ord(_cyrillic)] = _latin


def tidy(text: str) -> str:
    """`text` in NFKC with one kind of apostrophe and dash, without invisible letters and stress marks.

    >>> tidy("Знам’янський‑Петре́нко")
    "Знам'янський-Петренко"
    """
    if text.isascii():
        return text
    if not _STRESS.isdisjoint(text):
        text = _without_stress(text)
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return text if _UNTIDY.isdisjoint(text) else text.translate(_PLAIN)


def _without_stress(text: str) -> str:
    """Take stress marks off Cyrillic letters only: on Latin ones (ć, á) they are part of the spelling."""
    out: list[str] = []
    for letter in text:
        if letter in _STRESS and out and "\u0400" <= out[-1] <= "\u04ff":
            continue
        out.append(letter)
    return "".join(out)


def one_script(word: str) -> str:
    """A word that mixes Cyrillic with Latin look-alikes, put back into the script its unmistakable letters belong to.

    >>> one_script("Петpенкo")  # p and o were Latin
    'Петренко'
    """
    if word.isascii() or _LATIN.isdisjoint(word):
        return word
    cyrillic = sum("\u0400" <= c <= "\u052f" for c in word)
    latin = sum(c in _LATIN for c in word)
    if not (cyrillic and latin):
        return word
    sure_cyrillic = sum("\u0400" <= c <= "\u052f" and ord(c) not in _TO_LATIN for c in word)
    sure_latin = sum("a" <= c.lower() <= "z" and ord(c) not in _TO_CYRILLIC for c in word)
    to_latin = (sure_latin, latin) > (sure_cyrillic, cyrillic)
    return word.translate(_TO_LATIN if to_latin else _TO_CYRILLIC)
