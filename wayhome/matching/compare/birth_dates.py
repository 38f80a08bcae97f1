"""Two birth dates, each perhaps only partly known."""

from __future__ import annotations

from datetime import date

from wayhome.matching.compare.levels import Levels, blank, log_ratio
from wayhome.matching.findings import Field, Finding
from wayhome.matching.partial_dates import PartialDate

YEARS = 42  # soldiers and reservists are born within about 42 years of each other
MONTHS = YEARS * 12
DAYS = YEARS * 365.25

# For each level: P(level | same person), and how many of all possible dates would show it by chance.
# The shares for one person are our estimate from lists kept by hand (about four dates in five copied exactly, one in
# ten with one slip, a few misremembered); they sum to one within each table. A later calibration may replace them.
WHOLE = Levels(
    {
        "date_same": log_ratio(0.800, 1 / DAYS),
        "date_day_off": log_ratio(0.020, 2 / DAYS),
        "date_month_off": log_ratio(0.012, 2 / DAYS),
        "date_year_off": log_ratio(0.030, 2 / DAYS),
        "date_swapped": log_ratio(0.012, 1 / DAYS),
        "date_calendar": log_ratio(0.006, 2 / DAYS),  # Julian and Gregorian: 12 days before 1900, then 13
        "date_digit": log_ratio(0.050, 28 / DAYS),  # about 28 real dates differ from a given one in one digit
        "date_same_month": log_ratio(0.020, 28 / DAYS),
        "date_same_year": log_ratio(0.025, 330 / DAYS),
        "date_near": log_ratio(0.015, 4 * 365 / DAYS),
        "date_different": log_ratio(0.010, 0.85),
    }
)
TO_THE_MONTH = Levels(
    {
        "month_same": log_ratio(0.90, 1 / MONTHS),
        "month_off": log_ratio(0.03, 2 / MONTHS),
        "month_year_off": log_ratio(0.02, 2 / MONTHS),
        "month_same_year": log_ratio(0.02, 9 / MONTHS),
        "month_near": log_ratio(0.02, 46 / MONTHS),
        "month_different": log_ratio(0.01, 0.88),
    }
)
TO_THE_YEAR = Levels(
    {
        "year_same": log_ratio(0.90, 1 / YEARS),
        "year_off": log_ratio(0.065, 2 / YEARS),
        "year_two_off": log_ratio(0.015, 2 / YEARS),
        "year_digit": log_ratio(0.010, 3 / YEARS),
        "year_different": log_ratio(0.010, 34 / YEARS),
    }
)
BIRTHDAY = Levels(
    {"birthday_same": log_ratio(0.90, 1 / 365.25), "birthday_different": log_ratio(0.10, 1.0)},
)


def compare_birth_dates(sought: PartialDate | None, held: PartialDate | None) -> Finding:
    """Weigh two birth dates as far as both are known; what only one of them says is silent.

    Bits are log2(P(finding | same person) / P(finding | two people)), with birth dates spread evenly over 42
    years: an equal whole date is .80 / (1 / 15,340) → +13.6; the same year and month with no day on one side
    .90 / (1 / 504) → +8.8; the same year alone .90 / (1 / 42) → +5.2; clearly different whole dates
    .010 / .85 → −6.4 (one hand-kept list in a hundred is that wrong). Two relatives are not spread evenly:
    that is the business of `weigh.py`.

    >>> compare_birth_dates(PartialDate(1991, 4), PartialDate(1991, 4, 12)).code
    'month_same'
    >>> compare_birth_dates(None, PartialDate(1991, 4, 12)).bits
    0.0
    """
    if sought is None or held is None:
        return blank(Field.BIRTH_DATE, sought is not None, held is not None)
    found = _level(sought, held)
    if found is None:
        return blank(Field.BIRTH_DATE, True, True)
    levels, code = found
    return levels.finding(Field.BIRTH_DATE, code, {"sought_date": sought.iso(), "held_date": held.iso()})


def _level(a: PartialDate, b: PartialDate) -> tuple[Levels, str] | None:
    if a.year is None or b.year is None:
        if a.day is None or b.day is None:
            return None
        return BIRTHDAY, "birthday_same" if (a.month, a.day) == (b.month, b.day) else "birthday_different"
    if a.month is None or b.month is None:
        return TO_THE_YEAR, _year_level(a.year, b.year)
    if a.day is None or b.day is None:
        return TO_THE_MONTH, _month_level((a.year, a.month), (b.year, b.month))
    return WHOLE, _whole_level((a.year, a.month, a.day), (b.year, b.month, b.day))


def _year_level(a: int, b: int) -> str:
    off = abs(a - b)
    if off <= 2:
        return ("year_same", "year_off", "year_two_off")[off]
    return "year_digit" if _one_digit(str(a), str(b)) else "year_different"


def _month_level(a: tuple[int, int], b: tuple[int, int]) -> str:
    years, months = abs(a[0] - b[0]), abs(a[1] - b[1])
    if years == 0:
        return {0: "month_same", 1: "month_off"}.get(months, "month_same_year")
    if years == 1 and months == 0:
        return "month_year_off"
    return "month_near" if years <= 2 else "month_different"


def _whole_level(a: tuple[int, int, int], b: tuple[int, int, int]) -> str:
    if a == b:
        return "date_same"
    if a[0] == b[0] and (a[1], a[2]) == (b[2], b[1]):
        return "date_swapped"
    days = abs((date(*a) - date(*b)).days)
    if days == 1:
        return "date_day_off"
    if a[2] == b[2]:
        if a[0] == b[0] and abs(a[1] - b[1]) == 1:
            return "date_month_off"
        if a[1] == b[1] and abs(a[0] - b[0]) == 1:
            return "date_year_off"
    if _one_digit(f"{a[0]:04d}{a[1]:02d}{a[2]:02d}", f"{b[0]:04d}{b[1]:02d}{b[2]:02d}"):
        return "date_digit"
    if days in (12, 13) and min(a[0], b[0]) <= 1930:
        return "date_calendar"
    if a[0] == b[0]:
        return "date_same_month" if a[1] == b[1] else "date_same_year"
    return "date_near" if abs(a[0] - b[0]) <= 2 else "date_different"


def _one_digit(a: str, b: str) -> bool:
    return sum(left != right for left, right in zip(a, b, strict=True)) == 1
