"""The list for today, the queue and one request: what stands there, what does not, and what the log knows first."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.bureau import desk
from tests.bureau.cast import body
from tests.bureau.conftest import SignIn
from tests.bureau.desk import HER_WORDS
from tests.tracing.cast import Family
from wayhome import audit
from wayhome.audit.errors import AuditError
from wayhome.audit.models import LogRow
from wayhome.audit.pseudonyms import pseudonym
from wayhome.bureau import screens
from wayhome.protection.models import Officer
from wayhome.registry.models import PersonHeld
from wayhome.registry.states import Answer
from wayhome.tracing.models import InboxEnvelope, TracingRequest
from wayhome.tracing.queries import Task, TaskKind


def the_case(family: Family) -> str:
    return reverse("case", args=[family.request().id])


def opened(client: Client, family: Family) -> str:
    """The request's page, after a reason if one is asked."""
    client.post(the_case(family), {"reason": "request"})
    return body(client.get(the_case(family)))


# — today —


def test_what_waits_for_me_stands_on_one_list(iryna: Client, candidate: UUID, olena: Family) -> None:
    """A pair to read and a message, each with the request's number and a day; no name, and how many are left."""
    desk.write_again(olena, "соседка говорит, что видела его")
    page = body(iryna.get("/"))
    assert "Read and decide" in page
    assert "The family has written" in page
    assert page.count(olena.request().reference) == 4  # two lines, each once for the eye and once for the ear
    assert "25 new screens of 25 are left today." in page
    assert [word for word in HER_WORDS if word in page] == []


def test_what_i_have_read_is_gone_from_my_list(iryna: Client, candidate: UUID, olena: Family) -> None:
    """And the screen it took is counted."""
    desk.write_again(olena, "соседка видела его")
    page = desk.read(iryna, candidate)
    assert "It is written down." in page
    assert "Read and decide" not in page
    assert "24 new screens of 25 are left today." in body(iryna.get("/"))


def test_whoever_is_to_be_asked_again_stands_there_too(sign_in: SignIn, danylo: PersonHeld, rita: Officer) -> None:
    """ "Not now" comes back after a week, on the list of those who ask."""
    reception = sign_in("reception_officer")
    desk.wishes(danylo.id, Answer.NOT_NOW, rita)
    assert danylo.reference not in body(reception.get("/"))
    desk.wishes(danylo.id, Answer.NOT_NOW, rita, days_ago=8)
    page = body(reception.get("/"))
    assert danylo.reference in page
    assert reverse("wish", args=[danylo.id]) in page


def test_an_empty_list_says_so(iryna: Client) -> None:
    """Nothing to do is a sentence, not a hole."""
    assert "Nothing waits for you." in body(iryna.get("/"))


def test_after_25_new_screens_the_rest_is_for_another_day() -> None:
    """The 25th is the last; what was opened already stays."""
    day = timezone.now().date()
    tasks = [Task(TaskKind.MESSAGE, UUID(int=n), f"R-{n}", day, UUID(int=n)) for n in range(1, 31)]
    now, later = screens.split(tasks, set())
    assert (len(now), len(later)) == (25, 5)
    used: set[screens.Screen] = {(str(pseudonym(UUID(int=n))),) for n in range(1, 26)}
    now, later = screens.split(tasks, used)
    assert (len(now), len(later)) == (25, 5)


def test_what_is_no_screen_is_never_put_off() -> None:
    """Asking a person again is not reading; the limit does not hide him."""
    tasks = [Task(TaskKind.ASK_AGAIN, UUID(int=1), "K-1", timezone.now().date())]
    used: set[screens.Screen] = {(str(n),) for n in range(25)}
    assert screens.split(tasks, used) == (tasks, [])


def test_a_letter_that_is_late_is_said(iryna: Client, olena: Family) -> None:
    """A stopped clock means that a family silently gets nothing."""
    TracingRequest.objects.update(look_again_on=timezone.now().date() - timedelta(days=3))
    assert "1 letter to a family is late." in body(iryna.get("/"))


def test_an_envelope_that_lies_unopened_is_said(iryna: Client) -> None:
    """Five minutes are the promise."""
    at = timezone.now() - timedelta(minutes=9)
    InboxEnvelope.objects.create(id=UUID(int=7), envelope=b"x", day=at.date(), arrived_at=at, try_after=at)
    assert "has waited unopened for 9" in body(iryna.get("/"))


def test_an_envelope_set_aside_can_be_tried_once_more(iryna: Client) -> None:
    """Its reason is said in words; nothing of it is shown."""
    at = timezone.now()
    row = InboxEnvelope.objects.create(
        id=UUID(int=7), envelope=b"x", day=at.date(), arrived_at=at, try_after=at, state="set_aside", reason="token"
    )
    assert "An envelope could not be understood" in body(iryna.get("/"))
    assert "does not hold the family’s code" in body(iryna.get("/envelopes/"))
    iryna.post("/envelopes/", {"envelope": str(row.id)})
    row.refresh_from_db()
    assert row.state == "arrived"


# — the queue —


def test_the_queue_names_nobody(iryna: Client, candidate: UUID, olena: Family) -> None:
    """Number, day, state in words and what waits."""
    page = body(iryna.get("/requests/"))
    assert olena.request().reference in page
    assert "being read" in page
    assert "1 candidate waits for you." in page
    assert [word for word in HER_WORDS if word in page] == []


def test_the_queue_opens_nothing(iryna: Client, candidate: UUID) -> None:
    """Looking at the list leaves no trace of having read anybody, because nobody was read."""
    before = LogRow.objects.count()
    iryna.get("/requests/")
    assert LogRow.objects.count() == before


@pytest.mark.parametrize("show", ["answered", "resting", "Вигаданенко", "", "'; drop table"])
def test_any_address_of_the_queue_is_a_page(show: str, iryna: Client, candidate: UUID) -> None:
    """Nonsense shows what is under way."""
    assert iryna.get("/requests/", {"show": show, "page": "x"}).status_code == 200


# — one request —


def test_what_stands_on_the_list_opens_at_once(iryna: Client, candidate: UUID, olena: Family) -> None:
    """Being on today's list is the reason; the log has it."""
    assert "Выгаданенко" in body(iryna.get(the_case(olena)))
    assert LogRow.objects.filter(act=audit.Act.REQUEST_OPENED, reason="today").count() == 1


def test_what_does_not_stand_there_asks_why(iryna: Client, olena: Family) -> None:
    """No reason, no request; with one, the log has the short word."""
    page = body(iryna.get(the_case(olena)))
    assert "Why are you opening this request?" in page
    assert [word for word in HER_WORDS if word in page] == []
    assert "Выгаданенко" in opened(iryna, olena)
    assert LogRow.objects.filter(act=audit.Act.REQUEST_OPENED, reason="request").count() == 1


def test_the_request_stands_as_she_wrote_it(iryna: Client, candidate: UUID, olena: Family) -> None:
    """Her words, her date and how it was read, how she may be reached and when not, her day without letters."""
    page = body(iryna.get(the_case(olena)))
    for said in ("Выгаданенко", "Данька", "12 апреля 1991", "read as: 12 April 1991", "после семи вечера", "7 March"):
        assert said in page
    assert 'lang="ru"' in page


def test_the_family_question_is_folded_away(iryna: Client, candidate: UUID, olena: Family) -> None:
    """It is there for the talk, and not for whoever looks over a shoulder."""
    page = body(iryna.get(the_case(olena)))
    before, _, after = page.partition("The family question and its answer")
    assert "Грушка" not in before
    assert "Never read the answer out." in after


def test_another_relative_does_not_stand_there(iryna: Client, candidate: UUID, olena: Family) -> None:
    """Whoever else asks for the same man is another request, which this one does not name."""
    aunt = Family(name="Ганна", language="uk")
    desk.file(aunt, enquirer={"name": "Ганна Інша", "relation": "тітка", "question": "", "answer": ""})
    desk.match()
    page = body(iryna.get(the_case(olena)))
    assert aunt.request().reference not in page
    assert "Ганна" not in page


def test_what_she_writes_is_data(iryna: Client, candidate: UUID, olena: Family) -> None:
    """A script in her words is text on the page."""
    desk.write_again(olena, '<script>alert(1)</script> {{ 7|add:"1" }} & соседка')
    page = body(iryna.get(the_case(olena)))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_a_message_is_marked_as_read(iryna: Client, candidate: UUID, olena: Family) -> None:
    """It leaves the list and stays in the request."""
    desk.write_again(olena, "соседка видела его")
    page = body(iryna.get(the_case(olena)))
    assert "not read yet" in page
    page = body(iryna.post(reverse("messages_seen", args=[olena.request().id]), {"message": ids_on(page)}, follow=True))
    assert "соседка видела его" in page
    assert "not read yet" not in page
    assert "The family has written" not in body(iryna.get("/"))


def test_a_message_that_came_meanwhile_stays_unread(iryna: Client, candidate: UUID, olena: Family) -> None:
    """Only what stood on the page was read."""
    desk.write_again(olena, "соседка видела его")
    shown = ids_on(body(iryna.get(the_case(olena))))
    desk.write_again(olena, "и ещё: он писал в мае")
    page = body(iryna.post(reverse("messages_seen", args=[olena.request().id]), {"message": shown}, follow=True))
    assert page.count("not read yet") == 1


def ids_on(page: str) -> list[str]:
    return re.findall(r'name="message" value="([0-9a-f-]{36})"', page)


def test_if_the_log_cannot_be_written_nothing_is_shown(
    iryna: Client, candidate: UUID, olena: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No row, no page."""
    opened(iryna, olena)
    monkeypatch.setattr("wayhome.audit.reading.writing.write", refuse)
    with pytest.raises(AuditError):
        iryna.get(the_case(olena))


def refuse(*_: object, **__: object) -> None:
    raise AuditError


def test_only_who_watches_sees_who_looked(iryna: Client, halyna: Client, candidate: UUID, olena: Family) -> None:
    """A caseworker sees what happened to the request; Halyna also sees who opened it, and why."""
    opened(iryna, olena)
    assert "A family&#x27;s question was opened" not in body(iryna.get(the_case(olena)))
    assert "A family&#x27;s question was opened — Iryna" in opened(halyna, olena)


@pytest.mark.parametrize(("to", "state"), [("paused", "paused"), ("closed", "closed")])
def test_a_request_rests_and_opens_again(to: str, state: str, iryna: Client, candidate: UUID, olena: Family) -> None:
    """With a reason from a list, so that no name enters the log."""
    address = reverse("case_move", args=[olena.request().id, to])
    assert "Choose what comes nearest." in body(iryna.post(address, {"reason": "because Olena"}))
    iryna.post(address, {"reason": "family_asked"})
    assert olena.request().state == state
    iryna.post(reverse("case_move", args=[olena.request().id, "open"]), {"reason": "something_new"})
    assert olena.request().state == "under_review"


def test_a_withdrawn_request_is_a_kind_page(iryna: Client, candidate: UUID, olena: Family) -> None:
    """Her words are erased; the address says so and nothing else."""
    from tests.tracing import cast

    opened(iryna, olena)
    cast.arrive(olena.word(), "withdrawal", at=timezone.now())
    answer = iryna.get(the_case(olena))
    assert answer.status_code == 410
    assert "The family has withdrawn this request" in body(answer)
    assert [word for word in HER_WORDS if word in body(answer)] == []


def test_no_name_stands_in_an_address_or_a_title(iryna: Client, candidate: UUID, olena: Family) -> None:
    """An address enters the history, a title the window's frame."""
    page = body(iryna.get(the_case(olena)))
    addresses = re.findall(r'(?:href|action)="([^"]*)"', page)
    (title,) = re.findall(r"<title>(.*?)</title>", page, re.DOTALL)
    assert [one for one in addresses if not one.isascii() or "%" in one] == []
    assert [word for word in HER_WORDS if word in title] == []
