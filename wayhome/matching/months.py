"""Month names as met in papers of the region: a beginning nobody else has, and the endings allowed after it.

Nominative, genitive and locative of Ukrainian and Russian, the English name, and the usual abbreviations.
A beginning with a closed list of endings, so that a surname like "Майский" is not read as May.
"""

from collections.abc import Mapping

_RU_SOFT = frozenset({"", "ь", "я", "е"})
_UK_SOFT = frozenset({"", "ень", "ня", "ні"})

MONTH_PREFIXES: Mapping[str, tuple[int, frozenset[str]]] = {
    "jan": (1, frozenset({"", "uary"})),
    "feb": (2, frozenset({"", "ruary"})),
    "mar": (3, frozenset({"", "ch"})),
    "apr": (4, frozenset({"", "il"})),
    "may": (5, frozenset({""})),
    "jun": (6, frozenset({"", "e"})),
    "jul": (7, frozenset({"", "y"})),
    "aug": (8, frozenset({"", "ust"})),
    "sep": (9, frozenset({"", "t", "tember"})),
    "oct": (10, frozenset({"", "ober"})),
    "nov": (11, frozenset({"", "ember"})),
    "dec": (12, frozenset({"", "ember"})),
    "янв": (1, frozenset({"", "арь", "аря", "аре"})),
    "фев": (2, frozenset({"", "р", "раль", "раля", "рале"})),
    "мар": (3, frozenset({"", "т", "та", "те"})),
    "апр": (4, frozenset({"", "ель", "еля", "еле"})),
    "ма": (5, frozenset({"й", "я", "е"})),
    "июн": (6, _RU_SOFT),
    "июл": (7, _RU_SOFT),
    "авг": (8, frozenset({"", "уст", "уста", "усте"})),
    "сен": (9, frozenset({"", "т", "тябрь", "тября", "тябре"})),
    "окт": (10, frozenset({"", "ябрь", "ября", "ябре"})),
    "ноя": (11, frozenset({"", "б", "брь", "бря", "бре"})),
    "дек": (12, frozenset({"", "абрь", "абря", "абре"})),
    "січ": (1, _UK_SOFT),
    "лют": (2, frozenset({"", "ий", "ого", "ому"})),
    "бер": (3, frozenset({"", "езень", "езня", "езні"})),
    "квіт": (4, _UK_SOFT),
    "трав": (5, _UK_SOFT),
    "черв": (6, frozenset({"", "ень", "ня", "ні"})),
    "лип": (7, _UK_SOFT),
    "серп": (8, _UK_SOFT),
    "верес": (9, _UK_SOFT),
    "жовт": (10, _UK_SOFT),
    "листопад": (11, frozenset({"", "а", "і"})),
    "груд": (12, _UK_SOFT),
}

SHORT_MONTHS: Mapping[str, int] = {
    "кві": 4,
    "квіт": 4,
    "тра": 5,
    "чер": 6,
    "сер": 8,
    "вер": 9,
    "жов": 10,
    "лис": 11,
    "гру": 12,
}

# Soviet and Polish papers write 27.IX.1908; the same numerals are typed with Cyrillic look-alikes.
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
ROMAN_MONTHS: Mapping[str, int] = {
    spelling: number
    for number, numeral in enumerate(_ROMAN, start=1)
    for spelling in (numeral, numeral.replace("i", "і").replace("x", "х"))
}
