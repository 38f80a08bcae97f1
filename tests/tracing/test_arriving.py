"""What comes in is kept, opened once, and never stands in another's way."""

import json
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.tracing import cast
from tests.tracing.cast import Family, arrive, sealed
from wayhome import audit
from wayhome.audit import Act
from wayhome.registry.models import Release
from wayhome.tracing import content, inbox
from wayhome.tracing.errors import NotUnderstood
from wayhome.tracing.models import InboxEnvelope, Message, RequestVersion, TracingRequest
from wayhome.tracing.states import EnvelopeState, State

pytestmark = pytest.mark.django_db


def test_a_question_is_opened_and_answered_with_the_first_letter(olena: Family) -> None:
    """She comes back with her code and reads, in her language, that it has come in and when we look again."""
    (letter,) = olena.outbox()
    assert (letter["kind"], letter["dated"], letter["language"]) == ("received", "2026-05-03", "uk")
    assert letter["first_line"] == "Олена"
    assert letter["lines"] == [
        "Добрий день.",
        "Ваш запит надійшов до нас 3 травня.",
        "Перший лист однаковий для всіх. Він нічого не говорить про те, що з ним.",
        "Ми перевіряємо зараз і перевіримо знову 3 червня. Наші листи до Вас будуть тут. Платити нікому не треба.",
    ]
    request = olena.request()
    assert (request.state, request.look_again_on) == (State.OPEN, cast.day("2026-06-03"))


def test_the_envelope_is_emptied_once_its_words_have_a_key_of_their_own(olena: Family) -> None:
    envelope = InboxEnvelope.objects.get()
    assert (envelope.state, envelope.envelope) == (EnvelopeState.OPENED, None)


def test_the_same_envelope_twice_is_one_question(noon: datetime) -> None:
    """The courier was killed before it could let go of it, and brings it again."""
    family, id = Family(), uuid.uuid4()
    for _ in range(2):
        inbox.receive_envelope(id, sealed(family.question()), day=noon.date(), at=noon)
        inbox.open_arrived(noon)
    assert TracingRequest.objects.count() == 1
    assert Release.objects.count() == 1


def test_a_second_question_on_one_receipt_changes_nothing(olena: Family, noon: datetime) -> None:
    """Somebody who copied her locator cannot have her letters sealed to another key."""
    thief = Family(keys=type(olena.keys)(olena.keys.locator, Family().keys.private))
    id = arrive(thief.question())
    assert InboxEnvelope.objects.get(pk=id).reason == "same_receipt"
    assert [letter["kind"] for letter in olena.outbox()] == ["received"]


def test_a_relative_of_the_same_man_is_a_case_of_its_own(olena: Family) -> None:
    aunt = Family(name="Ганна")
    arrive(aunt.question())
    assert olena.request().id != aunt.request().id
    assert "Ганна" not in json.dumps(olena.outbox(), ensure_ascii=False)


# — what is not understood —


def _without(part: str, name: str) -> Callable[[dict[str, Any]], None]:
    return lambda question: question[part].pop(name)


def _with(part: str, name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda question: question[part].update({name: value})


BROKEN: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "another format": (lambda q: q.update(format=2), "format"),
    "a format that is nearly one": (lambda q: q.update(format=True), "format"),
    "no language": (lambda q: q.pop("language"), "language"),
    "a language we do not write": (lambda q: q.update(language="xx"), "language"),
    "nobody sought": (lambda q: q.pop("sought"), "sought"),
    "a name that is a list": (_with("sought", "family", ["x"]), "family"),
    "a name without end": (_with("sought", "family", "x" * 301), "family"),
    "an unknown way": (_with("reach", "way", "pigeon"), "way"),
    "a day that is none": (_with("reach", "not_on", ["13-45"]), "not_on"),
    "no key": (_without("receipt", "public_key"), "receipt"),
    "a short key": (_with("receipt", "public_key", "00" * 31), "receipt"),
    "a locator that is no hex": (_with("receipt", "locator", "zz" * 16), "receipt"),
    "a day of filing that is none": (lambda q: q.update(filed_on="soon"), "filed_on"),
}


@pytest.mark.parametrize(("spoil", "reason"), BROKEN.values(), ids=BROKEN.keys())
def test_what_is_not_of_our_form_is_set_aside(spoil: Callable[[dict[str, Any]], Any], reason: str) -> None:
    """With a slug that says what was wrong, and no word of what was in it."""
    question = Family().question()
    spoil(question)
    id = arrive(question)
    row = InboxEnvelope.objects.get(pk=id)
    assert (row.state, row.reason) == (EnvelopeState.SET_ASIDE, reason)
    assert row.envelope is not None
    assert not TracingRequest.objects.exists()


@pytest.mark.parametrize("body", [b"", b"not json", b"[]", b"null", b"\xff\xfe", b'{"format": 1}', b"[" * 9000])
def test_garbage_in_a_sealed_envelope_is_set_aside(body: bytes) -> None:
    id = arrive(body)
    assert InboxEnvelope.objects.get(pk=id).state == EnvelopeState.SET_ASIDE


@pytest.mark.parametrize("garbage", [b"", b"x" * 5000, bytes(4096)])
def test_garbage_instead_of_an_envelope_is_set_aside(garbage: bytes, noon: datetime) -> None:
    id = uuid.uuid4()
    inbox.receive_envelope(id, garbage, day=noon.date(), at=noon)
    inbox.open_arrived(noon)
    assert InboxEnvelope.objects.get(pk=id).reason == "cannot_open"
    assert audit.newest(1)[0].act == Act.ENVELOPE_SET_ASIDE


def test_a_bad_envelope_does_not_stand_in_the_way_of_a_good_one(noon: datetime) -> None:
    inbox.receive_envelope(uuid.UUID(int=1), b"bad", day=noon.date(), at=noon)
    family = Family()
    arrive(family.question(), id=uuid.UUID(int=2))
    assert family.request().state == State.OPEN


def test_an_error_nobody_foresaw_costs_one_envelope(noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the loop, and not the next family; tried again by hand, it is taken in."""

    def stumble(*_: object, **__: object) -> None:
        raise ZeroDivisionError("Данило")

    with monkeypatch.context() as broken:
        broken.setattr(inbox, "_open_request", stumble)
        family = Family()
        id = arrive(family.question())
    assert InboxEnvelope.objects.get(pk=id).reason == "unexpected"
    inbox.try_again(id, at=noon)
    inbox.open_arrived(noon)
    assert family.request().state == State.OPEN


def test_hidden_signs_are_taken_out_of_her_words() -> None:
    """A sign that turns the words around would make a letter look other than it was signed."""
    question = Family(name="Оле\u202eна\u0007").question()
    assert content.question_from(json.dumps(question).encode()).enquirer.name == "Олена"


def test_a_question_survives_being_kept() -> None:
    question = content.question_from(json.dumps(Family().question(), ensure_ascii=False).encode())
    assert content.question_from_json(json.loads(json.dumps(question.to_json()))) == question


def test_an_error_of_form_says_nothing_of_the_content() -> None:
    question = Family().question()
    question["sought"]["family"] = ["Выдуманченко"]
    with pytest.raises(NotUnderstood) as caught:
        content.question_from(json.dumps(question).encode())
    assert "Выдуманченко" not in str(caught.value)


# — she writes again —


def test_her_message_is_kept_with_her_question(olena: Family) -> None:
    arrive(olena.word("Він дзвонив у березні"), "message")
    assert Message.objects.get().request_id == olena.request().id


def test_whoever_copied_the_public_database_cannot_speak_for_her(olena: Family) -> None:
    """He knows her locator; the token comes from the code, of which only a hash went in."""
    id = arrive(olena.word("Закрийте запит", token=bytes(32)), "withdrawal")
    assert InboxEnvelope.objects.get(pk=id).reason == "token"
    assert olena.request().state == State.OPEN


def test_a_message_is_no_withdrawal(olena: Family) -> None:
    """What an envelope is for is bound into it: moved to another context it does not open."""
    arrive(olena.word(""), "message")
    assert olena.request().state == State.OPEN


def test_a_message_may_overtake_its_question(noon: datetime) -> None:
    family = Family()
    id = arrive(family.word("Це знову я"), "message")
    assert InboxEnvelope.objects.get(pk=id).state == EnvelopeState.ARRIVED
    arrive(family.question())
    inbox.open_arrived(noon + timedelta(minutes=1))
    assert Message.objects.get().request_id == family.request().id


def test_a_message_to_nobody_is_set_aside_after_an_hour(noon: datetime) -> None:
    id = arrive(Family().word("?"), "message")
    inbox.open_arrived(noon + timedelta(hours=2))
    assert InboxEnvelope.objects.get(pk=id).reason == "no_such_receipt"


def test_withdrawing_empties_her_slot_and_erases_her_words(olena: Family) -> None:
    """At once: no key is left that would open them, and her page shows no letter."""
    arrive(olena.word(), "withdrawal")
    request = olena.request()
    assert (request.state, request.data_key, request.look_again_on) == (State.WITHDRAWN, None, None)
    assert olena.outbox() == []
    assert RequestVersion.objects.filter(request=request).exists()


def test_after_withdrawing_nothing_more_is_taken_in(olena: Family) -> None:
    arrive(olena.word(), "withdrawal")
    id = arrive(olena.word("ще раз"), "message")
    assert InboxEnvelope.objects.get(pk=id).reason == "withdrawn"
