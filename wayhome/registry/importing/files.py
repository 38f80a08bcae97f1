"""Opening a list as found: what kind of file it is, in which letters, and its rows one after another."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from wayhome.registry.importing import csv_lists, json_lists, workbooks
from wayhome.registry.importing.encodings import encoding_of
from wayhome.registry.importing.errors import Trouble, UnreadableFile

MB = 1 << 20
COMMAND_LINE_LIMIT = 100 * MB
WEB_LIMIT = 20 * MB

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_OTHER_KINDS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x7fELF",
)
_MARKUP = (b"<html", b"<!doc", b"<?xml", b"<tabl")


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as found. number: as a spreadsheet counts, from 1 for the first line; in JSON, the place in the list."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file we can read. headings: known at once for JSON only; other kinds have them among their rows.

    rows: a function, since a list is read twice: once to look it over, once to write it.
    """

    kind: str
    encoding: str
    delimiter: str
    headings: tuple[str, ...] | None
    rows: Callable[[], Iterator[RawRow]]


def open_list(file: BinaryIO, *, limit: int = COMMAND_LINE_LIMIT, sheet: str | None = None) -> ListFile:
    """Find out what the file is. The file must be seekable and stay open as long as rows are read.

    limit: bytes. sheet: of a workbook; None takes the first.

    Raises:
        UnreadableFile: one plain sentence, with a row where there is one.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if size > limit:
        raise UnreadableFile(Trouble.TOO_LARGE, limit=limit // MB)
    start = file.read(8)
    if not start:
        raise UnreadableFile(Trouble.EMPTY)
    if start.startswith(_OLD_OFFICE):
        raise UnreadableFile(Trouble.OLD_WORKBOOK)
    if start.startswith(_OTHER_KINDS) or start.lstrip().lower().startswith(_MARKUP):
        raise UnreadableFile(Trouble.NOT_A_TABLE)
    if start.startswith(_ZIP):
        workbooks.check_size(file)
        return ListFile("xlsx", "", "", None, lambda: _numbered(workbooks.rows_of(file, sheet)))
    encoding = encoding_of(file)
    if _is_json(file, encoding):
        return _json_list(file, encoding)
    delimiter = csv_lists.delimiter_of(file, encoding)
    return ListFile(
        "csv", encoding, delimiter, None, lambda: _numbered(csv_lists.records_of(file, encoding, delimiter))
    )


def _numbered(rows: Iterator[tuple[int, list[str]]]) -> Iterator[RawRow]:
    for number, cells in rows:
        yield RawRow(number, tuple(cells))


def _is_json(file: BinaryIO, encoding: str) -> bool:
    file.seek(0)
    start = file.read(4096).decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n")
    return start.startswith(("[", "{"))


def _json_list(file: BinaryIO, encoding: str) -> ListFile:
    file.seek(0)
    try:
        text = file.read().decode(encoding).lstrip("\ufeff")
    except UnicodeError:
        raise UnreadableFile(Trouble.BROKEN_LETTERS) from None
    headings = json_lists.headings_of(text)
    place = {heading: index for index, heading in enumerate(headings)}

    def rows() -> Iterator[RawRow]:
        for number, values in json_lists.flat_rows(text):
            cells = [""] * len(headings)
            for heading, value in values.items():
                cells[place[heading]] = value
            yield RawRow(number, tuple(cells))

    return ListFile("json", encoding, "", headings, rows)
