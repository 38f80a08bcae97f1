"""One row of a list becomes one person, or a remark why not. A remark tells row, column and reason; never a value."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayhome.matching import PartialDate
from wayhome.matching.errors import NotADate
from wayhome.registry.identity import Identity, WrittenName
from wayhome.registry.importing import names
from wayhome.registry.importing.columns import Layout
from wayhome.registry.importing.files import RawRow
from wayhome.registry.importing.vocabulary import Field, plain_heading, says_nothing, sex_of

_FORMULA = re.compile(r"\s*[=@]|\s*[+-](?![\d\s(]*\d)")
_SPOILED_NUMBER = re.compile(r"\d(?:[.,]\d+)?[eEеЕ]\+?\d+")


class Reason(StrEnum):
    """Why a row was refused, or what an officer should know about a row that was read."""

    NO_NAME = "no_name"
    NAME_TOO_LONG = "name_too_long"
    EXTRA_CELLS = "extra_cells"
    DATE_UNREAD = "date_unread"
    DATE_IN_FUTURE = "date_in_future"
    FORMULA_AS_TEXT = "formula_as_text"
    ODD_SIGNS = "odd_signs"
    MIXED_ALPHABETS = "mixed_alphabets"
    NUMBER_SPOILED = "number_spoiled"
    FEWER_CELLS = "fewer_cells"
    ABOVE_HEADINGS = "above_headings"
    REPEATED_HEADINGS = "repeated_headings"


# Without a name nobody could ever find him, and a row with too many cells has its values under wrong headings: it
# would lay a false trail. Everything else is better read with a remark than left out.
REFUSED = frozenset({Reason.NO_NAME, Reason.NAME_TOO_LONG, Reason.EXTRA_CELLS})

SENTENCES: Mapping[Reason, Promise] = {
    Reason.NO_NAME: _("Not imported: there is no name."),
    Reason.NAME_TOO_LONG: _("Not imported: the name is longer than 200 letters; several cells may have run together."),
    Reason.EXTRA_CELLS: _(
        "Not imported: the row has more cells than there are headings, so its values may have slipped."
    ),
    Reason.DATE_UNREAD: _("Imported without the date: it could not be read. It is kept as written."),
    Reason.DATE_IN_FUTURE: _("Imported without the date: it lies in the future. It is kept as written."),
    Reason.FORMULA_AS_TEXT: _("Imported: the cell begins like a formula and was taken as plain text."),
    Reason.ODD_SIGNS: _("Imported: signs that are no letters were left out of the name. They are kept as written."),
    Reason.MIXED_ALPHABETS: _("Imported: one word has both Latin and Cyrillic letters. Check it against the paper."),
    Reason.NUMBER_SPOILED: _("Imported: a spreadsheet has shortened the number (1,2E+11). Check it against the paper."),
    Reason.FEWER_CELLS: _("Imported: the row has fewer cells than there are headings."),
    Reason.ABOVE_HEADINGS: _("Not a person: this row stands above the headings."),
    Reason.REPEATED_HEADINGS: _("Not a person: the headings are repeated here."),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """What the report says about one row. column counts from 0; None means the row as a whole."""

    row: int
    column: int | None
    reason: Reason

    @property
    def refuses(self) -> bool:
        return self.reason in REFUSED


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row after reading. identity is None if the row was refused or is no person.

    canonical: what makes the row this row, whatever file kind, encoding, column order or mapping it came in; for the
    keyed hash.
    """

    number: int
    identity: Identity | None
    remarks: tuple[Remark, ...]
    canonical: bytes = b""

    @property
    def refused(self) -> bool:
        return any(remark.refuses for remark in self.remarks)


def read_rows(rows: Iterator[RawRow], layout: Layout, *, year: int) -> Iterator[ReadRow]:
    """Read every row that is not blank. year: the present one; a birth after it is no birth date."""
    headings = tuple(column.heading for column in layout.columns)
    for raw in rows:
        if not any(map(str.strip, raw.cells)) or raw.number == layout.heading_row:
            continue
        if layout.heading_row is not None and raw.number < layout.heading_row:
            yield ReadRow(raw.number, None, (Remark(raw.number, None, Reason.ABOVE_HEADINGS),))
        elif tuple(map(str.strip, raw.cells[: len(headings)])) == headings:
            yield ReadRow(raw.number, None, (Remark(raw.number, None, Reason.REPEATED_HEADINGS),))
        else:
            yield read_row(raw, layout, year=year)


def read_row(raw: RawRow, layout: Layout, *, year: int) -> ReadRow:
    """Read one row below the headings."""
    reading = _Reading(raw, layout, year)
    identity = reading.identity()
    if refusals := tuple(remark for remark in reading.remarks if remark.refuses):
        return ReadRow(raw.number, None, refusals)
    return ReadRow(raw.number, identity, tuple(reading.remarks), canonical_bytes(identity.as_written))


def canonical_bytes(as_written: Sequence[tuple[str, str]]) -> bytes:
    """The row's cells under their plain headings, sorted, spaces and letter forms made equal, empty cells left out."""
    cells = sorted((plain_heading(heading), _plain_cell(cell)) for heading, cell in as_written)
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":")).encode()


def _plain_cell(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFC", cell).split())


class _Reading:
    """The row on the table, and the remarks made so far."""

    def __init__(self, raw: RawRow, layout: Layout, year: int) -> None:
        self.raw = raw
        self.layout = layout
        self.year = year
        self.remarks: list[Remark] = []

    def identity(self) -> Identity:
        width = len(self.layout.columns)
        if any(cell.strip() for cell in self.raw.cells[width:]):
            self._remark(width, Reason.EXTRA_CELLS)
        elif len(self.raw.cells) < width:
            self._remark(None, Reason.FEWER_CELLS)
        date_as_written, date = self._birth_date()
        return Identity(
            names=self._names(),
            birth_date=date,
            birth_date_as_written=date_as_written,
            birth_place=self._text(Field.BIRTH_PLACE, ", "),
            father_given_name=self._text(Field.FATHER_GIVEN_NAME),
            mother_maiden_name=self._text(Field.MOTHER_MAIDEN_NAME),
            sex=sex_of(self._text(Field.SEX)),
            power_of_origin=self._text(Field.POWER_OF_ORIGIN),
            rank=self._text(Field.RANK),
            service_number=self._service_number(),
            unit=self._text(Field.UNIT, ", "),
            home_address=self._text(Field.HOME_ADDRESS, ", "),
            next_of_kin=self._text(Field.NEXT_OF_KIN, ", "),
            person_to_inform=self._text(Field.PERSON_TO_INFORM, ", "),
            mail_address=self._text(Field.MAIL_ADDRESS, ", "),
            as_written=self._as_written(),
        )

    def _remark(self, column: int | None, reason: Reason) -> None:
        self.remarks.append(Remark(self.raw.number, column, reason))

    def _as_written(self) -> tuple[tuple[str, str], ...]:
        pairs = zip(self.layout.columns, self.raw.cells, strict=False)
        return tuple((column.heading, cell) for column, cell in pairs if cell.strip())

    def _cells(self, field: Field) -> list[tuple[int, str]]:
        """The cells for a field that say something, each with its column."""
        filled = []
        for index in self.layout.places.get(field, ()):
            cell = names.without_odd_signs(self.raw.cells[index]) if index < len(self.raw.cells) else ""
            if not says_nothing(cell):
                filled.append((index, cell))
        return filled

    def _text(self, field: Field, between: str = " ") -> str:
        cells = self._cells(field)
        if not cells:
            return ""
        for index, cell in cells:
            if _FORMULA.match(cell):
                self._remark(index, Reason.FORMULA_AS_TEXT)
        return between.join(dict.fromkeys(cell for _, cell in cells))

    def _names(self) -> tuple[WrittenName, ...]:
        parts = [self._text(field) for field in (Field.FAMILY, Field.GIVEN, Field.PATRONYMIC)]
        found: dict[WrittenName, None] = {}
        for field in (Field.NAME, Field.OTHER_NAME):
            for line in _several(self._text(field, "\n")):
                found.update(dict.fromkeys(names.spellings(_no_formula(line))))
            if field is Field.NAME and any(parts):
                found[names.from_parts(*map(_no_formula, parts))] = None
        usable = tuple(name for name in found if names.is_name(name.shown()))
        self._look_at_names(usable)
        return usable

    def _look_at_names(self, usable: Sequence[WrittenName]) -> None:
        columns = [index for field in _NAME_FIELDS for index in self.layout.places.get(field, ())]
        first = columns[0] if columns else None
        if not usable:
            self._remark(first, Reason.NO_NAME)
        if any(len(name.shown()) > names.LONGEST for name in usable):
            self._remark(first, Reason.NAME_TOO_LONG)
        for index in columns:
            cell = self.raw.cells[index] if index < len(self.raw.cells) else ""
            if names.has_odd_signs(cell):
                self._remark(index, Reason.ODD_SIGNS)
            if names.mixes_alphabets(cell):
                self._remark(index, Reason.MIXED_ALPHABETS)

    def _birth_date(self) -> tuple[str, PartialDate | None]:
        """The first cell that can be read; with a full date and a year in two columns, the fuller one."""
        cells = self._cells(Field.BIRTH_DATE)
        as_written = ", ".join(dict.fromkeys(cell for _, cell in cells))
        read = [date for _, cell in cells if (date := _date(cell)) is not None]
        past = [date for date in read if date.year is None or date.year <= self.year]
        if cells and not past:
            self._remark(cells[0][0], Reason.DATE_IN_FUTURE if read else Reason.DATE_UNREAD)
        return as_written, max(past, key=lambda date: (date.year is not None, date.is_whole), default=None)

    def _service_number(self) -> str:
        for index, cell in self._cells(Field.SERVICE_NUMBER):
            if _SPOILED_NUMBER.fullmatch(cell):
                self._remark(index, Reason.NUMBER_SPOILED)
        return self._text(Field.SERVICE_NUMBER)


_NAME_FIELDS = (Field.NAME, Field.FAMILY, Field.GIVEN, Field.PATRONYMIC, Field.OTHER_NAME)


def _several(text: str) -> list[str]:
    """Other names are often listed with semicolons or slashes."""
    return [part for part in re.split(r"[\n;/|]", text) if part.strip()]


def _no_formula(text: str) -> str:
    return text.lstrip("=+-@ ") if _FORMULA.match(text) else text


def _date(cell: str) -> PartialDate | None:
    try:
        return PartialDate.parse(cell)
    except NotADate:
        return None
