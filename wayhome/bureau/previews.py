"""A list as it would be read, made ready for the page that asks for a yes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wayhome.bureau import people
from wayhome.bureau.forms.imports import ColumnsForm
from wayhome.registry.importing import rows, run
from wayhome.registry.importing.columns import KEEP, Layout
from wayhome.registry.importing.errors import NoNameColumn
from wayhome.registry.importing.files import WEB_LIMIT, ListFile
from wayhome.registry.importing.rows import ReadRow
from wayhome.registry.importing.vocabulary import FIELD_LABELS

_ANY_COLUMN = "1=name"
_DELIMITERS = {",": gettext_lazy("comma"), ";": gettext_lazy("semicolon"), "\t": gettext_lazy("tab")}


@dataclass(frozen=True, slots=True)
class Table:
    """A caption, headings, rows: as the house's table takes them."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class Looked:
    """What an import would do. names_missing: no column is known to hold names, so nobody could go in as it stands."""

    preview: run.Preview
    names_missing: bool

    @property
    def layout(self) -> Layout:
        return self.preview.layout


def look_over(file: BinaryIO, options: Mapping[str, str], *, at: datetime) -> Looked:
    """Read the whole list as it would go in. Without a column of names it is still shown, so that one can be named.

    Raises:
        UnreadableFile, MappingError: one plain sentence each.
    """
    told: dict[str, Any] = {"at": at, "sheet": options.get("sheet") or None, "limit": WEB_LIMIT}
    try:
        return Looked(run.preview(file, mapping=options.get("mapping", ""), **told), names_missing=False)
    except NoNameColumn:
        return Looked(run.preview(file, mapping=_ANY_COLUMN, **told), names_missing=True)


def columns_form(looked: Looked, posted: QueryDict | None) -> ColumnsForm:
    """One select for each column, standing at what was found or chosen so far."""
    columns = looked.layout.columns
    found = ["" if looked.names_missing or column.field is None else column.field.value for column in columns]
    choices = [("", _("not used, kept as written")), *((field.value, label) for field, label in FIELD_LABELS.items())]
    headings = [column.heading for column in columns]
    return ColumnsForm(posted, headings=headings, found=found, choices=choices)


def mapping_of(chosen: Sequence[str]) -> str:
    """What the officer chose, as `--map` of the command line would say it: every column by its number."""
    return ",".join(f"{number}={field or KEEP}" for number, field in enumerate(chosen, start=1))


def page_of(looked: Looked, label: str) -> dict[str, object]:
    """Everything the page shows of the list."""
    preview = looked.preview
    return {
        "names_missing": looked.names_missing,
        "may_go_in": preview.people > 0 and not looked.names_missing,
        "facts": [(_("List"), label), *_file(preview.listed), *_counts(looked)],
        "sample": None if looked.names_missing else _sample(preview.first),
        "remarks": _remarks(preview),
        "yes": ngettext("Put %(count)s person in", "Put %(count)s people in", preview.people)
        % {"count": preview.people},
    }


def _file(listed: ListFile) -> list[people.Row]:
    found: list[people.Row] = [(_("Kind of file"), listed.kind.upper())]
    if listed.encoding:
        found.append((_("Encoding of the letters"), listed.encoding))
    if listed.delimiter:
        found.append((_("Columns are divided by"), _DELIMITERS.get(listed.delimiter, listed.delimiter)))
    return found


def _counts(looked: Looked) -> list[people.Row]:
    if looked.names_missing:
        return [(_("Rows in the list"), looked.preview.rows)]
    return [
        (_("Rows that would go in"), looked.preview.people),
        (_("Rows that would be refused"), looked.preview.refused),
    ]


def _sample(first: Sequence[ReadRow]) -> Table:
    head = [_("Row"), _("Name"), _("Birth date"), _("Place of birth"), _("Rank"), _("Service number")]
    return Table(_("The first rows, as they would be read"), head, [_row(row) for row in first])


def _row(row: ReadRow) -> Sequence[object]:
    """A row that would be refused says why in the place of its name, where nobody can overlook it."""
    said = " ".join(str(rows.SENTENCES[remark.reason]) for remark in row.remarks)
    one = row.identity
    if one is None:
        return (row.number, said, "", "", "", "")
    name = people.shown_name(one)
    shown = f"{name} ({said})" if said else name
    return (row.number, shown, people.birth_date(one), one.birth_place, one.rank, one.service_number)


def _remarks(preview: run.Preview) -> Table | None:
    if not preview.reasons:
        return None
    counted = [(str(rows.SENTENCES[reason]), count) for reason, count in preview.reasons.items()]
    return Table(_("Remarks"), [_("What"), _("Rows")], counted)
