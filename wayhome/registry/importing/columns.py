"""Which column holds what: guessed from headings, from contents where there are none, or told by the officer."""

import csv
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from wayhome.matching import PartialDate
from wayhome.matching.errors import NotADate
from wayhome.registry.importing.errors import (
    MappingError,
    NoNameColumn,
    NoSuchColumn,
    NoSuchField,
    Trouble,
    UnreadableFile,
)
from wayhome.registry.importing.files import ListFile, RawRow
from wayhome.registry.importing.vocabulary import Field, field_of, plain_heading, says_nothing

KEEP = "keep"  # in a mapping: keep the column in the line as found, use it for nothing
_SAMPLE = 60
_HEADINGS_WITHIN = 20
_MOST = 0.8
_NAME_LIKE = re.compile(r"[^\W\d_][\w.'’ʼ`\-]*(?:,? +[^\W\d_][\w.'’ʼ`\-]*){1,4}(?: *\([^()]*\).*)?")
_NUMBER_LIKE = re.compile(r"(?=.*\d{3})[A-ZА-ЯІЇЄҐ]{0,4}[-/ ]?\d[\d/-]{2,11}[A-ZА-Я]?")
_FIELDS = frozenset(field.value for field in Field)
_NAMES = frozenset({Field.NAME, Field.FAMILY, Field.GIVEN})


class Because(StrEnum):
    """Why a column was taken for what it was taken for."""

    OFFICER = "officer"
    HEADING = "heading"
    CONTENT = "content"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. index counts from 0. A column with no field is kept in the line as found and never lost."""

    index: int
    heading: str
    field: Field | None
    because: Because


@dataclass(frozen=True)
class Layout:
    """How a list is to be read. heading_row: where its headings stand, None if it has none (or is JSON)."""

    columns: tuple[Column, ...]
    heading_row: int | None

    @cached_property
    def places(self) -> Mapping[Field, tuple[int, ...]]:
        """Field → the columns that hold it, from left to right."""
        found: dict[Field, tuple[int, ...]] = {}
        for column in self.columns:
            if column.field is not None:
                found[column.field] = (*found.get(column.field, ()), column.index)
        return found


def parse_mapping(text: str) -> tuple[tuple[str, str], ...]:
    """Read `--map "ФИО=name,Род.=birth_date"`. A heading with a comma stands in quotation marks; "2=name" means the
    second column.

    Raises:
        MappingError: a part has no "=" or an empty side.
    """
    pairs = []
    parts = next(csv.reader([text.replace("\n", " ")], skipinitialspace=True), [])
    for position, part in enumerate(parts, start=1):
        heading, equals, field = (side.strip() for side in part.rpartition("="))
        if not (equals and heading and field):
            raise MappingError(position)
        pairs.append((heading, field))
    return tuple(pairs)


def find_layout(listed: ListFile, mapping: Sequence[tuple[str, str]] = ()) -> Layout:
    """Look at the beginning of a list and say what its columns are.

    Raises:
        NoNameColumn: nothing looks like a name. NoSuchColumn, NoSuchField: the mapping asks for what is not there.
        UnreadableFile: no row at all, or the beginning cannot be read.
    """
    if listed.headings is not None:
        heading_row, headings = None, listed.headings
        sample = list(itertools.islice(listed.rows(), _SAMPLE))
    else:
        beginning = [row for row in itertools.islice(listed.rows(), _SAMPLE * 2) if any(map(str.strip, row.cells))]
        heading_row, headings, sample = _divide(beginning, mapping)
    if not sample:
        raise UnreadableFile(Trouble.NO_ROWS if headings else Trouble.EMPTY)
    columns = _by_headings(headings)
    columns = _by_contents(columns, sample, names_only=heading_row is not None or listed.headings is not None)
    columns = _by_officer(columns, mapping)
    if not any(column.field in _NAMES for column in columns):
        raise NoNameColumn
    return Layout(tuple(columns), heading_row)


def _divide(
    beginning: list[RawRow], mapping: Sequence[tuple[str, str]]
) -> tuple[int | None, tuple[str, ...], list[RawRow]]:
    """Where the headings stand. What stands above them is reported by whoever reads the rows, not dropped."""
    told = {plain_heading(heading) for heading, _ in mapping}
    known = [_known(row, told) for row in beginning[:_HEADINGS_WITHIN]]
    if known and max(known) > 0:
        place = known.index(max(known))
        return beginning[place].number, _trimmed(beginning[place].cells), beginning[place + 1 :]
    if _looks_like_headings(beginning):
        return beginning[0].number, _trimmed(beginning[0].cells), beginning[1:]
    width = max((len(_trimmed(row.cells)) for row in beginning), default=0)
    return None, tuple(str(index + 1) for index in range(width)), beginning


def _known(row: RawRow, told: set[str]) -> int:
    filled = [cell for cell in row.cells if cell.strip()]
    return sum(field_of(cell) is not None or plain_heading(cell) in told for cell in filled)


def _looks_like_headings(beginning: list[RawRow]) -> bool:
    """Words above columns of numbers. With less proof than that the first row may be a person, and is read as one."""
    if len(beginning) < 3:
        return False
    first, others = _trimmed(beginning[0].cells), beginning[1:]
    if any(re.search(r"\d", cell) or not cell.strip() for cell in first):
        return False
    return any(
        _share((row.cells[index] for row in others if index < len(row.cells)), lambda cell: re.search(r"\d", cell))
        >= _MOST
        for index in range(len(first))
    )


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    """Without the empty cells at the end, which spreadsheets add as they like."""
    last = max((index for index, cell in enumerate(cells) if cell.strip()), default=-1)
    return tuple(cell.strip() for cell in cells[: last + 1])


def _by_headings(headings: Sequence[str]) -> list[Column]:
    columns = [
        Column(index, heading, field, Because.HEADING if field else Because.NOT_KNOWN)
        for index, heading in enumerate(headings)
        for field in [field_of(heading)]
    ]
    found = {column.field for column in columns}
    if Field.FAMILY in found and Field.GIVEN not in found:  # "Surname, Name": the name is the first name
        columns = [replace(one, field=Field.GIVEN) if one.field is Field.NAME else one for one in columns]
    if not found & {Field.FAMILY, Field.NAME}:  # "Имя" alone holds the whole name
        columns = [replace(one, field=Field.NAME) if one.field is Field.GIVEN else one for one in columns]
    return columns


def _by_contents(columns: list[Column], sample: list[RawRow], *, names_only: bool) -> list[Column]:
    """Dates and numbers are guessed only where there are no headings: under an unknown one a date may be any date."""
    wanted: Mapping[Field, Callable[[str], object]] = {
        Field.NAME: _NAME_LIKE.fullmatch,
        Field.BIRTH_DATE: _date_like,
        Field.SERVICE_NUMBER: _NUMBER_LIKE.fullmatch,
    }
    for field, looks_right in wanted.items():
        found = {column.field for column in columns}
        if found & (_NAMES if field is Field.NAME else {field}) or (names_only and field is not Field.NAME):
            continue
        for column in columns:
            cells = (row.cells[column.index].strip() for row in sample if column.index < len(row.cells))
            if column.field is None and _share(cells, looks_right) >= _MOST:
                columns[column.index] = replace(column, field=field, because=Because.CONTENT)
                break
    return columns


def _share(cells: Iterable[str], looks_right: Callable[[str], object]) -> float:
    filled = [cell for cell in cells if not says_nothing(cell.strip())]
    return sum(bool(looks_right(cell)) for cell in filled) / len(filled) if filled else 0.0


def _date_like(cell: str) -> bool:
    try:
        PartialDate.parse(cell)
    except NotADate:
        return False
    return True


def _by_officer(columns: list[Column], mapping: Sequence[tuple[str, str]]) -> list[Column]:
    """The officer's word replaces every guess about the fields he names."""
    told = dict(_told(columns, mapping))
    fields = set(told.values()) - {None}
    return [
        replace(column, field=told[column.index], because=Because.OFFICER)
        if column.index in told
        else (replace(column, field=None, because=Because.NOT_KNOWN) if column.field in fields else column)
        for column in columns
    ]


def _told(columns: list[Column], mapping: Sequence[tuple[str, str]]) -> Iterator[tuple[int, Field | None]]:
    for position, (heading, field) in enumerate(mapping, start=1):
        indexes = [one.index for one in columns if plain_heading(one.heading) == plain_heading(heading)]
        if not indexes and heading.isdecimal() and 1 <= int(heading) <= len(columns):
            indexes = [int(heading) - 1]
        if not indexes:
            raise NoSuchColumn(position)
        if field != KEEP and field not in _FIELDS:
            raise NoSuchField(position, ", ".join([*Field, KEEP]))
        for index in indexes:
            yield index, None if field == KEEP else Field(field)
