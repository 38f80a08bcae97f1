"""XLSX: read in a process of its own; bombs and broken files get a sentence, not a crash."""

import datetime
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from wayhome.registry.importing import workbooks
from wayhome.registry.importing.columns import find_layout
from wayhome.registry.importing.errors import Trouble, UnreadableFile
from wayhome.registry.importing.files import ListFile, open_list
from wayhome.registry.importing.rows import ReadRow, read_rows


@pytest.fixture
def book(tmp_path: Path) -> bytes:
    """Two sheets, a title above the headings, a real date, a number, a formula, a year."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Список"
    for row in [
        ["Список вигаданих людей"],
        [],
        ["ПІБ", "Дата народження", "Особистий номер", "Сума"],
        ["Вигаданенко Данило", datetime.date(1991, 5, 12), 100417, "=1+1"],
        ["Змишленко Остап", 1988, "А-000-1", None],
    ]:
        sheet.append(row)
    made.create_sheet("Other")
    made["Other"].append(["Name", "Born"])
    made["Other"].append(["Roe Jane", 1902])
    made.save(tmp_path / "book.xlsx")
    return (tmp_path / "book.xlsx").read_bytes()


def opened(content: bytes, sheet: str | None = None) -> ListFile:
    return open_list(io.BytesIO(content), sheet=sheet)


def read(listed: ListFile) -> list[ReadRow]:
    return list(read_rows(listed.rows(), find_layout(listed), year=2026))


def trouble(content: bytes, sheet: str | None = None) -> Trouble:
    with pytest.raises(UnreadableFile) as caught:
        read(opened(content, sheet))
    return caught.value.trouble


def test_the_first_sheet_with_dates_numbers_and_row_numbers(book: bytes) -> None:
    title, danylo, ostap = read(opened(book))
    assert title.identity is None
    assert danylo.number == 4
    assert danylo.identity is not None
    assert danylo.identity.birth_date is not None
    assert danylo.identity.birth_date.iso() == "1991-05-12"
    assert danylo.identity.service_number == "100417"
    assert ostap.identity is not None
    assert ostap.identity.birth_date_as_written == "1988"


def test_a_sheet_by_its_name(book: bytes) -> None:
    (jane,) = read(opened(book, "Other"))
    assert jane.identity is not None
    assert jane.identity.names[0].shown() == "Roe Jane"


def test_a_sheet_that_is_not_there(book: bytes) -> None:
    assert trouble(book, "Nowhere") is Trouble.NO_SUCH_SHEET


@pytest.mark.parametrize("keep", [30, 400, 2000])
def test_half_a_workbook(book: bytes, keep: int) -> None:
    assert trouble(book[:keep]) is Trouble.BROKEN_WORKBOOK


def test_a_zip_that_is_no_workbook() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    assert trouble(content.getvalue()) is Trouble.BROKEN_WORKBOOK


def test_a_bomb_is_measured_before_it_goes_off() -> None:
    """300 MB of zeros in a file of 300 kB."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (300 << 20))
    assert trouble(content.getvalue()) is Trouble.UNPACKS_TOO_LARGE


def test_a_bomb_that_lies_about_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table of contents says ten bytes; what counts is what really comes out."""
    monkeypatch.setattr(workbooks, "UNPACKED_AT_MOST_MB", 1)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", b"\0" * (3 << 20))
        archive.infolist()[0].file_size = 10
    assert trouble(content.getvalue()) is Trouble.UNPACKS_TOO_LARGE


def test_a_sheet_that_claims_to_be_endless(book: bytes) -> None:
    """One cell in the very last corner makes a table of 17 milliard cells: the reader dies, the site does not."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet["A1"], sheet["A2"], sheet["XFD1048576"] = "ПІБ", "Вигаданенко Данило", "x"
    content = io.BytesIO()
    made.save(content)
    assert trouble(content.getvalue()) is Trouble.BROKEN_WORKBOOK
