"""Whom families seek, for the matcher: everyone at one moment, then whatever changed; as `registry.queries` does."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Max, QuerySet

from wayhome import audit
from wayhome.audit import Act, Actor, ReadPermit
from wayhome.matching import PersonRecord
from wayhome.protection.errors import NotAuthentic
from wayhome.registry.queries import Changed, Snapshot
from wayhome.tracing import sealing
from wayhome.tracing.content import record_of
from wayhome.tracing.models import RequestChange, RequestVersion
from wayhome.tracing.states import ALIVE

_BATCH = 1000


def last_change() -> int:
    """The number of the newest change, 0 if there is none yet."""
    return RequestChange.objects.aggregate(last=Max("number"))["last"] or 0


@contextmanager
def everyone(*, by: Actor, at: datetime) -> Iterator[Snapshot]:
    """All questions that are alive, as of one moment: one log row with the count, then one repeatable-read snapshot."""
    while True:
        count = _current().count()
        permit = audit.before_reading(Act.SOUGHT_REBUILT, by=by, at=at, count=count)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            present = _current().count()
            if present <= count:
                yield Snapshot(last_change(), present, _records(permit))
                return


def changed_since(position: int, *, by: Actor, at: datetime) -> Changed:
    """Which questions changed after this position; None for one that is not looked for any more."""
    rows = RequestChange.objects.filter(number__gt=position).order_by("number").values_list("number", "request_id")
    changes = list(rows[:_BATCH])
    if not changes:
        return Changed(position, {})
    ids = list(dict.fromkeys(request_id for _, request_id in changes))
    versions = list(_current().filter(request_id__in=ids))
    permit = audit.before_reading(Act.SOUGHT_FOLLOWED, by=by, at=at, subjects=ids, count=len(versions))
    opened = [_record(version, permit) for version in versions]
    altered = frozenset(id for id, record in opened if record is None)
    return Changed(changes[-1][0], {**dict.fromkeys(ids), **dict(opened)}, altered)


def _current() -> QuerySet[RequestVersion]:
    newest = RequestVersion.objects.filter(
        version=F("request__version"), request__data_key__isnull=False, request__state__in=ALIVE
    )
    return newest.select_related("request__data_key")


def _records(permit: ReadPermit) -> Iterator[tuple[UUID, PersonRecord | None]]:
    for version in _current().iterator(chunk_size=_BATCH):
        yield _record(version, permit)


def _record(row: RequestVersion, permit: ReadPermit) -> tuple[UUID, PersonRecord | None]:
    """None if the question was altered: one family is missing then, and not every family."""
    try:
        question = sealing.open_question(row, sealing.key_of(row.request), permit)
    except NotAuthentic:
        return row.request_id, None
    return row.request_id, record_of(question.sought)
