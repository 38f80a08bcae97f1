"""A name may be written on one line and in parts as well: nothing of it is lost, to the matcher or to a reader."""

from dataclasses import replace

from wayhome.bureau.cases import sought_rows
from wayhome.matching import PersonRecord, compare
from wayhome.tracing.content import Sought, record_of

LINE = "Вигаданенко Николай Казкович"
HELD = PersonRecord(family="Вигаданенко", given="Микола", patronymic="Казкович")
NOBODY = Sought(name="", family="", given="", patronymic="", also="", sex="", born="", place="", unit="", video="")


def test_a_line_with_one_part_beside_it_weighs_as_much_as_the_line() -> None:
    """She writes the whole name, and beneath it what he is called at home."""
    alone, beside = (
        compare(record_of(one), HELD) for one in (replace(NOBODY, name=LINE), replace(NOBODY, name=LINE, given="Коля"))
    )
    assert beside.bits >= alone.bits > compare(record_of(replace(NOBODY, given="Коля")), HELD).bits


def test_a_reader_sees_the_line_and_the_parts() -> None:
    """What the matcher weighs stands on the page."""
    rows = [str(words) for _, words in sought_rows(replace(NOBODY, name=LINE, given="Коля"))]
    assert any(LINE in words and "Коля" in words for words in rows)
