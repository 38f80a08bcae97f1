"""The only way out asks his wish, logs, seals; a legal duty passes and is no way around him; one switch stops all."""

import json
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.db import DatabaseError, connection, transaction

from wayhome import audit
from wayhome.audit import Act, Actor
from wayhome.protection.errors import NotAllowed
from wayhome.protection.models import Officer
from wayhome.registry import actions, release, wishes
from wayhome.registry.errors import DutyIsNotForFamilies, SaysMoreThanItAdmits
from wayhome.registry.identity import Identity
from wayhome.registry.models import OutboxItem, PersonHeld, Release
from wayhome.registry.release import Recipient, RecipientKind, Withheld
from wayhome.registry.states import Answer, OutFor, Purpose
from wayhome.seal import slots
from wayhome.seal.receipts import ReceiptKeys

pytestmark = pytest.mark.django_db
HOUSE = Actor.process("test")
DAY = timedelta(days=1)
KEYS = ReceiptKeys(bytes(range(16)), X25519PrivateKey.generate())
OLENA = Recipient(uuid.uuid4(), KEYS.locator, KEYS.public.public_bytes_raw())
AGENCY = Recipient(uuid.uuid4(), b"", b"", RecipientKind.AGENCY)
SAYS = (Purpose.TELL_FAMILY,)


def bundle(*kinds: str) -> dict[str, Any]:
    return {"format": 1, "letters": [{"kind": kind, "first_line": "…"} for kind in kinds]}


@pytest.fixture
def held(danylo: Identity, marek: Officer, noon: datetime) -> PersonHeld:
    return actions.register_person(danylo, by=marek, at=noon)


@pytest.fixture
def he_says(held: PersonHeld, marek: Officer) -> Any:
    def say(answer: Answer, at: datetime, purpose: Purpose = Purpose.TELL_FAMILY, **more: str) -> None:
        actions.record_wish(held.id, purpose, answer, language="uk", present="", by=marek, at=at, **more)

    return say


def let_out(
    held: PersonHeld | None, at: datetime, *kinds: str, says: tuple[Purpose, ...] = SAYS, to: Recipient = OLENA
) -> Release | Withheld:
    about = held.id if held else None
    left = release.release(to, OutFor.FAMILY, about=about, content=bundle(*kinds), says=says, by=HOUSE, at=at)
    assert left is not None
    return left


def test_with_his_yes_it_is_logged_and_sealed_to_her(held: PersonHeld, he_says: Any, noon: datetime) -> None:
    he_says(Answer.YES, noon)
    left = let_out(held, noon, "word_alive")
    assert isinstance(left, Release)
    assert (left.person_id, left.says, left.version) == (held.id, ["tell_family"], int(noon.timestamp()))
    body = bytes(OutboxItem.objects.get().body)
    assert json.loads(slots.open_slot(KEYS, body))["letters"][0]["kind"] == "word_alive"
    assert audit.log_of(held.id, 1)[0].act == Act.RELEASED


@pytest.mark.parametrize("answer", [Answer.NO, Answer.NOT_NOW])
def test_without_his_yes_nothing_is_written_but_the_log(
    answer: Answer, held: PersonHeld, he_says: Any, noon: datetime
) -> None:
    he_says(answer, noon)
    assert isinstance(let_out(held, noon, "word_alive"), Withheld)
    assert not OutboxItem.objects.exists()
    assert not Release.objects.exists()
    assert audit.log_of(held.id, 1)[0].act == Act.WITHHELD


def test_silence_is_no(held: PersonHeld, noon: datetime) -> None:
    assert isinstance(let_out(held, noon, "word_alive"), Withheld)


def test_a_yes_to_one_thing_is_no_yes_to_another(held: PersonHeld, he_says: Any, noon: datetime) -> None:
    he_says(Answer.YES, noon)
    both = (Purpose.TELL_FAMILY, Purpose.TELL_PLACE)
    assert isinstance(let_out(held, noon, "word_alive", says=both), Withheld)
    he_says(Answer.YES, noon, Purpose.TELL_PLACE)
    assert isinstance(let_out(held, noon, "word_alive", says=both), Release)


@pytest.mark.parametrize("kind", ["word_alive", "word_from_him", "a_kind_nobody_knows_yet"])
def test_a_letter_cannot_be_smuggled_past_his_wish(kind: str, held: PersonHeld, noon: datetime) -> None:
    """Whatever the caller claims: a bundle with such a letter must name whom it is about and ask him."""
    for about, says in ((None, ()), (held, ()), (None, SAYS), (held, (Purpose.LETTERS,))):
        with pytest.raises(SaysMoreThanItAdmits):
            let_out(about, noon, "no_news", kind, says=says)


def test_a_letter_that_says_nothing_needs_nobody(noon: datetime) -> None:
    assert isinstance(let_out(None, noon, "no_news", "received", says=()), Release)


def test_a_clock_set_back_does_not_undo_his_no(held: PersonHeld, he_says: Any, noon: datetime) -> None:
    """The answer given last is obeyed, also when the machine's clock has been put back between the two."""
    he_says(Answer.YES, noon)
    he_says(Answer.NO, noon - DAY)
    assert not wishes.allows(held.id, SAYS, OLENA.id)
    assert isinstance(let_out(held, noon, "word_alive"), Withheld)


def test_only_these_people(held: PersonHeld, he_says: Any, iryna: Officer, noon: datetime) -> None:
    he_says(Answer.ONLY_THESE, noon, only_these="мати")
    other = Recipient(uuid.uuid4(), bytes(16), OLENA.public_key)
    wishes.name_recipient(held.id, Purpose.TELL_FAMILY, OLENA.id, line=1, by=iryna, at=noon)
    assert isinstance(let_out(held, noon, "word_alive"), Release)
    assert isinstance(let_out(held, noon, "word_alive", to=other), Withheld)


def test_a_duty_of_the_convention_passes_and_is_logged(held: PersonHeld, he_says: Any, noon: datetime) -> None:
    """His wish never hides him from the Agency (Art. 122, 123)."""
    he_says(Answer.NO, noon)
    left = release.release(AGENCY, OutFor.LEGAL_DUTY, about=held.id, content={}, by=HOUSE, at=noon)
    assert isinstance(left, Release)
    assert (left.ground, left.recipient_kind) == ("legal_duty", "agency")
    assert audit.log_of(held.id, 1)[0].act == Act.RELEASED_BY_DUTY
    assert not OutboxItem.objects.exists()


@pytest.mark.parametrize(("to", "ground"), [(OLENA, OutFor.LEGAL_DUTY), (AGENCY, OutFor.FAMILY)])
def test_a_duty_is_no_way_around_his_wish(to: Recipient, ground: OutFor, held: PersonHeld, noon: datetime) -> None:
    with pytest.raises(DutyIsNotForFamilies):
        release.release(to, ground, about=held.id, content=bundle("word_alive"), says=SAYS, by=HOUSE, at=noon)


def test_the_whole_bundle_is_sealed_anew_with_a_higher_version(noon: datetime) -> None:
    first = let_out(None, noon, "received", says=())
    before = bytes(OutboxItem.objects.get().body)
    second = let_out(None, noon, "received", says=())
    assert isinstance(first, Release)
    assert isinstance(second, Release)
    assert second.version == first.version + 1
    assert bytes(OutboxItem.objects.get().body) != before


def test_where_it_goes_is_not_readable_at_rest(noon: datetime) -> None:
    let_out(None, noon, "received", says=())
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(registry_outboxitem)::text FROM registry_outboxitem")
        assert KEYS.locator.hex() not in cursor.fetchone()[0]


# — the switch —


@pytest.fixture
def taras(lev: Officer) -> Officer:
    """An administrator may stop everything; he sees nobody."""
    return lev


def test_one_switch_and_it_says_who_turned_it(taras: Officer, noon: datetime) -> None:
    assert not release.outgoing_stopped()
    release.stop_outgoing(because="a wrong letter", by=taras, at=noon)
    assert release.outgoing_stopped()
    assert (audit.newest(1)[0].act, audit.newest(1)[0].by_id) == (Act.OUTGOING_STOPPED, str(taras.id))
    release.resume_outgoing(because="mended", by=taras, at=noon + DAY)
    assert not release.outgoing_stopped()


def test_while_stopped_nothing_is_carried_and_everything_waits(taras: Officer, noon: datetime) -> None:
    release.stop_outgoing(because="x", by=taras, at=noon)
    let_out(None, noon, "received", says=())
    assert release.deliver_due(noon) == 0
    assert release.waiting_since() == noon


def test_a_caseworker_does_not_turn_the_switch(iryna: Officer, noon: datetime) -> None:
    with pytest.raises(NotAllowed):
        release.stop_outgoing(because="x", by=iryna, at=noon)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE registry_release SET ground = 'legal_duty'",
        "DELETE FROM registry_release",
        "DELETE FROM registry_outgoingswitch",
        "UPDATE registry_namedrecipient SET line = 2",
        "DELETE FROM registry_outboxitem",
        "DELETE FROM registry_askagain",
    ],
)
def test_what_left_cannot_be_rewritten(statement: str, noon: datetime) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
