"""One person's record: a reason first, the log first, nothing overwritten, and a slip that can be put back."""

from uuid import UUID

import pytest
from django.test import Client

from tests.bureau.cast import NOON, PLANTED, body, officer_named, signed_in_as
from wayhome import audit
from wayhome.audit.errors import AuditError
from wayhome.audit.models import LogRow
from wayhome.protection.models import Officer
from wayhome.protection.roles import Role
from wayhome.registry import actions, queries
from wayhome.registry.identity import Identity, WrittenName
from wayhome.registry.models import PersonHeld

READER = audit.Actor.process("test")


@pytest.fixture
def open_record(iryna: Client, danylo: PersonHeld) -> str:
    """The address of Danylo's record, with Iryna's reason given."""
    address = f"/people/{danylo.id}/"
    iryna.post(address, {"reason": "caller"})
    return address


def now(person: PersonHeld) -> queries.PersonView:
    return queries.open_person(person.id, by=READER, at=NOON, reason="test")


def typed(person: PersonHeld, **changed: str) -> dict[str, str]:
    """The correction form as it stands before Iryna types into it."""
    as_it_stands = {
        "version": "1",
        "family": "Вигаданенко",
        "given": "Данило",
        "patronymic": "Петрович",
        "birth_date": "12.04.1991",
        "birth_place": "Вигадане, Київська обл.",
        "rank": "солдат",
        "service_number": "WH-7710042",
        "father_given_name": "Петро",
        "next_of_kin": "Олена Вигаданенко, мати",
        "because": "his own word",
    }
    return {**as_it_stands, **changed}


def test_a_reason_is_asked_before_anything_is_opened(iryna: Client, danylo: PersonHeld) -> None:
    """Coming from nowhere Iryna must say why; until then there is no row in the log, because nothing was read."""
    page = body(iryna.get(f"/people/{danylo.id}/"))
    assert "Why are you opening this record?" in page
    assert [planted for planted in PLANTED if planted in page] == []
    assert not LogRow.objects.filter(act=audit.Act.PERSON_OPENED).exists()


def test_the_reason_stands_in_the_log(iryna: Client, danylo: PersonHeld, open_record: str) -> None:
    """What she chose is what a protection officer will read."""
    assert "Вигаданенко" in body(iryna.get(open_record))
    newest = audit.log_of(danylo.id, 1)[0]
    assert (newest.act, newest.reason) == (audit.Act.PERSON_OPENED, "caller")


def test_no_reason_no_record(iryna: Client, danylo: PersonHeld) -> None:
    """An empty answer and an invented one are asked again."""
    answers = [body(iryna.post(f"/people/{danylo.id}/", {"reason": said})) for said in ("", "curiosity")]
    assert ["Why are you opening this record?" in page for page in answers] == [True, True]
    assert [planted for planted in PLANTED if planted in "".join(answers)] == []


def test_the_session_does_not_list_who_was_looked_at(iryna: Client, danylo: PersonHeld, open_record: str) -> None:
    """Whoever steals the session table finds no id of a person held in it."""
    assert str(danylo.id) not in repr(dict(iryna.session.items()))
    assert danylo.id.hex not in repr(dict(iryna.session.items()))


def test_if_the_log_cannot_be_written_nothing_is_shown(
    iryna: Client, open_record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No row, no record, on every page that opens one."""

    def broken(*args: object, **kwargs: object) -> None:
        raise AuditError

    iryna.raise_request_exception = False
    monkeypatch.setattr("wayhome.audit.writing.write", broken)
    answers = [iryna.get(open_record + page) for page in ("", "custody/", "wish/", "correct/", "versions/")]
    assert [answer.status_code for answer in answers] == [500] * 5
    assert [planted for planted in PLANTED if planted in "".join(map(body, answers))] == []


def test_only_who_watches_over_the_log_sees_who_looked(iryna: Client, danylo: PersonHeld, open_record: str) -> None:
    """A caseworker reads the record; a protection officer also reads who else did, and is written down for it."""
    halyna = signed_in_as(officer_named("halyna", Role.PROTECTION_OFFICER))
    halyna.post(open_record, {"reason": "request"})
    assert "log-heading" not in body(iryna.get(open_record))
    page = body(halyna.get(open_record))
    assert "log-heading" in page
    assert "Iryna" in page
    assert audit.log_of(danylo.id, 1)[0].act == audit.Act.PERSON_LOG_OPENED


def test_what_happened_is_written_down(iryna: Client, danylo: PersonHeld, open_record: str) -> None:
    """A dated event with its source takes its place above the older one."""
    event = {"status": "hospital", "source": "detaining_power", "on_date": "4 May 2026", "note": "a broken arm"}
    answer = iryna.post(open_record + "custody/", event, follow=True)
    assert "It is written down." in body(answer)
    assert "in hospital — the Detaining Power, 4 May 2026" in body(answer)
    assert [event.status for event in now(danylo).custody] == ["hospital", "held"]


def test_unconfirmed_information_never_becomes_a_status(iryna: Client, danylo: PersonHeld, open_record: str) -> None:
    """It is kept, marked as what it is, and he is still where our own record says."""
    event = {"status": "died", "source": "lead", "on_date": "5.5.2026", "note": ""}
    page = body(iryna.post(open_record + "custody/", event, follow=True))
    assert "<strong>held — our own record, 3 May 2026</strong>" in " ".join(page.split())
    assert "Unconfirmed: it does not say where the person is." in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"on_date": "3 May 2126"}, "cannot be read as a date"),
        ({"on_date": "3 May 2099"}, "still to come"),
        ({"on_date": "soon"}, "cannot be read as a date"),
        ({"status": ""}, "This field is required."),
        ({"status": "held"}, "Say in the note why it is so."),
    ],
)
def test_what_the_register_refuses_is_said_above_what_was_typed(
    wrong: dict[str, str], sentence: str, iryna: Client, danylo: PersonHeld, open_record: str
) -> None:
    """The register's sentence, nothing written, and nothing to type again."""
    event = {"status": "hospital", "source": "agency", "on_date": "4.5.2026", "place": "ward three", **wrong}
    page = body(iryna.post(open_record + "custody/", event))
    assert sentence in page
    assert 'value="ward three"' in page
    assert len(now(danylo).custody) == 1


def test_a_wish_is_written_as_it_was_given(iryna: Client, danylo: PersonHeld, open_record: str) -> None:
    """Not now is an answer; the page says when to ask again."""
    wish = {"purpose": "tell_family", "answer": "not_now", "language": "uk", "present": "Iryna"}
    page = body(iryna.post(open_record + "wish/", wish, follow=True))
    assert "Not now" in page
    assert "Ask again on" in page
    assert now(danylo).wishes[0].answer == "not_now"


def test_a_wish_without_whom_is_refused_and_kept(iryna: Client, danylo: PersonHeld, open_record: str) -> None:
    """ "Only these people" needs people."""
    wish = {"purpose": "tell_family", "answer": "only_these", "language": "uk", "present": "an interpreter"}
    page = body(iryna.post(open_record + "wish/", wish))
    assert "Write who they are." in page
    assert 'value="an interpreter"' in page
    assert now(danylo).wishes == ()


def test_a_correction_is_looked_at_before_it_is_written(iryna: Client, danylo: PersonHeld, open_record: str) -> None:
    """First the page says what would change, and nothing has changed."""
    page = body(iryna.post(open_record + "correct/", typed(danylo, rank="сержант", step="look")))
    assert "before: солдат" in page
    assert "after: сержант" in page
    assert now(danylo).version == 1


def test_a_written_correction_leaves_the_old_version_readable(
    iryna: Client, danylo: PersonHeld, open_record: str
) -> None:
    """After the yes he is a sergeant, and the page of versions still shows the private."""
    iryna.post(open_record + "correct/", typed(danylo, rank="сержант", step="write"))
    assert now(danylo).identity.rank == "сержант"
    page = body(iryna.get(open_record + "versions/"))
    assert "before: солдат" in page
    assert "his own word" in page


def test_a_correction_keeps_what_it_does_not_show(iryna: Client, danylo: PersonHeld, open_record: str) -> None:
    """The other spellings of his name are not in the form and are not lost by it."""
    iryna.post(open_record + "correct/", typed(danylo, rank="сержант", step="write"))
    assert [name.shown() for name in now(danylo).identity.names] == [
        "Вигаданенко Данило Петрович",
        "Vyhadanenko Danylo",
    ]


def test_a_slip_can_be_put_back(iryna: Client, danylo: PersonHeld, open_record: str) -> None:
    """The first version comes back as the third; the slip stays in between for everyone to see."""
    iryna.post(open_record + "correct/", typed(danylo, family="Хибний", step="write"))
    back = open_record + "versions/1/back/"
    assert "after: Вигаданенко" in body(iryna.get(back))
    iryna.post(back, {"version": "2", "because": "wrong record"})
    assert (now(danylo).version, now(danylo).identity.names[0].family) == (3, "Вигаданенко")


def test_who_comes_second_is_told(iryna: Client, danylo: PersonHeld, open_record: str) -> None:
    """Marek corrected the record while Iryna typed: she sees that, and what she typed is still there."""
    marek = officer_named("marek", Role.CASEWORKER)
    his = Identity(names=(WrittenName(family="Вигаданенко", given="Данило"),))
    actions.correct_identity(danylo.id, his, seen_version=1, because="a paper", by=marek, at=NOON)
    page = body(iryna.post(open_record + "correct/", typed(danylo, rank="сержант", step="write")))
    assert "Someone else has corrected this record since" in page
    assert 'value="сержант"' in page
    assert now(danylo).version == 2


def test_changing_nothing_is_not_a_correction(iryna: Client, danylo: PersonHeld, open_record: str) -> None:
    """A yes to an unchanged form writes no version."""
    page = body(iryna.post(open_record + "correct/", typed(danylo, step="write")))
    assert "Nothing is different from what stands there already." in page
    assert now(danylo).version == 1


STRANGE = ("<script>alert(1)</script>", "🌻 Соняшник 🌻", "Ж" * 300, "Robert'); DROP TABLE people;--")


@pytest.mark.parametrize("name", STRANGE)
def test_strange_names_are_shown_as_they_are(name: str, iryna: Client, rita: Officer) -> None:
    """Whatever stands in a list stands on the page as text, and never as a part of the page."""
    person = actions.register_person(Identity(names=(WrittenName(line=name),)), by=rita, at=NOON)
    address = f"/people/{person.id}/"
    iryna.post(address, {"reason": "request"})
    pages = [body(iryna.get(address + page)) for page in ("", "custody/", "correct/", "versions/")]
    assert all("<script>alert" not in page for page in pages)
    assert all(escaped(name) in page for page in pages)


def escaped(name: str) -> str:
    from django.utils.html import escape

    return escape(name)


def test_nobody_under_an_id_is_one_plain_page(iryna: Client) -> None:
    """After the reason, and not before it, she learns that there is no such record."""
    address = "/people/00000000-0000-4000-8000-000000000000/"
    assert iryna.get(address).status_code == 200
    answer = iryna.post(address, {"reason": "request"}, follow=True)
    assert answer.status_code == 404
    assert "There is no such record" in body(answer)


def test_an_id_in_an_address_is_all_it_holds(iryna: Client, danylo: PersonHeld, open_record: str) -> None:
    """Every link of a record's page is plain letters and ids."""
    page = body(iryna.get(open_record))
    addresses = [part.split('"', 1)[0] for part in page.split('href="')[1:]]
    assert [one for one in addresses if "?" in one or "%" in one or not one.isascii()] == []
    assert UUID(open_record.split("/")[2]) == danylo.id
