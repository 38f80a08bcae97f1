"""Reading the tables beside this file: tab-separated; `#` begins a comment; the first other line names the columns."""

from collections.abc import Iterator
from pathlib import Path

from wayhome.names.errors import TableMalformed

FOLDER = Path(__file__).parent / "tables"


def rows(name: str) -> Iterator[tuple[str, ...]]:
    """The rows of one table, each with exactly as many cells as there are columns.

    Raises:
        TableMalformed: the head does not say purpose, source and licence, or a row has a cell too many or too few.
    """
    text = (FOLDER / name).read_text(encoding="utf-8")
    if not (text.startswith("# ") and "\n# Source: " in text and "\n# Licence: " in text):
        raise TableMalformed(f"{name}: the head must say purpose, source and licence")
    columns = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if not line or line[0] == "#":
            continue
        cells = tuple(line.split("\t"))
        if not columns:
            columns = len(cells)
        elif len(cells) != columns:
            raise TableMalformed(f"{name}:{number}: {len(cells)} cells where {columns} are expected")
        else:
            yield cells


def words(cell: str) -> tuple[str, ...]:
    """The words of a cell that holds a list; "-" is an empty list."""
    return () if cell == "-" else tuple(cell.split())
