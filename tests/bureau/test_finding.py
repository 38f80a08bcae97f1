"""Asking for someone: any spelling finds him, what was typed stays in the page, and the log knows first."""

from uuid import UUID

import pytest
from django.test import Client

from tests.bureau.cast import PLANTED, body
from wayhome import audit
from wayhome.audit.errors import AuditError
from wayhome.audit.models import LogRow
from wayhome.registry.models import PersonHeld
from wayhome.run.matcher import Matcher

QUESTION = {"name": "Danilo Vygadanenko", "birth_date": "April 1991", "place": "Vyhadane"}
SOMEBODY_ELSE = {"name": "Zzymon Qwertowicz", "birth_date": "1950"}


def test_another_spelling_finds_him(iryna: Client, found_by_matcher: UUID) -> None:
    """Olena spells her son's name in Latin letters; he stands in Cyrillic, with custody, source and day."""
    page = body(iryna.post("/find/", QUESTION))
    assert "Вигаданенко Данило Петрович" in page
    assert "held — our own record, 3 May 2026" in page
    assert "Very likely the same person" in page


def test_the_evidence_is_said_in_words_with_its_weight(iryna: Client, found_by_matcher: UUID) -> None:
    """For, with signed bits; what is silent is named."""
    page = body(iryna.post("/find/", QUESTION))
    assert "bits" in page
    assert "Each bit for makes it twice as likely" in page
    assert "Says nothing either way:" in page


def test_the_question_is_nowhere_but_in_the_page(iryna: Client, found_by_matcher: UUID) -> None:
    """An address enters the browser's history, the proxy's log and the neighbour's eye; a form's value does not."""
    page = body(iryna.post("/find/", QUESTION))
    addresses = [part.split('"', 1)[0] for part in page.split('href="')[1:] + page.split('action="')[1:]]
    assert [one for one in addresses if "?" in one or "%" in one or not one.isascii()] == []
    assert 'method="get"' not in page
    assert 'value="Danilo Vygadanenko"' in page


@pytest.mark.parametrize("path", ["/find/", "/find/side-by-side/"])
def test_no_browser_keeps_an_answer(path: str, iryna: Client, found_by_matcher: UUID) -> None:
    """The next person at this desk presses "back" and finds nothing."""
    answer = iryna.post(path, {**QUESTION, "person": str(found_by_matcher)})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_a_question_in_the_address_is_not_asked(iryna: Client, found_by_matcher: UUID) -> None:
    """A name typed into the address by hand is ignored: the empty form comes, and nobody is opened."""
    page = body(iryna.get("/find/", QUESTION))
    assert "Danilo" not in page
    assert not LogRow.objects.filter(act=audit.Act.PEOPLE_OPENED).exists()


def test_the_log_knows_who_was_shown(iryna: Client, found_by_matcher: UUID) -> None:
    """The row is there, with the reason, and its subject is Danylo."""
    iryna.post("/find/", QUESTION)
    newest = audit.log_of(found_by_matcher, 1)[0]
    assert (newest.act, newest.reason) == (audit.Act.PEOPLE_OPENED, "search")


@pytest.mark.parametrize("path", ["/find/", "/find/side-by-side/"])
def test_if_the_log_cannot_be_written_nothing_is_shown(
    path: str, iryna: Client, found_by_matcher: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No row, no record: the page breaks off and not one word of his is in it."""

    def broken(*args: object, **kwargs: object) -> None:
        raise AuditError

    iryna.raise_request_exception = False
    monkeypatch.setattr("wayhome.audit.writing.write", broken)
    answer = iryna.post(path, {**QUESTION, "person": str(found_by_matcher)})
    assert answer.status_code == 500
    assert [planted for planted in PLANTED if planted in body(answer)] == []


def test_no_one_fitting_says_nothing_about_the_person(iryna: Client, found_by_matcher: UUID) -> None:
    """Never "not found", never "not held": those words would be read as news."""
    page = body(iryna.post("/find/", SOMEBODY_ELSE))
    assert "No one in the register fits well enough" in page
    assert "This says nothing about the person you look for." in page
    assert "not found" not in page.lower()
    assert "not held" not in page.lower()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"birth_date": "thirteenth of never"}, "This cannot be read as a date."),
        ({"birth_date": "31.02.1991"}, "This cannot be read as a date."),
        ({}, "Write at least one thing you know"),
        ({"name": "x" * 301}, "300"),
    ],
)
def test_what_cannot_be_asked_is_explained_and_kept(
    typed: dict[str, str], sentence: str, iryna: Client, matcher: Matcher
) -> None:
    """One plain sentence beside the field, and what was typed still stands there."""
    answer = iryna.post("/find/", {"place": "", **typed})
    assert answer.status_code == 200
    assert sentence in body(answer)
    assert all(text in body(answer) for text in typed.values())


def test_a_silent_search_keeps_the_question(iryna: Client, danylo: PersonHeld) -> None:
    """The matcher is down: a plain page says so, and the question waits in the form for the next minute."""
    answer = iryna.post("/find/", QUESTION)
    assert answer.status_code == 503
    assert "The search does not answer just now" in body(answer)
    assert 'value="Danilo Vygadanenko"' in body(answer)


def test_a_search_that_is_behind_says_so(
    iryna: Client, found_by_matcher: UUID, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Someone who came in just now may be missing; the page tells, instead of keeping quiet."""
    monkeypatch.setattr("wayhome.run.matcher.WAIT_AT_MOST", 0.05)
    matcher.shelves["held"].position = 0
    assert "still reading the newest records" in body(iryna.post("/find/", QUESTION))


def test_side_by_side_shows_both_and_the_base_rate(iryna: Client, found_by_matcher: UUID) -> None:
    """What was asked, what is registered, his other spelling, the sum, and how rare a true match is to begin with."""
    page = body(iryna.post("/find/side-by-side/", {**QUESTION, "person": str(found_by_matcher)}))
    assert "Danilo Vygadanenko" in page
    assert "Вигаданенко Данило Петрович" in page
    assert "Vyhadanenko Danylo" in page
    assert "Only about 2 of 100 people asked for are registered here at all." in page
    assert "Together:" in page
    assert "Opened by Iryna" in page


def test_side_by_side_after_a_change_of_language_asks_anew(iryna: Client) -> None:
    """The language buttons lead back by GET, and a GET holds no question."""
    assert iryna.get("/find/side-by-side/")["Location"] == "/find/"


def test_a_made_up_candidate_is_refused(iryna: Client, found_by_matcher: UUID) -> None:
    """An id that is no id, and an id that is nobody's."""
    assert iryna.post("/find/side-by-side/", {**QUESTION, "person": "1"}).status_code == 400
    nobody = iryna.post("/find/side-by-side/", {**QUESTION, "person": "00000000-0000-4000-8000-000000000000"})
    assert nobody.status_code == 404
