"""What the courier brings: kept first, opened then. Nothing that arrives stops the loop or stands in another's way."""

import hashlib
import hmac
import logging
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.db import Error, transaction

from wayhome import audit
from wayhome.audit import Act, Actor, ReadPermit
from wayhome.protection import bureau_keys, sealed
from wayhome.registry.references import new_reference
from wayhome.seal.envelopes import open_envelope
from wayhome.seal.errors import CannotOpen, NotAuthentic
from wayhome.seal.kinds import Kind
from wayhome.tracing import moving, posting, sealing, writing
from wayhome.tracing.changes import record_changes
from wayhome.tracing.content import Question, Word, question_from, word_from
from wayhome.tracing.errors import NotUnderstood
from wayhome.tracing.models import InboxEnvelope, Message, RequestVersion, TracingRequest
from wayhome.tracing.sealing import MESSAGE
from wayhome.tracing.states import EnvelopeState, LetterKind, State

logger = logging.getLogger("wayhome.tracing")
COURIER = Actor.process("courier")

# A message may overtake its question (the courier fetches in the order of random ids). It is tried again for a while.
WAITS_FOR_ITS_QUESTION = timedelta(hours=1)
TRY_AGAIN_AFTER = timedelta(seconds=20)


class Inbound(StrEnum):
    """The three contexts of an envelope; from outside they look alike."""

    REQUEST = "request"
    MESSAGE = "message"
    WITHDRAWAL = "withdrawal"

    @property
    def context(self) -> bytes:
        return f"wayhome/in/1/{self.value}".encode()


class _NotYet(Exception):
    """The question this speaks of is not here."""


def receive_envelope(id: UUID, envelope: bytes, *, day: date, at: datetime) -> bool:
    """Keep one envelope, closed as it is; False if it was here already. Committed when this returns, unless the caller
    has a transaction of its own: only then may the courier let go of it in the portal."""
    row = InboxEnvelope(id=id, envelope=envelope, day=day, arrived_at=at, try_after=at)
    with transaction.atomic():
        known = InboxEnvelope.objects.filter(pk=id).exists()
        InboxEnvelope.objects.bulk_create([row], ignore_conflicts=True)
    return not known


def open_arrived(at: datetime, *, limit: int = 50) -> int:
    """Open what has arrived; how many envelopes were settled. One bad envelope costs itself and nothing else.

    Raises:
        KeyFileError: the bureau's key cannot be read: then nothing is opened, and nothing is set aside for it.
    """
    key = bureau_keys.seal_private()
    waiting = InboxEnvelope.objects.filter(state=EnvelopeState.ARRIVED, try_after__lte=at)
    ids = list(waiting.order_by("try_after", "id").values_list("id", flat=True)[:limit])
    return sum(_settle(id, key, at) for id in ids)


def try_again(id: UUID, *, at: datetime) -> None:
    """Somebody looked at an envelope that was set aside, and it is to be tried once more."""
    row = InboxEnvelope.objects.filter(pk=id, state=EnvelopeState.SET_ASIDE, envelope__isnull=False)
    row.update(state=EnvelopeState.ARRIVED, reason="", try_after=at)


def _settle(id: UUID, key: X25519PrivateKey, at: datetime) -> bool:
    try:
        return _open_one(id, key, at)
    except Error:
        raise  # the database is away: nothing is wrong with the envelope
    except NotUnderstood as problem:
        _set_aside(id, problem.reason, at)
    except CannotOpen:
        _set_aside(id, "cannot_open", at)
    except Exception as problem:
        # Whatever it was, the next envelope must not wait for it. The class alone: a message might hold a word; and
        # filled in here, because our log drops a message's arguments.
        logger.error(f"an envelope could not be taken in: {type(problem).__name__}")
        _set_aside(id, "unexpected", at)
    return True


def _open_one(id: UUID, key: X25519PrivateKey, at: datetime) -> bool:
    closed = InboxEnvelope.objects.filter(pk=id, state=EnvelopeState.ARRIVED).values_list("envelope", flat=True).first()
    if closed is None:
        return False
    kind, body = _opened(bytes(closed), key)
    if kind is Inbound.REQUEST:
        question = question_from(body)
        return _take_in(id, at, lambda day: _open_request(question, day, at))
    word = word_from(body)
    if kind is Inbound.MESSAGE:
        return _take_in(id, at, lambda day: _note_message(word, day, at))
    permit = _permit_to_empty_the_slot(word, at)
    return _take_in(id, at, lambda day: _withdraw(word, permit, at))


@transaction.atomic
def _take_in(id: UUID, at: datetime, act: Callable[[date], None]) -> bool:
    """What was inside becomes rows, and the envelope is emptied, in one transaction."""
    row = InboxEnvelope.objects.select_for_update(skip_locked=True).filter(pk=id, state=EnvelopeState.ARRIVED).first()
    if row is None:
        return False
    try:
        act(row.day)
    except _NotYet:
        if at - row.arrived_at > WAITS_FOR_ITS_QUESTION:
            raise NotUnderstood("no_such_receipt") from None
        InboxEnvelope.objects.filter(pk=id).update(try_after=at + TRY_AGAIN_AFTER)
        return False
    InboxEnvelope.objects.filter(pk=id).update(state=EnvelopeState.OPENED, envelope=None)
    return True


def _opened(envelope: bytes, key: X25519PrivateKey) -> tuple[Inbound, bytes]:
    """What it is for is not written outside: each context is tried, and at most one fits.

    Raises:
        NotOurs, NotAuthentic.
    """
    for kind in Inbound:
        try:
            return kind, open_envelope(key, envelope, kind=Kind.REQUEST, context=kind.context)
        except NotAuthentic:
            continue
    raise NotAuthentic("The envelope was changed, or sealed for something else.")


@transaction.atomic
def _set_aside(id: UUID, reason: str, at: datetime) -> None:
    """It stays closed as it came, for a person to look at."""
    row = InboxEnvelope.objects.filter(pk=id, state=EnvelopeState.ARRIVED)
    if row.update(state=EnvelopeState.SET_ASIDE, reason=reason[:24]):
        audit.record(Act.ENVELOPE_SET_ASIDE, by=COURIER, at=at, scope={"reason": reason[:24]})


def _open_request(question: Question, day: date, at: datetime) -> None:
    """A question comes in: kept under a key of its own, answered with the first letter, made known to the matcher."""
    mac = sealing.locator_mac(question.locator)
    if TracingRequest.objects.filter(locator_mac=mac).exists():
        raise NotUnderstood("same_receipt")
    (key,) = sealed.new_keys(sealing.REQUEST, 1, at=at)
    key.save(force_insert=True)
    next_look = writing.next_look(at.date(), writing.quiet_days(question))
    request = TracingRequest.objects.create(
        reference="R" + new_reference().removeprefix("K"),
        state=State.OPEN,
        data_key=key,
        locator_mac=mac,
        speaks_mac=sealing.speaks_mac(question.speaks),
        filed_on=day,
        look_again_on=next_look,
    )
    RequestVersion.objects.create(
        request=request,
        version=1,
        sealed=sealing.seal_question(question, request_id=request.id, version=1, key=key),
        by=f"{COURIER.kind}:{COURIER.id}",
        at=at,
    )
    audit.record(Act.REQUEST_FILED, by=COURIER, at=at, subjects=[request.id])
    text = writing.received(question, today=at.date(), next_look=next_look)
    case = posting.write(posting.Case(request, key, question, ()), LetterKind.RECEIVED, text, by=COURIER, at=at)
    posting.send(case, by=COURIER, at=at)
    record_changes([request.id], at=at)


def _spoken_for(word: Word) -> TracingRequest:
    """The question of this receipt, locked, if the writer holds the code.

    Raises:
        _NotYet: no such question. NotUnderstood: the token is not hers, or she has withdrawn.
    """
    mac = sealing.locator_mac(word.locator)
    request = TracingRequest.objects.select_for_update(of=("self",)).select_related("data_key")
    found = request.filter(locator_mac=mac).first()
    if found is None:
        raise _NotYet
    speaks = sealing.speaks_mac(hashlib.sha256(word.token).digest())
    if not hmac.compare_digest(bytes(found.speaks_mac), speaks):
        raise NotUnderstood("token")
    if found.data_key is None:
        raise NotUnderstood("withdrawn")
    return found


def _note_message(word: Word, day: date, at: datetime) -> None:
    request = _spoken_for(word)
    id = uuid.uuid4()
    words = {"text": word.text}
    blob = sealing.seal_words(MESSAGE, words, id=id, key=sealing.key_of(request))
    Message.objects.create(id=id, request=request, sealed=blob, came_on=day, at=at)
    audit.record(Act.MESSAGE_CAME, by=COURIER, at=at, subjects=[request.id])


def _permit_to_empty_the_slot(word: Word, at: datetime) -> ReadPermit | None:
    """To seal an empty slot the key inside her question is needed; its opening is logged before the transaction."""
    id = (
        TracingRequest.objects.filter(locator_mac=sealing.locator_mac(word.locator))
        .values_list("id", flat=True)
        .first()
    )
    if id is None:
        return None
    return audit.before_reading(Act.REQUEST_OPENED, by=COURIER, at=at, subjects=[id], count=posting.RECORDS)


def _withdraw(word: Word, permit: ReadPermit | None, at: datetime) -> None:
    request = _spoken_for(word)
    if permit is None:
        raise _NotYet  # it came between the two looks: the next turn sees it
    moving.end_by_family(posting.open_case(request, permit), by=COURIER, at=at)
