"""CSV as offices make it: four delimiters, quotes, an Excel hint in the first line. One record in memory at a time."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from wayhome.registry.importing.errors import Trouble, UnreadableFile

DELIMITERS = (",", ";", "\t", "|")
COLUMNS_AT_MOST = 500
LINE_AT_MOST = 130_000  # characters; below the csv module's own limit for one cell, so that one never speaks first
LINES_IN_A_CELL_AT_MOST = 100
_SAMPLE_LINES = 60
_HINT = re.compile(r"\ufeff?sep=([,;\t|:~^])\s*", re.IGNORECASE)


def records_of(file: BinaryIO, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with its number; a blank line has a number and no cells, a cell with a line break is still one
    record.

    Raises:
        UnreadableFile: with the record's number: a quote left open, a stray quote, damaged letters, an endless cell.
    """
    number = width = 0
    with _Text(file, encoding) as text:
        lines = _Lines(text)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        while True:
            begun_at = reader.line_num
            number += 1
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error:
                several_lines = lines.ended or reader.line_num - begun_at > 1
                trouble = Trouble.OPEN_QUOTE if several_lines else Trouble.STRAY_QUOTE
                raise UnreadableFile(trouble, row=number) from None
            except UnicodeError:
                raise UnreadableFile(Trouble.BROKEN_LETTERS, row=number) from None
            except _EndlessLine:
                raise UnreadableFile(Trouble.LONG_CELL, row=number, limit=LINE_AT_MOST) from None
            width = width or len(record)
            lines_read = reader.line_num - begun_at
            if lines_read > LINES_IN_A_CELL_AT_MOST or (lines_read > 1 and _swallowed(record, width, delimiter)):
                raise UnreadableFile(Trouble.OPEN_QUOTE, row=number)
            if len(record) > COLUMNS_AT_MOST:
                raise UnreadableFile(Trouble.TOO_MANY_COLUMNS, row=number, limit=COLUMNS_AT_MOST)
            if number > 1 or _HINT.fullmatch(delimiter.join(record)) is None:
                yield number, record


def _swallowed(record: list[str], width: int, delimiter: str) -> bool:
    """Whether a cell with line breaks is whole rows eaten by a quote that was closed only some rows later.

    Then its lines have just as many delimiters as rows have. Between two columns a comma in an address would look the
    same, so there at least one whole row must have been eaten.
    """
    for index, cell in enumerate(record):
        first, *others = cell.splitlines() or [""]
        if not others or width < 2 or (width == 2 and len(others) < 2):
            continue
        *between, last = others
        full = all(line.count(delimiter) == width - 1 for line in between)
        if full and first.count(delimiter) == width - 1 - index and last.count(delimiter) == index:
            return True
    return False


def delimiter_of(file: BinaryIO, encoding: str) -> str:
    """The delimiter that divides most of the first lines into the same number of cells; more cells win a tie."""
    with _Text(file, encoding) as text:
        try:
            sample = [line for _, line in zip(range(_SAMPLE_LINES), _Lines(text), strict=False)]
        except (UnicodeError, _EndlessLine):
            return DELIMITERS[0]
    hint = _HINT.fullmatch(sample[0]) if sample else None
    if hint is not None:
        return hint[1]
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: list[str], delimiter: str) -> tuple[float, int]:
    try:
        sizes = Counter(len(record) for record in csv.reader(sample, delimiter=delimiter) if record)
    except csv.Error:
        return 0.0, 0
    if not sizes:
        return 0.0, 0
    cells, times = sizes.most_common(1)[0]
    return (times / sizes.total(), cells) if cells > 1 else (0.0, 0)


class _EndlessLine(Exception):
    """A line longer than any line of a list."""


class _Lines:
    """The lines of a text, none longer than LINE_AT_MOST; knows whether the text has ended."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.ended = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(LINE_AT_MOST + 1)
        if len(line) > LINE_AT_MOST:
            raise _EndlessLine
        if not line:
            self.ended = True
            raise StopIteration
        return line


class _Text:
    """The file as text from its beginning; afterwards the file is still open."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        file.seek(0)
        self._text = io.TextIOWrapper(file, encoding=encoding, newline="")

    def __enter__(self) -> io.TextIOWrapper:
        return self._text

    def __exit__(self, *_: object) -> None:
        self._text.detach()
