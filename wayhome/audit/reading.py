"""Reading personal data begins here: the log row is committed first, then a permit is handed out."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from wayhome.audit import permits, writing
from wayhome.audit.actors import Actor
from wayhome.audit.acts import sentence_of
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
    columns = ("number", "at", "act", "by_kind", "by_id", "count", "reason")
    return [LogEntry(*values) for values in rows.order_by("-number").values_list(*columns)[:limit]]
