"""Birth dates as papers give them: whole, or only a month and a year, or only a year."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass

from wayhome.matching.errors import ImpossibleDate, NotADate
from wayhome.matching.months import MONTH_PREFIXES, ROMAN_MONTHS, SHORT_MONTHS

EARLIEST_YEAR, LATEST_YEAR = 1800, 2100

# Words that stand around a date and say nothing about which date it is: "born", "year", "about".
_AROUND_WORDS = """
г гг год года году гр род родился родилась рожд рождения р рр рік року народження народився народилась нар
ок около примерно прим бл близько приблизно прибл c ca circa about around approx abt b born year of the
"""
_AROUND = frozenset(_AROUND_WORDS.split())
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|го|го|е|й|ого)\b")
_TIME_OF_DAY = re.compile(r"[t ]00:00(?::00(?:\.0+)?)?(?:z|[+-]00:?00)?$")
_UNKNOWN_PART = re.compile(r"(?<![^\W_])(?:_+|\?+|x{2}|х{2})(?![^\W_])")
_WORD = re.compile(r"\d+|[^\W\d_]+")
_ALLOWED_BETWEEN = re.compile(r"[\s.,/\-–—~≈()'’«»\"?№:]*")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A calendar date of which any part may be unknown. A day never stands without its month.

    Calendars are not converted: a date is kept as the paper has it, and the thirteen days between the
    Julian and the Gregorian calendar are weighed as a step of their own.

    Raises:
        ImpossibleDate: nothing is known, a part is out of range, or a day stands without a month.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.year is None and self.day is None:
            raise ImpossibleDate
        if self.year is not None and not EARLIEST_YEAR <= self.year <= LATEST_YEAR:
            raise ImpossibleDate
        if self.month is not None and not 1 <= self.month <= 12:
            raise ImpossibleDate
        if self.day is not None:
            if self.month is None:
                raise ImpossibleDate
            if not 1 <= self.day <= monthrange(self.year or 2000, self.month)[1]:
                raise ImpossibleDate

    @property
    def is_whole(self) -> bool:
        return self.year is not None and self.day is not None

    def iso(self) -> str:
        """`1991-04-12`, `1991-04`, `1991`, or `--04-12` when the year is unknown (ISO 8601's older short form)."""
        year = f"{self.year:04d}" if self.year is not None else "-"
        month = f"-{self.month:02d}" if self.month is not None else ""
        return year + month + (f"-{self.day:02d}" if self.day is not None else "")

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read a date as written in English, Ukrainian or Russian papers.

        Day before month, as the region writes it, unless the second number cannot be a month. Two-digit
        years are refused: in a war with old and young soldiers nobody can say which century is meant.

        >>> PartialDate.parse("27 Sep 1908")
        PartialDate(year=1908, month=9, day=27)
        >>> PartialDate.parse("12 травня 1991")
        PartialDate(year=1991, month=5, day=12)
        >>> PartialDate.parse("ок. 1904").iso()
        '1904'
        >>> PartialDate.parse("07/25/1991").iso()
        '1991-07-25'

        Raises:
            NotADate: the text is no date, or no such date exists. The message never repeats the text.
        """
        try:
            return cls(*_read(text))
        except ImpossibleDate:
            raise NotADate from None


def _read(text: str) -> tuple[int | None, int | None, int | None]:
    text = unicodedata.normalize("NFKC", text).strip().casefold()
    if len(text) > _LONGEST:
        raise NotADate
    if re.fullmatch(r"--\d{2}-\d{2}", text):
        return None, int(text[2:4]), int(text[5:7])
    text = _TIME_OF_DAY.sub("", text)
    text = _ORDINAL.sub("", _UNKNOWN_PART.sub("0", text))
    if _ALLOWED_BETWEEN.fullmatch(_WORD.sub("", text)) is None:
        raise NotADate
    words = [word for word in _WORD.findall(text) if word not in _AROUND]
    if len(words) == 1 and len(words[0]) == 8 and words[0].isdecimal():
        return _eight_digits(words[0])
    names = [word for word in words if not word.isdecimal()]
    numbers = [word for word in words if word.isdecimal()]
    if len(names) > 1 or len(numbers) > 3:
        raise NotADate
    if names:
        return _with_month_name(month_of(names[0]), numbers)
    return _numbers_only(numbers)


def month_of(word: str) -> int:
    """The month a word names, in any of the three languages, any case or usual abbreviation; Roman numerals too."""
    word = word.casefold()
    if word in ROMAN_MONTHS:
        return ROMAN_MONTHS[word]
    if word in SHORT_MONTHS:
        return SHORT_MONTHS[word]
    for prefix, (month, endings) in MONTH_PREFIXES.items():
        if word.startswith(prefix) and word[len(prefix) :] in endings:
            return month
    raise NotADate


def _with_month_name(month: int, numbers: list[str]) -> tuple[int | None, int | None, int | None]:
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) <= 2]
    if len(years) != 1 or len(days) > 1 or len(years) + len(days) != len(numbers):
        raise NotADate
    return int(years[0]), month, _known(days[0]) if days else None


def _numbers_only(numbers: list[str]) -> tuple[int | None, int | None, int | None]:
    match [len(number) for number in numbers]:
        case [4]:
            return int(numbers[0]), None, None
        case [4, 1 | 2]:
            return int(numbers[0]), _known(numbers[1]), None
        case [1 | 2, 4]:
            return int(numbers[1]), _known(numbers[0]), None
        case [4, 1 | 2, 1 | 2]:
            return int(numbers[0]), *_month_and_day(numbers[1], numbers[2], month_first=True)
        case [1 | 2, 1 | 2, 4]:
            return int(numbers[2]), *_month_and_day(numbers[1], numbers[0], month_first=False)
        case _:
            raise NotADate


def _month_and_day(month: str, day: str, *, month_first: bool) -> tuple[int | None, int | None]:
    """Swap only what cannot be otherwise; an ISO date (year first) is never swapped."""
    if not month_first and int(month) > 12 >= int(day) > 0:
        month, day = day, month
    known_month = _known(month)
    return known_month, _known(day) if known_month else None


def _eight_digits(digits: str) -> tuple[int | None, int | None, int | None]:
    """19080927 or 27091908: whichever has a possible year; both possible is a refusal, not a guess."""
    readings = set()
    for year, month, day in ((digits[:4], digits[4:6], digits[6:]), (digits[4:], digits[2:4], digits[:2])):
        try:
            PartialDate(int(year), _known(month), _known(day))
        except ImpossibleDate:
            continue
        readings.add((int(year), _known(month), _known(day)))
    if len(readings) != 1:
        raise NotADate
    return readings.pop()


def _known(number: str) -> int | None:
    """Clerks write 00 for a day or a month nobody knew."""
    return int(number) or None
