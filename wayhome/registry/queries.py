"""The reads. Whatever opens a sealed record has first committed a row in the log that says so."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from wayhome import audit
from wayhome.audit import Act, Actor, ReadPermit
from wayhome.matching import PersonRecord
from wayhome.protection.errors import NotAuthentic
from wayhome.registry.errors import NobodyUnderThisId, WasErased
from wayhome.registry.identity import to_record
from wayhome.registry.models import Change, PersonHeld, PersonVersion
from wayhome.registry.opening import Closed, current_versions, living, version_view
from wayhome.registry.opening import CustodyView as CustodyView
from wayhome.registry.opening import PersonView as PersonView
from wayhome.registry.opening import VersionView as VersionView
from wayhome.registry.opening import WishView as WishView
from wayhome.registry.sealing import open_identity

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everyone at one moment. position: every change up to this number is in `records`, and none after it.

    records can be gone through once, inside the `with` block; None stands for a record that was altered.
    """

    position: int
    people: int
    records: Iterator[tuple[UUID, PersonRecord | None]]


@dataclass(frozen=True, slots=True)
class Changed:
    """Who changed since a position, as they are now; None for someone erased. position: where to go on next time.

    altered: whose record does not open any more; they stand as None among the people too.
    """

    position: int
    people: Mapping[UUID, PersonRecord | None]
    altered: frozenset[UUID] = frozenset()


def open_person(id: UUID, *, by: Actor, at: datetime, reason: str) -> PersonView:
    """Open everything about one person. The log row is committed first.

    Raises:
        NobodyUnderThisId: also if the record was erased. ReadInsideTransaction: called inside a transaction.
    """
    closed = Closed([id])
    if not closed.people:
        raise NobodyUnderThisId
    permit = audit.before_reading(Act.PERSON_OPENED, by=by, at=at, subjects=[id], count=closed.count(), reason=reason)
    return next(closed.opened(permit))


def open_people(ids: Sequence[UUID], *, by: Actor, at: datetime, reason: str) -> list[PersonView]:
    """Open several people with one log row that names them. In the order asked, without whoever is not there."""
    closed = Closed(ids)
    if not closed.people:
        return []
    found = [person.id for person in closed.people]
    permit = audit.before_reading(Act.PEOPLE_OPENED, by=by, at=at, subjects=found, count=closed.count(), reason=reason)
    return list(closed.opened(permit))


def open_versions(id: UUID, *, by: Actor, at: datetime, reason: str) -> list[VersionView]:
    """Every version of one person's identity, newest first.

    Raises:
        NobodyUnderThisId, WasErased.
    """
    person = PersonHeld.objects.select_related("data_key").filter(pk=id).first()
    if person is None:
        raise NobodyUnderThisId
    if person.data_key is None:
        raise WasErased
    rows = list(PersonVersion.objects.filter(person=person).order_by("-version"))
    permit = audit.before_reading(Act.PERSON_OPENED, by=by, at=at, subjects=[id], count=len(rows), reason=reason)
    return [version_view(row, person.data_key, permit) for row in rows]


def person_with_reference(reference: str) -> UUID | None:
    """Whose reference this is. Opens nothing."""
    return PersonHeld.objects.filter(reference=reference).values_list("id", flat=True).first()


def last_change() -> int:
    """The number of the newest change, 0 if there is none yet."""
    return Change.objects.aggregate(last=Max("number"))["last"] or 0


@contextmanager
def everyone(*, by: Actor, at: datetime) -> Iterator[Snapshot]:
    """All searchable records as of one moment, for the matcher: one log row with the count, then one repeatable-read
    snapshot.

    If people arrived between the log row and the snapshot, the row would say too little; then it is written again.
    """
    while True:
        count = living().count()
        permit = audit.before_reading(Act.INDEX_REBUILT, by=by, at=at, count=count)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            people = living().count()
            if people <= count:
                yield Snapshot(last_change(), people, _records(current_versions(), permit))
                return


def changed_since(position: int, *, by: Actor, at: datetime, limit: int = _BATCH) -> Changed:
    """Whose searchable record changed after this position, for the matcher. If nobody's, nothing is logged."""
    rows = Change.objects.filter(number__gt=position).order_by("number").values_list("number", "person_id")[:limit]
    changes = list(rows)
    if not changes:
        return Changed(position, {})
    ids = list(dict.fromkeys(person_id for _, person_id in changes))
    versions = list(current_versions().filter(person_id__in=ids))
    permit = audit.before_reading(Act.INDEX_FOLLOWED, by=by, at=at, subjects=ids, count=len(versions))
    opened = [_record(version, permit) for version in versions]
    altered = frozenset(id for id, record in opened if record is None)
    return Changed(changes[-1][0], {**dict.fromkeys(ids), **dict(opened)}, altered)


def _records(versions: QuerySet[PersonVersion], permit: ReadPermit) -> Iterator[tuple[UUID, PersonRecord | None]]:
    for version in versions.iterator(chunk_size=_BATCH):
        yield _record(version, permit)


def _record(row: PersonVersion, permit: ReadPermit) -> tuple[UUID, PersonRecord | None]:
    """None if the record was altered: one man is missing then, and not everyone."""
    key = row.person.data_key
    assert key is not None  # noqa: S101 (current_versions leaves out whoever was erased)
    try:
        identity, _ = open_identity(
            bytes(row.sealed), person_id=row.person_id, version=row.version, key=key, permit=permit
        )
    except NotAuthentic:
        return row.person_id, None
    return row.person_id, to_record(identity)
