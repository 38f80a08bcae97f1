"""The report of one import: row, column, reason. No value of the list: it may be sent to whoever made it."""

import csv
import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import pgettext

from wayhome.registry.importing.columns import Because, Layout
from wayhome.registry.importing.rows import SENTENCES, Remark

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def folder() -> Path:
    path = Path(settings.WAYHOME_HOME) / "reports"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def name_for(run_id: UUID) -> str:
    return f"import-{run_id}.csv"


def remove_parts(run_ids: Iterable[UUID]) -> None:
    """Unfinished reports of imports that were killed."""
    for run_id in run_ids:
        (folder() / name_for(run_id)).with_suffix(".part").unlink(missing_ok=True)


def harmless(cell: str) -> str:
    """Words that no spreadsheet takes for a formula (OWASP ASVS 5.0, 1.2.10): the heading comes from a stranger's list,
    and the report is opened in the bureau."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


class Report:
    """A CSV file only its owner may read, in the officer's language. Until `keep` it is "….part" and may vanish."""

    def __init__(self, run_id: UUID, layout: Layout, language: str) -> None:
        self.path = folder() / name_for(run_id)
        self._part = self.path.with_suffix(".part")
        self._layout = layout
        self._language = language
        self.lines = 0

    def __enter__(self) -> "Report":
        handle = os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        # The mark at the beginning tells spreadsheet programs that the letters are UTF-8.
        self._file = os.fdopen(handle, "w", encoding="utf-8-sig", newline="")
        self._table = csv.writer(self._file)
        with translation.override(self._language):
            self._table.writerow(
                [pgettext("report", "row"), pgettext("report", "column"), pgettext("report", "reason")]
            )
            self._reasons = {reason: str(sentence) for reason, sentence in SENTENCES.items()}
        return self

    def write(self, remarks: Iterable[Remark]) -> None:
        for remark in remarks:
            self._table.writerow([remark.row, self._column(remark.column), self._reasons[remark.reason]])
            self.lines += 1

    def keep(self) -> str:
        """Put the finished report in its place; its name, or "" if there was nothing to report."""
        self._file.flush()
        os.fsync(self._file.fileno())
        if not self.lines:
            return ""
        self._part.replace(self.path)
        return self.path.name

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._file.close()
        finally:
            self._part.unlink(missing_ok=True)
            if kind is not None:
                self.path.unlink(missing_ok=True)

    def _column(self, index: int | None) -> str:
        """The heading if we know it to be one; else the number, for a wrongly found heading may be somebody's name."""
        if index is None:
            return ""
        known = index < len(self._layout.columns) and self._layout.columns[index].because in _SURE
        return harmless(self._layout.columns[index].heading) if known and self._has_headings() else str(index + 1)

    def _has_headings(self) -> bool:
        return any(column.because is Because.HEADING for column in self._layout.columns)


_SURE = frozenset({Because.HEADING, Because.OFFICER})
