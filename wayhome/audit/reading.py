"""Reading personal data begins here: the log row is committed first, then a permit is handed out."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from wayhome.audit import permits, writing
from wayhome.audit.actors import Actor
from wayhome.audit.acts import HIDDEN_UNTIL, sentence_of
from wayhome.audit.errors import ReadInsideTransaction
from wayhome.audit.models import LogRow
from wayhome.audit.permits import ReadPermit
from wayhome.audit.pseudonyms import pseudonym


def before_reading(
    act: str, *, by: Actor, at: datetime, subjects: Sequence[UUID] = (), count: int, reason: str = ""
) -> ReadPermit:
    """Commit the row that says who is about to read how many records, and return the permit that opens them.

    A bulk read is one row with its count. If the machine dies between the row and the reading, the log says too
    much, never too little.

    Raises:
        ReadInsideTransaction: the caller is inside a transaction, whose rollback would undo the row.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(transaction.atomic(durable=True))
        except RuntimeError:
            raise ReadInsideTransaction("Ask for a read permit before the transaction begins.") from None
        row_id = writing.write(act, by=by, at=at, subjects=subjects, count=count, scope={}, reason=reason)
    return permits.issue(act, count=count, row_id=row_id)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One row as a page shows it. `by_id` is an officer's id or a process; who shows it looks up the officer's name."""

    number: int
    at: datetime
    act: str
    by_kind: str
    by_id: str
    count: int
    reason: str

    @property
    def sentence(self) -> str:
        """What happened, in the language of the page."""
        return sentence_of(self.act)


def log_of(subject: UUID, limit: int = 100) -> list[LogEntry]:
    """What the log says about one person or record, newest first. Bulk acts of more than 64 do not name anyone."""
    return _entries(LogRow.objects.filter(subjects__contains=[pseudonym(subject)]), limit)


def newest(limit: int = 100) -> list[LogEntry]:
    """The newest rows of the whole log."""
    return _entries(LogRow.objects.all(), limit)


def _entries(rows: QuerySet[LogRow], limit: int) -> list[LogEntry]:
    return list(islice(_open_to_readers(rows.order_by("-number"), limit), limit))


def _open_to_readers(rows: QuerySet[LogRow], step: int) -> Iterator[LogEntry]:
    """The rows without those of rounds that are still open (`acts.HIDDEN_UNTIL`): nobody reads these, whoever he is."""
    columns = ("number", "at", "act", "by_kind", "by_id", "count", "reason", "subjects")
    last: int | None = None
    while True:
        newest = rows if last is None else rows.filter(number__lt=last)
        batch = list(newest.values_list(*columns)[:step])
        open_rounds = _open_rounds([(act, subjects) for _, _, act, *_, subjects in batch])
        for *values, subjects in batch:
            if values[2] not in HIDDEN_UNTIL or subjects[-1] not in open_rounds:
                yield LogEntry(*values)
        if len(batch) < step:
            return
        last = batch[-1][0]


def _open_rounds(rows: Sequence[tuple[str, list[UUID]]]) -> set[UUID]:
    """The rounds, as pseudonyms, that these rows belong to and that no row has closed yet."""
    rounds = {subjects[-1] for act, subjects in rows if act in HIDDEN_UNTIL and subjects}
    if not rounds:
        return set()
    closing = LogRow.objects.filter(act__in=HIDDEN_UNTIL.values(), subjects__overlap=list(rounds))
    closed = {subjects[-1] for subjects in closing.values_list("subjects", flat=True)}
    return rounds - closed
