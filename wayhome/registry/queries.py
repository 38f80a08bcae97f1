"""The reads. Whatever opens a sealed record has first committed a row in the log that says so."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Max, QuerySet

from wayhome import audit
from wayhome.audit import Act, Actor, ReadPermit
from wayhome.matching import PersonRecord
from wayhome.protection.models import DataKey
from wayhome.registry.errors import NobodyUnderThisId, WasErased
from wayhome.registry.identity import Identity, to_record
from wayhome.registry.models import Change, CustodyEvent, PersonHeld, PersonVersion, Wish
from wayhome.registry.sealing import CUSTODY, WISH, open_identity, open_words
from wayhome.registry.states import Answer, Custody, Purpose, Source, Why, ask_again_at, standing

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class CustodyView:
    """One custody event, opened. on_date: ISO 8601, perhaps shortened or empty. by: "officer:…" or "process:…"."""

    id: UUID
    status: Custody
    source: Source
    on_date: str
    place: str
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WishView:
    """One answer, opened. stands: it is his newest on this. ask_again: when to ask anew; None if it stands for good."""

    id: UUID
    purpose: Purpose
    answer: Answer
    only_these: str
    language: str
    present: str
    by: str
    at: datetime
    stands: bool
    ask_again: datetime | None


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person held, opened for reading. custody and wishes: newest written first. status: what a sure source last
    said of him.

    sources: labels of the lists he was read from.
    """

    id: UUID
    reference: str
    version: int
    identity: Identity
    status: CustodyView | None
    custody: tuple[CustodyView, ...]
    wishes: tuple[WishView, ...]
    sources: tuple[str, ...]
    made_on: date


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of an identity, opened, with who wrote it and why."""

    version: int
    identity: Identity
    because: str
    why: Why
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everyone at one moment. position: every change up to this number is in `records`, and none after it.

    records can be gone through once, inside the `with` block.
    """

    position: int
    people: int
    records: Iterator[tuple[UUID, PersonRecord]]


@dataclass(frozen=True, slots=True)
class Changed:
    """Who changed since a position, as they are now; None for someone erased. position: where to go on next time."""

    position: int
    people: Mapping[UUID, PersonRecord | None]


def open_person(id: UUID, *, by: Actor, at: datetime, reason: str) -> PersonView:
    """Open everything about one person. The log row is committed first.

    Raises:
        NobodyUnderThisId: also if the record was erased. ReadInsideTransaction: called inside a transaction.
    """
    closed = _Closed([id])
    if not closed.people:
        raise NobodyUnderThisId
    permit = audit.before_reading(Act.PERSON_OPENED, by=by, at=at, subjects=[id], count=closed.count(), reason=reason)
    return next(closed.opened(permit))


def open_people(ids: Sequence[UUID], *, by: Actor, at: datetime, reason: str) -> list[PersonView]:
    """Open several people with one log row that names them. In the order asked, without whoever is not there."""
    closed = _Closed(ids)
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
    return [_version(row, person.data_key, permit) for row in rows]


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
        count = _living().count()
        permit = audit.before_reading(Act.INDEX_REBUILT, by=by, at=at, count=count)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            people = _living().count()
            if people <= count:
                yield Snapshot(last_change(), people, _records(_current(), permit))
                return


def changed_since(position: int, *, by: Actor, at: datetime) -> Changed:
    """Whose searchable record changed after this position, for the matcher. If nobody's, nothing is logged."""
    rows = Change.objects.filter(number__gt=position).order_by("number").values_list("number", "person_id")[:_BATCH]
    changes = list(rows)
    if not changes:
        return Changed(position, {})
    ids = list(dict.fromkeys(person_id for _, person_id in changes))
    versions = list(_current().filter(person_id__in=ids))
    permit = audit.before_reading(Act.INDEX_FOLLOWED, by=by, at=at, subjects=ids, count=len(versions))
    people: dict[UUID, PersonRecord | None] = dict.fromkeys(ids)
    people.update(_record(version, permit) for version in versions)
    return Changed(changes[-1][0], people)


def _living() -> QuerySet[PersonHeld]:
    return PersonHeld.objects.filter(data_key__isnull=False)


def _current() -> QuerySet[PersonVersion]:
    """The newest version of everyone who was not erased, each with its key."""
    newest = PersonVersion.objects.filter(version=F("person__version"), person__data_key__isnull=False)
    return newest.select_related("person__data_key").only("version", "sealed", "person__version", "person__data_key")


def _records(versions: QuerySet[PersonVersion], permit: ReadPermit) -> Iterator[tuple[UUID, PersonRecord]]:
    for version in versions.iterator(chunk_size=_BATCH):
        yield _record(version, permit)


def _record(row: PersonVersion, permit: ReadPermit) -> tuple[UUID, PersonRecord]:
    key = row.person.data_key
    assert key is not None  # noqa: S101 (_current leaves out whoever was erased)
    identity, _ = open_identity(bytes(row.sealed), person_id=row.person_id, version=row.version, key=key, permit=permit)
    return row.person_id, to_record(identity)


def _version(row: PersonVersion, key: DataKey, permit: ReadPermit) -> VersionView:
    identity, because = open_identity(
        bytes(row.sealed), person_id=row.person_id, version=row.version, key=key, permit=permit
    )
    return VersionView(row.version, identity, because, Why(row.why), row.by, row.at)


class _Closed:
    """Several people's rows, fetched and still sealed: so the log can say exactly how many records will be opened."""

    def __init__(self, ids: Sequence[UUID]) -> None:
        order = {id: place for place, id in enumerate(ids)}
        living = _living().filter(pk__in=ids).select_related("data_key")
        self.people = sorted(living, key=lambda person: order[person.id])
        self.versions = {row.person_id: row for row in _current().filter(person_id__in=ids)}
        # Erased between the two queries: not there any more.
        self.people = [person for person in self.people if person.id in self.versions]
        found = [person.id for person in self.people]
        self.custody = list(CustodyEvent.objects.filter(person_id__in=found).order_by("-at", "id"))
        self.wishes = list(Wish.objects.filter(person_id__in=found).order_by("-at", "id"))
        sources = PersonHeld.objects.filter(pk__in=found, source_row__isnull=False)
        self.sources = dict(sources.values_list("id", "source_row__source__label"))

    def count(self) -> int:
        return len(self.versions) + len(self.custody) + len(self.wishes)

    def opened(self, permit: ReadPermit) -> Iterator[PersonView]:
        for person in self.people:
            key = person.data_key
            assert key is not None  # noqa: S101 (_living leaves out whoever was erased)
            row = self.versions[person.id]
            custody = tuple(_custody(one, key, permit) for one in self.custody if one.person_id == person.id)
            yield PersonView(
                id=person.id,
                reference=person.reference,
                version=row.version,
                identity=_version(row, key, permit).identity,
                status=standing(custody),
                custody=custody,
                wishes=tuple(self._wishes(person.id, key, custody, permit)),
                sources=(self.sources[person.id],) if person.id in self.sources else (),
                made_on=person.made_on,
            )

    def _wishes(
        self, person_id: UUID, key: DataKey, custody: Sequence[CustodyView], permit: ReadPermit
    ) -> Iterator[WishView]:
        moved_at = max((event.at for event in custody if event.status is Custody.TRANSFERRED), default=None)
        answered: set[str] = set()
        for row in self.wishes:
            if row.person_id == person_id:
                stands = row.purpose not in answered
                answered.add(row.purpose)
                yield _wish(row, key, permit, stands, moved_at)


def _custody(row: CustodyEvent, key: DataKey, permit: ReadPermit) -> CustodyView:
    words = open_words(CUSTODY, bytes(row.sealed), id=row.id, key=key, permit=permit)
    return CustodyView(
        id=row.id,
        status=Custody(row.status),
        source=Source(row.source),
        on_date=row.on_date,
        place=words["place"],
        note=words["note"],
        by=row.by,
        at=row.at,
    )


def _wish(row: Wish, key: DataKey, permit: ReadPermit, stands: bool, moved_at: datetime | None) -> WishView:
    words = open_words(WISH, bytes(row.sealed), id=row.id, key=key, permit=permit)
    answer = Answer(row.answer)
    return WishView(
        id=row.id,
        purpose=Purpose(row.purpose),
        answer=answer,
        only_these=words["only_these"],
        language=row.language,
        present=words["present"],
        by=row.by,
        at=row.at,
        stands=stands,
        ask_again=ask_again_at(answer, row.at, moved_at) if stands else None,
    )
