"""The verbs: register, correct, record where he is and what he wishes. Each is one transaction, with its log row."""

import uuid
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wayhome import audit
from wayhome.audit import Act, Actor
from wayhome.matching import PartialDate
from wayhome.protection import sealed
from wayhome.protection.models import DataKey, Officer
from wayhome.registry import rules, wishes
from wayhome.registry.changes import record_changes
from wayhome.registry.errors import NobodyUnderThisId, WasErased
from wayhome.registry.identity import Identity
from wayhome.registry.models import CustodyEvent, PersonHeld, PersonVersion, Wish
from wayhome.registry.references import fresh_references
from wayhome.registry.sealing import CUSTODY, PERSON, WISH, seal_identity, seal_words
from wayhome.registry.states import SOURCES_THAT_SET_STATUS, Answer, Custody, Purpose, Source, Why


def written_by(actor: Actor) -> str:
    """How a row says who wrote it."""
    return f"{actor.kind}:{actor.id}"


@transaction.atomic
def register_person(identity: Identity, *, by: Officer, at: datetime) -> PersonHeld:
    """Write a person into the register for the first time.

    Nothing but one name is required: refusing everything else is a normal answer (Art. 17).

    Raises:
        NotAllowed: the officer may not register. NameMissing: there is no name at all.
    """
    rules.check_may_register(by, identity)
    actor = Actor.officer(by.id)
    (key,) = sealed.new_keys(PERSON, 1, at=at)
    key.save(force_insert=True)
    (reference,) = fresh_references(1, taken_references)
    person = PersonHeld.objects.create(reference=reference, data_key=key, made_on=at.date())
    _write_version(person, identity, "", key, by=actor, at=at, why=Why.RECEPTION)
    audit.record(Act.PERSON_REGISTERED, by=actor, at=at, subjects=[person.id])
    record_changes([person.id], at=at)
    return person


@transaction.atomic
def correct_identity(
    person_id: UUID, identity: Identity, *, seen_version: int, because: str, by: Officer, at: datetime
) -> PersonHeld:
    """Write a newer version of who he is. The older ones stay readable.

    seen_version: the version the officer was looking at. because: in words, sealed with the version.

    Raises:
        NotAllowed, NobodyUnderThisId, WasErased, NameMissing.
        NewerVersionExists: someone else was faster.
    """
    person = _locked(person_id)
    rules.check_may_correct(by, person, identity, seen_version)
    actor = Actor.officer(by.id)
    person.version += 1
    _write_version(person, identity, because, _key_of(person), by=actor, at=at, why=Why.CORRECTED)
    person.save(update_fields=["version"])
    audit.record(Act.IDENTITY_CORRECTED, by=actor, at=at, subjects=[person.id], scope={"version": person.version})
    record_changes([person.id], at=at)
    return person


@transaction.atomic
def record_custody(
    person_id: UUID,
    status: Custody,
    *,
    source: Source,
    on_date: PartialDate | None,
    place: str = "",
    note: str = "",
    by: Officer,
    at: datetime,
) -> CustodyEvent:
    """Write that somebody says something happened to him (Art. 122(5)). A lead is kept and never becomes his status.

    Raises:
        NotAllowed, NobodyUnderThisId, WasErased, DateInTheFuture, DateNeedsAYear.
        UnusualOrderNeedsAReason: for example home first and then in hospital, with nothing said in the note.
    """
    person = _locked(person_id)
    rules.check_may_record_custody(by, person)
    rules.check_custody_fits(person, status, source, on_date, note, at)
    actor = Actor.officer(by.id)
    id = uuid.uuid4()
    event = CustodyEvent.objects.create(
        id=id,
        person=person,
        status=status,
        source=source,
        on_date=on_date.iso() if on_date else "",
        sealed=seal_words(CUSTODY, {"place": place, "note": note}, id=id, key=_key_of(person)),
        by=written_by(actor),
        at=at,
    )
    scope = {"status": str(status.value), "source": str(source.value)}
    audit.record(Act.CUSTODY_RECORDED, by=actor, at=at, subjects=[person.id], scope=scope)
    if status is Custody.TRANSFERRED and source in SOURCES_THAT_SET_STATUS:
        wishes.note_transfer(person.id, at=at)
    return event


@transaction.atomic
def record_wish(
    person_id: UUID,
    purpose: Purpose,
    answer: Answer,
    *,
    only_these: str = "",
    language: str,
    present: str,
    by: Officer,
    at: datetime,
) -> Wish:
    """Write down his answer as he gave it. The newest answer for a purpose is obeyed; the older ones stay.

    only_these: whom he named, one on each line, with the answer "only these" and never otherwise. language: in which
    the question was put. present: who was in the room.

    Raises:
        NotAllowed, NobodyUnderThisId, WasErased, RecipientsMissing, RecipientsNotAsked.
    """
    person = _locked(person_id)
    rules.check_may_record_wish(by, person, answer, only_these)
    actor = Actor.officer(by.id)
    id = uuid.uuid4()
    words = {"only_these": only_these, "present": present}
    wish = Wish.objects.create(
        id=id,
        person=person,
        purpose=purpose,
        answer=answer,
        language=language,
        sealed=seal_words(WISH, words, id=id, key=_key_of(person)),
        by=written_by(actor),
        at=at,
    )
    # The answer itself is not in the log: who may read the log need not know what he wished.
    audit.record(Act.WISH_RECORDED, by=actor, at=at, subjects=[person.id], scope={"purpose": str(purpose.value)})
    wishes.note_answer(person.id, purpose, answer, at=at)
    return wish


def taken_references(drawn: Collection[str]) -> list[str]:
    """Which of these references somebody has already."""
    return list(PersonHeld.objects.filter(reference__in=list(drawn)).values_list("reference", flat=True))


def _locked(person_id: UUID) -> PersonHeld:
    """The person's row, held until the end: two officers may press the button together."""
    person = PersonHeld.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise NobodyUnderThisId
    return person


def _key_of(person: PersonHeld) -> DataKey:
    if person.data_key is None:
        raise WasErased
    return person.data_key


def _write_version(
    person: PersonHeld, identity: Identity, because: str, key: DataKey, *, by: Actor, at: datetime, why: Why
) -> None:
    PersonVersion.objects.create(
        person=person,
        version=person.version,
        sealed=seal_identity(identity, because, person_id=person.id, version=person.version, key=key),
        by=written_by(by),
        at=at,
        why=why,
    )
