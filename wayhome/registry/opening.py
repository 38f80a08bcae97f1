"""Opened records as pages and processes get them, and the one place where sealed rows of a person become readable."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, QuerySet

from wayhome.audit import ReadPermit
from wayhome.protection.models import DataKey
from wayhome.registry.identity import Identity
from wayhome.registry.models import CustodyEvent, PersonHeld, PersonVersion, Wish
from wayhome.registry.sealing import CUSTODY, WISH, open_identity, open_words
from wayhome.registry.states import Answer, Custody, Purpose, Source, Why, ask_again_at, standing


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


def living() -> QuerySet[PersonHeld]:
    """Everyone who was not erased."""
    return PersonHeld.objects.filter(data_key__isnull=False)


def current_versions() -> QuerySet[PersonVersion]:
    """The newest version of everyone who was not erased, each with its key."""
    newest = PersonVersion.objects.filter(version=F("person__version"), person__data_key__isnull=False)
    return newest.select_related("person__data_key").only("version", "sealed", "person__version", "person__data_key")


def version_view(row: PersonVersion, key: DataKey, permit: ReadPermit) -> VersionView:
    identity, because = open_identity(
        bytes(row.sealed), person_id=row.person_id, version=row.version, key=key, permit=permit
    )
    return VersionView(row.version, identity, because, Why(row.why), row.by, row.at)


class Closed:
    """Several people's rows, fetched and still sealed: so the log can say exactly how many records will be opened."""

    def __init__(self, ids: Sequence[UUID]) -> None:
        order = {id: place for place, id in enumerate(ids)}
        there = living().filter(pk__in=ids).select_related("data_key")
        self.people = sorted(there, key=lambda person: order[person.id])
        self.versions = {row.person_id: row for row in current_versions().filter(person_id__in=ids)}
        # Erased between the two queries: not there any more.
        self.people = [person for person in self.people if person.id in self.versions]
        found = [person.id for person in self.people]
        self.custody = list(CustodyEvent.objects.filter(person_id__in=found).order_by("-at", "id"))
        self.wishes = list(Wish.objects.filter(person_id__in=found).order_by("-number"))
        sources = PersonHeld.objects.filter(pk__in=found, source_row__isnull=False)
        self.sources = dict(sources.values_list("id", "source_row__source__label"))

    def count(self) -> int:
        return len(self.versions) + len(self.custody) + len(self.wishes)

    def opened(self, permit: ReadPermit) -> Iterator[PersonView]:
        for person in self.people:
            key = person.data_key
            assert key is not None  # noqa: S101 (living leaves out whoever was erased)
            row = self.versions[person.id]
            custody = tuple(_custody(one, key, permit) for one in self.custody if one.person_id == person.id)
            yield PersonView(
                id=person.id,
                reference=person.reference,
                version=row.version,
                identity=version_view(row, key, permit).identity,
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
