"""A whole list into the register: looked over first, then written in one transaction, or not at all."""

import errno
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.db import Error as DatabaseProblem
from django.db import transaction

from wayhome import audit
from wayhome.audit import Act, Actor
from wayhome.protection import roles
from wayhome.protection.models import Officer
from wayhome.protection.roles import Permission
from wayhome.registry.actions import written_by
from wayhome.registry.importing import drafts, writing
from wayhome.registry.importing.columns import Layout, find_layout, parse_mapping
from wayhome.registry.importing.errors import DiskFull, LabelMissing, Trouble, UnreadableFile
from wayhome.registry.importing.files import COMMAND_LINE_LIMIT, WEB_LIMIT, ListFile, open_list
from wayhome.registry.importing.reports import Report
from wayhome.registry.importing.rows import ReadRow, Reason, read_rows
from wayhome.registry.models import ImportRun, SourceList
from wayhome.registry.states import RunState

_TELL_EVERY = 500  # rows between two reports of progress


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import has come. rows: read so far; total: None until the list has been looked over once."""

    state: RunState
    rows: int
    total: int | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do. people: rows that would be read; refused: rows that would not.

    reasons: how many remarks of each kind. first: the first rows, opened, for the officer's eyes only.
    """

    listed: ListFile
    layout: Layout
    people: int
    refused: int
    reasons: Mapping[Reason, int]
    first: tuple[ReadRow, ...]

    @property
    def rows(self) -> int:
        return self.people + self.refused


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did. Every row that is not blank is in exactly one of imported, already_known, refused and
    not_people.

    notes: remarks about rows that were read. report: path of the report file, None if there was nothing to report.
    """

    run_id: UUID
    imported: int
    already_known: int
    refused: int
    not_people: int
    notes: int
    seconds: float
    report: Path | None


def silent(progress: Progress) -> None:
    """For callers who do not watch."""


def preview(
    file: BinaryIO,
    *,
    at: datetime,
    mapping: str = "",
    sheet: str | None = None,
    limit: int = COMMAND_LINE_LIMIT,
    show: int = 10,
    progress: Callable[[Progress], None] = silent,
) -> Preview:
    """Read the whole list and write nothing.

    Raises:
        UnreadableFile, NoNameColumn, MappingError: one plain sentence each.
    """
    listed = open_list(file, limit=limit, sheet=sheet)
    layout = find_layout(listed, parse_mapping(mapping))
    people = refused = 0
    reasons: Counter[Reason] = Counter()
    first: list[ReadRow] = []
    for row in _told(read_rows(listed.rows(), layout, year=at.year), RunState.CHECKING, None, progress):
        people += row.identity is not None
        refused += row.refused
        reasons.update(remark.reason for remark in row.remarks)
        if len(first) < show and (row.identity is not None or row.refused):
            first.append(row)
    if not people + refused:
        raise UnreadableFile(Trouble.NO_ROWS)
    return Preview(listed, layout, people, refused, reasons, tuple(first))


def import_list(
    file: BinaryIO,
    *,
    label: str,
    by: Officer,
    at: datetime,
    mapping: str = "",
    sheet: str | None = None,
    limit: int = COMMAND_LINE_LIMIT,
    progress: Callable[[Progress], None] = silent,
) -> ImportResult:
    """Bring every readable row of a list into the register.

    A row is known again by the list's label, its cells and its place among equal rows, so a second import of the same
    list changes nothing. All people, their keys, the log row and the change numbers are written in one transaction:
    whenever this is broken off, nothing of it is there, and running it again completes it. The file must stay open and
    seekable.

    Raises:
        NotAllowed, LabelMissing, UnreadableFile, NoNameColumn, MappingError, DiskFull: nothing was written.
    """
    roles.check_may(by, Permission.IMPORT_LISTS)
    begun = time.monotonic()
    label = " ".join(label.split())
    if not 0 < len(label) <= 120:
        raise LabelMissing
    progress(Progress(RunState.READING, 0, None))
    looked_over = preview(file, at=at, mapping=mapping, sheet=sheet, limit=limit, show=0, progress=progress)
    run = _begin(label, looked_over, by, at)
    with _failing(run, by, at):
        report = _write(run, looked_over, by, at, progress)
    return ImportResult(
        run_id=run.id,
        imported=run.imported,
        already_known=run.already_known,
        refused=run.refused,
        not_people=looked_over.reasons[Reason.ABOVE_HEADINGS] + looked_over.reasons[Reason.REPEATED_HEADINGS],
        notes=run.notes,
        seconds=time.monotonic() - begun,
        report=report,
    )


def import_draft(id: UUID, *, by: Officer, at: datetime, progress: Callable[[Progress], None] = silent) -> ImportResult:
    """Import a waiting file with the options chosen for it, and let the file go afterwards.

    Raises:
        DraftGone, and all that `import_list` raises; then the file goes on waiting.
    """
    draft = drafts.open_draft(id, by=by, at=at)
    result = import_list(
        BytesIO(draft.content),
        label=draft.options.get("label", ""),
        mapping=draft.options.get("mapping", ""),
        sheet=draft.options.get("sheet") or None,
        limit=WEB_LIMIT,
        by=by,
        at=at,
        progress=progress,
    )
    drafts.erase(id, by=Actor.officer(by.id), at=at, reason="imported")
    return result


def _begin(label: str, looked_over: Preview, by: Officer, at: datetime) -> ImportRun:
    actor = Actor.officer(by.id)
    with transaction.atomic():
        name = written_by(actor)
        source, _ = SourceList.objects.get_or_create(label=label, defaults={"by": name, "at": at})
        run = ImportRun.objects.create(
            source=source, state=RunState.WRITING, rows_total=looked_over.rows, by=name, begun_at=at
        )
        audit.record(Act.IMPORT_STARTED, by=actor, at=at, subjects=[run.id], scope={"rows": looked_over.rows})
    return run


def _write(
    run: ImportRun, looked_over: Preview, by: Officer, at: datetime, progress: Callable[[Progress], None]
) -> Path | None:
    layout, total = looked_over.layout, looked_over.rows
    with Report(run.id, layout, by.language) as report:
        with transaction.atomic():
            rows = read_rows(looked_over.listed.rows(), layout, year=at.year)
            watched = _reported(_told(rows, RunState.WRITING, total, progress), run, report)
            writing.write_people(run, watched, at=at)
            if run.imported + run.already_known + run.refused != total:
                raise UnreadableFile(Trouble.CHANGED_MEANWHILE)
            run.report = report.keep()
            writing.finish(run, by=Actor.officer(by.id), at=at)
        path = report.path if run.report else None
    progress(Progress(RunState.DONE, total, total))
    return path


def _reported(rows: Iterator[ReadRow], run: ImportRun, report: Report) -> Iterator[ReadRow]:
    """Pass on the rows that are people; write the remarks about all of them into the report."""
    for row in rows:
        report.write(row.remarks)
        run.refused += row.refused
        if row.identity is not None:
            run.notes += len(row.remarks)
            yield row


def _told(
    rows: Iterator[ReadRow], state: RunState, total: int | None, progress: Callable[[Progress], None]
) -> Iterator[ReadRow]:
    for count, row in enumerate(rows, start=1):
        if count % _TELL_EVERY == 0:
            progress(Progress(state, count, total))
        yield row


@contextmanager
def _failing(run: ImportRun, by: Officer, at: datetime) -> Iterator[None]:
    """If the writing fails, say so in the run's row and in the log; a full disk gets its own sentence."""
    try:
        yield
    except BaseException as problem:
        # If the database itself is what failed, the next import of this list finds the run and closes it.
        with suppress(DatabaseProblem), transaction.atomic():
            ImportRun.objects.filter(pk=run.pk).update(state=RunState.FAILED, ended_at=at)
            audit.record(Act.IMPORT_FAILED, by=Actor.officer(by.id), at=at, subjects=[run.id])
        if _is_full(problem):
            raise DiskFull from problem
        raise


def _is_full(problem: BaseException) -> bool:
    """Whether our disk, or the database's, has no room left (SQLSTATE 53100)."""
    if isinstance(problem, OSError):
        return problem.errno in (errno.ENOSPC, errno.EDQUOT)
    return getattr(problem.__cause__, "sqlstate", None) == "53100"
