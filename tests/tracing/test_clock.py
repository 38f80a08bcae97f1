"""Letters without news: on their day, all due ones in one act, once each, and only when we have looked."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError

from tests.tracing import cast
from tests.tracing.cast import NOON, Family, wish
from wayhome import audit
from wayhome.audit import Act
from wayhome.protection.models import Officer
from wayhome.registry import finding
from wayhome.registry.errors import MatcherSilent
from wayhome.registry.models import OutboxItem, PersonHeld
from wayhome.registry.states import Answer
from wayhome.tracing import actions, clock, posting
from wayhome.tracing.models import Letter
from wayhome.tracing.states import State

pytestmark = pytest.mark.django_db
JUNE = datetime(2026, 6, 3, 7, tzinfo=UTC)
DAY = timedelta(days=1)


def test_nothing_is_written_before_its_day(olena: Family) -> None:
    assert actions.letters_due(JUNE - DAY) == 0
    assert olena.kinds() == ["received"]


def test_on_the_day_she_is_written_to_and_told_the_next_one(olena: Family) -> None:
    assert actions.letters_due(JUNE) == 1
    letter = next(letter for letter in olena.outbox() if letter["kind"] == "no_news")
    assert letter["lines"] == [
        "Добрий день.",
        "3 червня ми перевірили. Сьогодні не маємо вістки, яку можемо Вам передати.",
        "Це нічого не говорить про те, що з ним.",
        "Перевіримо знову 3 липня. Платити нікому не треба.",
    ]
    assert olena.request().look_again_on == cast.day("2026-07-03")


def test_once_a_day_however_often_the_clock_turns(olena: Family) -> None:
    assert [actions.letters_due(JUNE + timedelta(seconds=n)) for n in range(3)] == [1, 0, 0]


def test_a_clock_that_stood_still_for_a_week_catches_up_once(olena: Family) -> None:
    """Not seven times, and the next look is a month from today."""
    late = JUNE + 7 * DAY
    for hour in range(3):
        actions.letters_due(late + timedelta(hours=hour))
    assert olena.kinds().count("no_news") == 1
    assert olena.request().look_again_on == cast.day("2026-07-10")


def test_all_due_families_are_one_act_in_the_log(olena: Family) -> None:
    for name in ("Ганна", "Марія"):
        cast.arrive(Family(name=name).question())
    assert actions.letters_due(JUNE) == 3
    assert [entry.act for entry in audit.newest(200)].count(Act.LETTERS_DUE) == 1


def test_a_question_is_put_to_everyone_matched_or_not(olena: Family, danylo: PersonHeld, rita: Officer) -> None:
    """By the clock, at the first look, in the same words: so that asking never is an answer."""
    stranger = Family(name="Ганна")
    question = stranger.question()
    question["sought"] |= {"family": "Нікомуненко", "given": "Ніхто", "patronymic": "", "born": ""}
    cast.arrive(question)
    actions.follow(NOON)
    actions.letters_due(JUNE)
    asked = [[x["lines"][1:] for x in who.outbox() if x["kind"] == "asks"] for who in (olena, stranger)]
    assert asked[0] == asked[1] != []
    assert olena.kinds() == stranger.kinds() == ["asks", "no_news", "received"]


def test_whoever_is_withheld_reads_what_everyone_reads(
    olena: Family, candidate: Any, agree: Any, danylo: PersonHeld, rita: Officer, iryna: Officer
) -> None:
    """Found, and he said no: letter for letter the page of someone of whom nobody knows anything."""
    unknown = Family(name="Олена")
    question = unknown.question()
    question["sought"] |= {"family": "Нікомуненко", "given": "Ніхто", "patronymic": "", "born": ""}
    cast.arrive(question)
    agree(candidate)
    wish(danylo, Answer.NO, rita, NOON)
    actions.prepare_answer(olena.request().id, by=iryna, at=NOON)
    actions.letters_due(JUNE)
    pages = [[(x["kind"], x["first_line"], x["lines"], x["ending"]) for x in who.outbox()] for who in (olena, unknown)]
    assert pages[0] == pages[1]
    assert len({row.version for row in OutboxItem.objects.all()}) == 1


def test_no_word_is_not_written_while_there_is_one(
    olena: Family, candidate: Any, agree: Any, danylo: PersonHeld, rita: Officer, iryna: Officer
) -> None:
    """Confirmed and allowed: the letter waits for the officer who answers, because "no word" would be false."""
    agree(candidate)
    wish(danylo, Answer.YES, rita, NOON)
    assert actions.letters_due(JUNE) == 0
    assert clock.overdue((JUNE + 2 * DAY).date()) == 1
    actions.prepare_answer(olena.request().id, by=iryna, at=JUNE)
    assert olena.kinds() == ["word_alive", "received"]


def test_between_two_pieces_of_news_the_clock_says_it_stands(
    olena: Family, candidate: Any, agree: Any, danylo: PersonHeld, rita: Officer, iryna: Officer
) -> None:
    agree(candidate)
    wish(danylo, Answer.YES, rita, NOON)
    actions.prepare_answer(olena.request().id, by=iryna, at=NOON)
    actions.letters_due(JUNE)
    assert olena.kinds()[:2] in (["asks", "stands_as_of"], ["stands_as_of", "received"])
    assert "word_alive" not in olena.kinds()


def test_while_the_matcher_is_silent_nobody_writes_that_we_looked(
    olena: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as away:
        away.setattr(finding, "ask", cast.silent)
        with pytest.raises(MatcherSilent):
            actions.letters_due(JUNE)
    assert olena.kinds() == ["received"]
    assert actions.letters_due(JUNE + DAY) == 1


def test_not_on_the_days_she_named_and_not_on_his_birthday() -> None:
    family = Family()
    question = family.question()
    question["sought"]["born"] = "4.07.2003"
    question["reach"]["not_on"] = ["06-03", "06-04"]
    cast.arrive(question)
    assert family.request().look_again_on == cast.day("2026-06-05")
    actions.letters_due(datetime(2026, 6, 5, tzinfo=UTC))
    assert family.request().look_again_on == cast.day("2026-07-05")


def test_a_paused_case_gets_no_letters_and_goes_on_when_opened(olena: Family, iryna: Officer) -> None:
    actions.pause(olena.request().id, because="she asked for quiet", by=iryna, at=NOON)
    assert actions.letters_due(JUNE) == 0
    actions.reopen(olena.request().id, because="she wrote", by=iryna, at=JUNE)
    assert (olena.request().state, olena.request().look_again_on) == (State.OPEN, cast.day("2026-07-03"))


def test_a_failure_in_the_middle_leaves_no_half_letter(olena: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    """The letter, the next date and the sealed bundle stand or fall together."""

    def fail(*_: object, **__: object) -> None:
        raise DatabaseError

    with monkeypatch.context() as broken:
        broken.setattr(posting, "release", fail)
        with pytest.raises(DatabaseError):
            actions.letters_due(JUNE)
    assert (Letter.objects.count(), olena.request().look_again_on) == (1, cast.day("2026-06-03"))
    assert actions.letters_due(JUNE) == 1


def test_years_of_letters_fit_and_the_newest_stay(olena: Family) -> None:
    """The slot never grows; the oldest routine letters fall out."""
    at = JUNE
    for _ in range(20):
        actions.letters_due(at)
        at = datetime.combine(olena.request().look_again_on or at.date(), at.timetz())
    letters = olena.outbox()
    assert letters[0]["kind"] in ("no_news", "asks")
    assert [x["dated"] for x in letters] == sorted((x["dated"] for x in letters), reverse=True)
    assert 3 <= len(letters) <= posting.MOST_LETTERS
    assert len(bytes(OutboxItem.objects.get().body)) == 16384
