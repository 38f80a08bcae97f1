"""What can be wrong with a file or a command, and the one plain sentence for each. Never a value from the file."""

from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from wayhome.registry.errors import RegistryError


class Trouble(StrEnum):
    """Why a whole file cannot be read. A single bad row is no reason: see `rows.Reason`."""

    ABSENT = "absent"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    OLD_WORKBOOK = "old_workbook"
    BROKEN_WORKBOOK = "broken_workbook"
    NO_SUCH_SHEET = "no_such_sheet"
    UNKNOWN_LETTERS = "unknown_letters"
    BROKEN_LETTERS = "broken_letters"
    NOT_A_TABLE = "not_a_table"
    OPEN_QUOTE = "open_quote"
    STRAY_QUOTE = "stray_quote"
    LONG_CELL = "long_cell"
    TOO_MANY_COLUMNS = "too_many_columns"
    BROKEN_JSON = "broken_json"
    NOT_A_LIST_OF_PEOPLE = "not_a_list_of_people"
    NO_ROWS = "no_rows"
    CHANGED_MEANWHILE = "changed_meanwhile"


SENTENCES: dict[Trouble, Promise] = {
    Trouble.ABSENT: _("There is no such file, or it may not be read. Check its name and whose it is."),
    Trouble.EMPTY: _("The file is empty. Check that it was copied completely."),
    Trouble.TOO_LARGE: _("The file is larger than {limit} MB. Split it into parts and import them one by one."),
    Trouble.UNPACKS_TOO_LARGE: _(
        "Unpacked, this workbook would be larger than {limit} MB. "
        "Delete empty rows, columns and pictures, or save it as CSV."
    ),
    Trouble.OLD_WORKBOOK: _(
        "This workbook is of an old kind or locked with a password. Save it as XLSX without a password."
    ),
    Trouble.BROKEN_WORKBOOK: _(
        "The workbook is damaged. Open it in a spreadsheet program and save it again as XLSX or CSV."
    ),
    Trouble.NO_SUCH_SHEET: _("The workbook has no such sheet. Check the name of the sheet."),
    Trouble.UNKNOWN_LETTERS: _("It cannot be told in which encoding the letters are. Save the file as CSV UTF-8."),
    Trouble.BROKEN_LETTERS: _("The letters are damaged from here on. Save the file again as CSV UTF-8."),
    Trouble.NOT_A_TABLE: _("This is not a CSV, XLSX or JSON file. Save the list in one of these."),
    Trouble.OPEN_QUOTE: _(
        "A quotation mark is opened here and not closed. Close it, or save the list again from a spreadsheet program."
    ),
    Trouble.STRAY_QUOTE: _(
        "There is a quotation mark inside a cell here. Double it, or save the list again from a spreadsheet program."
    ),
    Trouble.LONG_CELL: _(
        "One cell here holds more than {limit} letters. Check that the columns are divided as they should be."
    ),
    Trouble.TOO_MANY_COLUMNS: _("There are more than {limit} columns. Check that the list was saved as a table."),
    Trouble.BROKEN_JSON: _("The JSON is broken here. Ask for the file again, or save the list as CSV."),
    Trouble.NOT_A_LIST_OF_PEOPLE: _("The JSON is not a list of people: each must be an object with named values."),
    Trouble.NO_ROWS: _("There are headings but no rows below them. Check that the file was copied completely."),
    Trouble.CHANGED_MEANWHILE: _("The file changed while it was being read. Nothing was written; import it again."),
}


class ImportingError(RegistryError):
    """Base of what goes wrong with an import as a whole. Nothing of it has been written."""


class UnreadableFile(ImportingError):
    """The file cannot be read. `row` counts as a spreadsheet does: the first line of the file is 1."""

    def __init__(self, trouble: Trouble, *, row: int | None = None, limit: int = 0) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.row = row
        self.limit = limit

    def __str__(self) -> str:
        sentence = str(SENTENCES[self.trouble]).format(limit=self.limit)
        if self.row is None:
            return sentence
        return str(format_lazy(_("Row {row}: {sentence}"), row=self.row, sentence=sentence))


class NoNameColumn(ImportingError):
    """No column is known to hold names, so nobody could be imported."""

    sentence = _('No column looks like a name. Say which one it is, for example --map "Column=name".')


class MappingError(ImportingError):
    """A part of the officer's own mapping cannot be followed. `position` counts its parts from 1."""

    template: Any = _('Part {position} of the mapping cannot be read. Write it like "Column=birth_date".')

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position

    def __str__(self) -> str:
        return str(self.template).format(position=self.position)


class NoSuchColumn(MappingError):
    """The file has no column with this heading or number."""

    template = _("Part {position} of the mapping names a column that the file does not have.")


class NoSuchField(MappingError):
    """The register has no field of this name."""

    template = _("Part {position} of the mapping names a field that we do not have. Fields: {fields}.")

    def __init__(self, position: int, fields: str) -> None:
        super().__init__(position)
        self.fields = fields

    def __str__(self) -> str:
        return str(self.template).format(position=self.position, fields=self.fields)


class LabelMissing(ImportingError):
    """A list needs a label of at most 120 letters, by which it is known again."""

    sentence = _("Give the list a label of at most 120 letters, the same each time it comes. No person's name in it.")


class DraftGone(ImportingError):
    """The file that was waiting for a yes has been used or erased."""

    sentence = _("This file is no longer kept: it was used, or a day has passed. Upload it again.")


class DiskFull(ImportingError):
    """The report or the rows could not be written."""

    sentence = _("There is no room left on the disk. Nothing was written; free some space and import again.")
