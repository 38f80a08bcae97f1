"""The name cell of a list: its usual order, and the second names that clerks put in brackets."""

import re
import unicodedata

from wayhome.registry.identity import WrittenBy, WrittenName
from wayhome.registry.importing.vocabulary import also_known_as, says_nothing

LONGEST = 200  # letters; longer ones are several cells run together
_BRACKETS = re.compile(r"([^()]*)\(([^()]*)\)([^()]*)")
_SPACES = re.compile(r"\s+")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_MIXED = re.compile(r"[A-Za-z][Ѐ-ӿ]|[Ѐ-ӿ][A-Za-z]")


_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_PICTURES = frozenset({"So", "Sk"})
# Typed for an apostrophe in names, or before a number.
_KEPT = frozenset("`´№°")
# Left behind by spreadsheets and web pages in plain text: no remark is made about them.
_HARMLESS = frozenset("\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")


def without_odd_signs(cell: str) -> str:
    """The cell without control characters, pictures and private signs, its spaces made single."""
    if cell.isascii() and cell.isprintable():
        return _SPACES.sub(" ", cell).strip()
    return _SPACES.sub(" ", "".join(map(_kept, unicodedata.normalize("NFC", cell)))).strip()


def _kept(sign: str) -> str:
    """An invisible sign inside a word does not divide it; a picture or a line break does."""
    if sign in _KEPT or sign.isspace():
        return sign
    kind = unicodedata.category(sign)
    return "" if kind in _INVISIBLE else " " if kind in _PICTURES else sign


def has_odd_signs(cell: str) -> bool:
    return not (cell.isascii() and cell.isprintable()) and any(
        _kept(sign) != sign and sign not in _HARMLESS for sign in cell
    )


def mixes_alphabets(name: str) -> bool:
    """Whether one word has both Latin and Cyrillic letters: a slip of the keyboard, or a trick."""
    return _MIXED.search(name) is not None


def is_name(text: str) -> bool:
    """At least two letters, and not only a word for "unknown"."""
    return not says_nothing(text) and sum(sign.isalpha() for sign in text) >= 2


def spellings(cell: str) -> tuple[WrittenName, ...]:
    """The names in one cell, the main one first.

    >>> [name.shown() for name in spellings("Вербин (Зарин) Остап Ильич")]
    ['Вербин Остап Ильич', 'Зарин Остап Ильич']
    >>> spellings("DOE, JOHN ROE")[0].family
    'DOE'
    """
    lines = dict.fromkeys(_lines(cell))
    names = dict.fromkeys(_divided(line) for line in lines if is_name(line))
    return tuple(names)


def _lines(cell: str) -> list[str]:
    found = _BRACKETS.fullmatch(cell)
    if found is None:
        return [_tidy(cell)]
    before, inside, after = (_tidy(part) for part in found.groups())
    inside = also_known_as().sub("", inside, count=1) if also_known_as().match(inside) else inside
    lines = [_tidy(f"{before} {after}")]
    if "," in before and "," in inside:  # ROE, JOHN (AKA: DOE, JOHN)
        return [*lines, inside]
    for other in filter(None, map(_tidy, inside.split(","))):
        lines.append(_tidy(_in_place(before.split(), other, after)))
    return lines


def _in_place(before: list[str], other: str, after: str) -> str:
    """The whole name with the word in brackets in the place of the word it explains."""
    if " " in other and not after:
        return other
    if after or len(before) < 2:
        return " ".join([*before[:-1], other, after])
    return " ".join([other, *before[1:]])  # Вербина Мария (Зарина): the surname before marriage


def _divided(line: str) -> WrittenName:
    """SURNAME, FIRST NAMES becomes parts; in Cyrillic it becomes the usual order, for a patronymic may follow."""
    family, comma, given = (part.strip() for part in line.partition(","))
    if not (comma and family and given) or "," in given or len(family.split()) > 3:
        return WrittenName(line=line, written_by=WrittenBy.LIST)
    if _CYRILLIC.search(line):
        return WrittenName(line=f"{family} {given}", written_by=WrittenBy.LIST)
    return WrittenName(line=line, family=family, given=given, written_by=WrittenBy.LIST)


def from_parts(family: str, given: str, patronymic: str) -> WrittenName:
    """A name whose parts had columns of their own. First names that hold a patronymic too are left in one line."""
    line = " ".join(part for part in (family, given, patronymic) if part)
    if not patronymic and " " in given and _CYRILLIC.search(given):
        return WrittenName(line=line, written_by=WrittenBy.LIST)
    return WrittenName(line=line, family=family, given=given, patronymic=patronymic, written_by=WrittenBy.LIST)


def _tidy(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" ,;")
