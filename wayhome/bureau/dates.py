"""Days, moments and partial dates as a reader of the page says them."""

from datetime import date, datetime

from django.utils import dates, formats
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from wayhome.matching import PartialDate


def date_in_words(date: PartialDate | None) -> str:
    """For example "12 April 1991", "April 1991", "1991", "12 April"; empty when nothing is known."""
    if date is None:
        return ""
    if date.month is None:
        return str(date.year)
    if date.day is None:
        return f"{_month_alone(date.month)} {date.year}"
    words = {"day": date.day, "month": dates.MONTHS_ALT[date.month], "year": date.year}
    return (_("%(day)s %(month)s") if date.year is None else _("%(day)s %(month)s %(year)s")) % words


def iso_in_words(text: str) -> str:
    """The same for a date kept as shortened ISO 8601 ("2024", "2024-05", "2024-05-03")."""
    return date_in_words(PartialDate.parse(text)) if text else ""


def day_in_words(day: date) -> str:
    """For example "3 May 2026", «3 травня 2026 року»."""
    return formats.date_format(day, pgettext("a day in Django's letters", "j E Y"))


def moment_in_words(at: datetime) -> str:
    """The same with hour and minute."""
    return formats.date_format(at, pgettext("a moment in Django's letters", "j E Y, H:i"))


def _month_alone(month: int) -> str:
    """Django's catalogues write a month alone as a heading, "Квітень"; inside a line only English keeps the capital."""
    name = str(dates.MONTHS[month])
    return name if (get_language() or "").startswith("en") else name.lower()
