"""Birth dates are read as papers write them, and refused when nobody could say what they mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.matching.people import dates
from wayhome.matching import ImpossibleDate, NotADate, PartialDate


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("27 Sep 1908", "1908-09-27"),
        ("September 27th, 1908", "1908-09-27"),
        ("04.07.1905", "1905-07-04"),
        ("4/7/1905", "1905-07-04"),
        ("07/25/1991", "1991-07-25"),
        ("1991-04-12", "1991-04-12"),
        ("1991-04-12T00:00:00", "1991-04-12"),
        ("19080927", "1908-09-27"),
        ("27.IX.1908", "1908-09-27"),
        ("12 травня 1991", "1991-05-12"),
        ("12 травня 1991 р.", "1991-05-12"),
        ("3 лют. 1991", "1991-02-03"),
        ("листопад 1990", "1990-11"),
        ("май 1991", "1991-05"),
        ("9 мая 1991 года", "1991-05-09"),
        ("5 янв 1980 г.р.", "1980-01-05"),
        ("05.1991", "1991-05"),
        ("1884", "1884"),
        ("ок. 1904", "1904"),
        ("близько 1904 р.", "1904"),
        ("c. 1904", "1904"),
        ("00.00.1904", "1904"),
        ("__.05.1991", "1991-05"),
        ("--04-12", "--04-12"),
    ],
)
def test_dates_are_read_as_papers_write_them(written: str, iso: str) -> None:
    """Three languages, cases, abbreviations, numerals, missing parts."""
    assert PartialDate.parse(written).iso() == iso


@pytest.mark.parametrize(
    "written",
    ["", "12.05.91", "91", "unknown", "31.02.1990", "32 May 1990", "Майский 1991", "1991-13-01", "1904-1905",
     "11111919x", "12 05", "9" * 300, "👩‍👦", "١٩٩١ مايو", "May"],
)  # fmt: skip
def test_what_nobody_could_be_sure_of_is_refused(written: str) -> None:
    """Two-digit years, impossible days and surnames are no dates."""
    with pytest.raises(NotADate):
        PartialDate.parse(written)


def test_the_refusal_does_not_repeat_what_was_written() -> None:
    """An error may be logged; what a family wrote may not."""
    with pytest.raises(NotADate) as refused:
        PartialDate.parse("Данило 1991")
    assert "Данило" not in str(refused.value)


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_is_refused(text: str) -> None:
    """No other error can escape."""
    try:
        read = PartialDate.parse(text)
    except NotADate:
        return
    assert read.year is None or 1800 <= read.year <= 2100


@given(dates())
def test_the_iso_form_reads_back(date: PartialDate) -> None:
    """What is written into a sentence's params is the whole date."""
    assert PartialDate.parse(date.iso()) == date


@pytest.mark.parametrize("parts", [(None, None, None), (1991, None, 4), (1991, 2, 30), (1500, 1, 1), (None, 4, None)])
def test_impossible_dates_cannot_be_made(parts: tuple[int | None, int | None, int | None]) -> None:
    """A day never stands without its month, and nothing known is no date."""
    with pytest.raises(ImpossibleDate):
        PartialDate(*parts)
