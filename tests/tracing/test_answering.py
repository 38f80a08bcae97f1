"""What she reads: no more than he allows, no more than the register supports; and what he takes back is gone."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from tests.tracing import cast
from tests.tracing.cast import NOON, Family, wish
from wayhome import audit
from wayhome.audit import Act
from wayhome.matching import PartialDate
from wayhome.protection.errors import NotAllowed
from wayhome.protection.models import Officer
from wayhome.registry import actions as registry
from wayhome.registry import wishes
from wayhome.registry.errors import NotOnlyThese
from wayhome.registry.models import OutboxItem, PersonHeld, Release
from wayhome.registry.states import Answer, Custody, Purpose, Source
from wayhome.tracing import actions, answering, queries, reading
from wayhome.tracing.answering import lies_for
from wayhome.tracing.errors import AlreadyDone, NeverSent, NothingConfirmed, NotOnHisList, SpokenNotWritten
from wayhome.tracing.inside import Inside
from wayhome.tracing.models import Letter, Talk
from wayhome.tracing.queries import TaskKind
from wayhome.tracing.states import State, TalkWhy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("confirmed")]
DAY = timedelta(days=1)


@pytest.fixture
def told(olena: Family, danylo: PersonHeld, rita: Officer, iryna: Officer) -> Family:
    """He said: my mother may know I am alive, not where. She was told."""
    wish(danylo, Answer.YES, rita, NOON)
    wish(danylo, Answer.NO, rita, NOON, Purpose.TELL_PLACE)
    actions.prepare_answer(olena.request().id, by=iryna, at=NOON)
    return olena


def test_she_reads_exactly_what_he_allowed(told: Family) -> None:
    """The first line alone; then what he asked us not to say; and nothing of where he is."""
    letter = told.outbox()[0]
    assert letter["kind"] == "word_alive"
    assert letter["first_line"] == "Він живий. Наш працівник говорив з ним 3 травня."
    assert letter["lines"] == [
        "Він просив не казати, де він.",
        "Цей лист лежатиме тут якийсь час. Потім на його місце стане короткий лист; так буває з кожною нашою вісткою.",
    ]
    assert "Табір" not in json.dumps(told.outbox(), ensure_ascii=False)
    assert told.request().state == State.ANSWERED


def test_the_place_only_if_he_allows_it(olena: Family, danylo: PersonHeld, rita: Officer, iryna: Officer) -> None:
    wish(danylo, Answer.YES, rita, NOON)
    wish(danylo, Answer.YES, rita, NOON, Purpose.TELL_PLACE)
    actions.prepare_answer(olena.request().id, by=iryna, at=NOON)
    assert olena.outbox()[0]["lines"][:2] == ["Він дозволив сказати Вам, де він:", "Табір 3"]


def test_of_the_place_he_was_not_asked_about_nothing_is_said(
    olena: Family, danylo: PersonHeld, rita: Officer, iryna: Officer
) -> None:
    wish(danylo, Answer.YES, rita, NOON)
    actions.prepare_answer(olena.request().id, by=iryna, at=NOON)
    assert len(olena.outbox()[0]["lines"]) == 1


def test_his_own_words_only_if_he_allows_letters(
    olena: Family, danylo: PersonHeld, rita: Officer, iryna: Officer
) -> None:
    wish(danylo, Answer.YES, rita, NOON)
    actions.prepare_answer(olena.request().id, own_words="Мамо, не хвилюйся", by=iryna, at=NOON)
    assert olena.kinds()[0] == "word_alive"
    wish(danylo, Answer.YES, rita, NOON + DAY, Purpose.LETTERS)
    actions.prepare_answer(olena.request().id, own_words="Мамо, не хвилюйся", by=iryna, at=NOON + DAY)
    letter = olena.outbox()[0]
    assert (letter["kind"], letter["lines"][:2]) == ("word_from_him", ["Його слова:", "Мамо, не хвилюйся"])
    assert olena.kinds().count("word_alive") == 0


@pytest.mark.parametrize("answer", [Answer.NO, Answer.NOT_NOW])
def test_without_his_yes_nothing_leaves(
    answer: Answer, olena: Family, danylo: PersonHeld, rita: Officer, iryna: Officer
) -> None:
    """Her page is any case's page; not even the version of her slot moves."""
    wish(danylo, answer, rita, NOON)
    before = OutboxItem.objects.values_list("version", "body").get()
    answered = actions.prepare_answer(olena.request().id, by=iryna, at=NOON)
    assert (answered.sent, answered.inside) == (False, Inside.HE_SAID_NO)
    assert OutboxItem.objects.values_list("version", "body").get() == before
    assert audit.log_of(danylo.id, 1)[0].act == Act.WITHHELD


def test_silence_is_no_yes(olena: Family, iryna: Officer) -> None:
    answered = actions.prepare_answer(olena.request().id, by=iryna, at=NOON)
    assert (answered.sent, answered.inside) == (False, Inside.NOT_ASKED)


def test_only_these_people_and_she_is_one_of_them(
    olena: Family, danylo: PersonHeld, rita: Officer, iryna: Officer
) -> None:
    """An officer says which line of his list she is; before that nothing leaves, and the naming is in the log."""
    wish(danylo, Answer.ONLY_THESE, rita, NOON, only_these="мати Олена\nбрат Тарас")
    id = olena.request().id
    assert not actions.prepare_answer(id, by=iryna, at=NOON).sent
    actions.name_on_his_list(id, line=1, by=iryna, at=NOON)
    assert actions.prepare_answer(id, by=iryna, at=NOON).sent
    assert Act.RECIPIENT_NAMED in [entry.act for entry in audit.log_of(danylo.id)]


def test_another_relative_does_not_read_with_her(
    olena: Family, danylo: PersonHeld, rita: Officer, iryna: Officer, agree: Callable[[UUID], None]
) -> None:
    wish(danylo, Answer.ONLY_THESE, rita, NOON, only_these="мати Олена")
    aunt = Family(name="Ганна")
    cast.arrive(aunt.question())
    actions.follow(NOON)
    agree(aunt.request().candidates.get().id)
    actions.name_on_his_list(olena.request().id, line=1, by=iryna, at=NOON)
    assert not actions.prepare_answer(aunt.request().id, by=iryna, at=NOON).sent


def test_a_new_list_needs_a_new_naming(olena: Family, danylo: PersonHeld, rita: Officer, iryna: Officer) -> None:
    wish(danylo, Answer.ONLY_THESE, rita, NOON, only_these="мати Олена")
    actions.name_on_his_list(olena.request().id, line=1, by=iryna, at=NOON)
    wish(danylo, Answer.ONLY_THESE, rita, NOON + DAY, only_these="брат Тарас")
    assert not actions.prepare_answer(olena.request().id, by=iryna, at=NOON + DAY).sent


def test_a_line_that_is_not_there(olena: Family, danylo: PersonHeld, rita: Officer, iryna: Officer) -> None:
    wish(danylo, Answer.ONLY_THESE, rita, NOON, only_these="мати Олена")
    with pytest.raises(NotOnHisList):
        actions.name_on_his_list(olena.request().id, line=2, by=iryna, at=NOON)


def test_nobody_is_named_on_a_list_that_does_not_exist(
    danylo: PersonHeld, olena: Family, rita: Officer, iryna: Officer
) -> None:
    wish(danylo, Answer.NO, rita, NOON)
    with pytest.raises(NotOnlyThese):
        wishes.name_recipient(danylo.id, Purpose.TELL_FAMILY, olena.request().id, line=1, by=iryna, at=NOON)


def test_a_preview_writes_nothing(olena: Family, danylo: PersonHeld, rita: Officer, iryna: Officer) -> None:
    wish(danylo, Answer.YES, rita, NOON)
    answered = actions.preview_answer(olena.request().id, by=iryna, at=NOON)
    assert answered.text is not None
    assert answered.text.first_line.startswith("Він живий.")
    assert Letter.objects.count() == Release.objects.count() == 1


def test_a_word_spoken_long_ago_is_told_in_the_past(
    olena: Family, danylo: PersonHeld, rita: Officer, iryna: Officer
) -> None:
    wish(danylo, Answer.YES, rita, NOON)
    actions.prepare_answer(olena.request().id, by=iryna, at=NOON + 60 * DAY)
    assert olena.outbox()[0]["first_line"] == "3 травня він був живий. Того дня наш працівник говорив з ним."


def test_the_answer_is_on_the_list_for_today_until_it_is_sent(
    olena: Family, danylo: PersonHeld, rita: Officer, iryna: Officer
) -> None:
    assert queries.counts(iryna, NOON.date())[TaskKind.ANSWER] == 0
    wish(danylo, Answer.YES, rita, NOON)
    assert queries.counts(iryna, NOON.date())[TaskKind.ANSWER] == 1
    actions.prepare_answer(olena.request().id, by=iryna, at=NOON)
    assert queries.counts(iryna, NOON.date())[TaskKind.ANSWER] == 0


def test_two_confirmed_are_nobody(olena: Family, rita: Officer, iryna: Officer) -> None:
    """If readers found two men to be the one sought, nobody is sure, and nothing leaves."""
    other = cast.hold(cast.DMYTRO, rita)
    olena.request().candidates.create(
        person=other, bits=20, certain="confident", above_threshold=True, state="same", made_at=NOON
    )
    with pytest.raises(NothingConfirmed):
        actions.prepare_answer(olena.request().id, by=iryna, at=NOON)


def test_lev_may_not_answer(olena: Family, lev: Officer) -> None:
    id = olena.request().id
    for door in (
        lambda: actions.prepare_answer(id, by=lev, at=NOON),
        lambda: actions.preview_answer(id, by=lev, at=NOON),
        lambda: actions.ask_for_talk(id, TalkWhy.ROUTINE, by=lev, at=NOON),
        lambda: actions.ask_family(id, "siblings", by=lev, at=NOON),
        lambda: actions.name_on_his_list(id, line=1, by=lev, at=NOON),
        lambda: actions.close(id, because="x", by=lev, at=NOON),
    ):
        with pytest.raises(NotAllowed):
            door()
    assert olena.kinds() == ["received"]


# — death is told by a person —


def died(person: PersonHeld, by: Officer) -> None:
    registry.record_custody(
        person.id,
        Custody.DIED,
        source=Source.OWN_RECORD,
        on_date=PartialDate(2026, 5, 3),
        note="certificate",
        by=by,
        at=NOON + timedelta(hours=1),
    )


def test_a_death_is_never_written(olena: Family, danylo: PersonHeld, rita: Officer, iryna: Officer) -> None:
    """Whatever he once wished: no letter leaves, and the way is a talk."""
    wish(danylo, Answer.YES, rita, NOON)
    died(danylo, rita)
    with pytest.raises(SpokenNotWritten):
        actions.prepare_answer(olena.request().id, by=iryna, at=NOON + DAY)
    assert olena.kinds() == ["received"]


def test_the_letter_that_asks_for_a_talk_is_the_same_for_all(olena: Family, iryna: Officer) -> None:
    """Good word, ordinary questions, grave news: word for word one letter."""
    id = olena.request().id
    seen = []
    for why in TalkWhy:
        actions.ask_for_talk(id, why, by=iryna, at=NOON)
        letter = olena.outbox()[0]
        seen.append((letter["kind"], letter["first_line"], letter["lines"], letter["ending"]))
    assert seen[0] == seen[1] == seen[2]


def test_a_talk_is_work_for_a_person(olena: Family, iryna: Officer, marek: Officer) -> None:
    actions.ask_for_talk(olena.request().id, TalkWhy.GRAVE, by=iryna, at=NOON)
    (task,) = [task for task in queries.today(marek, NOON.date()) if task.kind is TaskKind.SPEAK]
    case = reading.case(olena.request().id, by=marek, at=NOON, reason="talk")
    assert [talk.why for talk in case.talks] == [TalkWhy.GRAVE]
    actions.talk_held(task.id, by=marek, at=NOON)
    with pytest.raises(AlreadyDone):
        actions.talk_held(task.id, by=marek, at=NOON)


def test_the_row_of_a_talk_does_not_tell_why(olena: Family, iryna: Officer) -> None:
    """All rows have the same length: the list of talks is no list of the dead."""
    for why in TalkWhy:
        actions.ask_for_talk(olena.request().id, why, by=iryna, at=NOON)
    assert len({len(bytes(talk.sealed)) for talk in Talk.objects.all()}) == 1


# — he takes it back —


def test_when_he_takes_it_back_her_page_is_any_answered_case(told: Family, danylo: PersonHeld, rita: Officer) -> None:
    """The word is gone from her slot; what we wrote stands as of its day, and no letter says why."""
    later = NOON + 2 * DAY
    wish(danylo, Answer.NO, rita, later)
    assert actions.obey_wishes(later) == 1
    assert told.kinds() == ["stands_as_of", "received"]
    letter = told.outbox()[0]
    assert letter["lines"][1].startswith("Те, що ми написали 3 травня, правдиве станом на той день.")
    assert "живий" not in json.dumps(told.outbox(), ensure_ascii=False)


def test_a_word_whose_days_are_over_makes_way_in_the_same_words(told: Family) -> None:
    """An ordinary case between two pieces of news: letter for letter what a wish taken back looks like."""
    later = told.request().told_until
    assert later is not None
    assert NOON < later <= NOON + 28 * DAY
    assert actions.obey_wishes(later - timedelta(seconds=1)) == 0
    assert actions.obey_wishes(later) == 1
    assert told.kinds() == ["stands_as_of", "received"]


def test_it_makes_way_once(told: Family, danylo: PersonHeld, rita: Officer) -> None:
    wish(danylo, Answer.NO, rita, NOON + DAY)
    assert [actions.obey_wishes(NOON + DAY) for _ in range(3)] == [1, 0, 0]


@pytest.mark.parametrize("answer", [Answer.NOT_NOW, Answer.ONLY_THESE])
def test_every_lesser_answer_takes_it_back(answer: Answer, told: Family, danylo: PersonHeld, rita: Officer) -> None:
    only_these = "брат Тарас" if answer is Answer.ONLY_THESE else ""
    wish(danylo, answer, rita, NOON + DAY, only_these=only_these)
    assert actions.obey_wishes(NOON + DAY) == 1
    assert told.kinds()[0] == "stands_as_of"


def test_taking_back_the_place_alone_is_obeyed_too(
    olena: Family, danylo: PersonHeld, rita: Officer, iryna: Officer
) -> None:
    wish(danylo, Answer.YES, rita, NOON)
    wish(danylo, Answer.YES, rita, NOON, Purpose.TELL_PLACE)
    actions.prepare_answer(olena.request().id, by=iryna, at=NOON)
    wish(danylo, Answer.NO, rita, NOON + DAY, Purpose.TELL_PLACE)
    assert actions.obey_wishes(NOON + DAY) == 1
    assert "Табір" not in json.dumps(olena.outbox(), ensure_ascii=False)


def test_when_he_dies_the_word_goes_and_nothing_tells(told: Family, danylo: PersonHeld, rita: Officer) -> None:
    died(danylo, rita)
    actions.obey_wishes(NOON + DAY)
    assert told.kinds() == ["stands_as_of", "received"]


def test_a_doubted_word_goes_and_a_person_has_to_speak(
    told: Family, confirmed: UUID, halyna: Officer, iryna: Officer
) -> None:
    """Perhaps it was never he: then not even "stands as of that day" would be true."""
    actions.doubt(confirmed, by=halyna, at=NOON)
    actions.obey_wishes(NOON)
    assert told.kinds() == ["received"]
    assert TaskKind.DOUBT in [task.kind for task in queries.today(iryna, NOON.date())]


def test_after_he_took_it_back_he_may_allow_it_again(
    told: Family, danylo: PersonHeld, rita: Officer, iryna: Officer
) -> None:
    wish(danylo, Answer.NO, rita, NOON + DAY)
    actions.obey_wishes(NOON + DAY)
    wish(danylo, Answer.YES, rita, NOON + 9 * DAY)
    assert actions.prepare_answer(told.request().id, by=iryna, at=NOON + 9 * DAY).sent
    assert told.kinds() == ["word_alive", "stands_as_of", "received"]


def test_a_closed_case_says_nothing_more(told: Family, iryna: Officer) -> None:
    """The word that lies there goes too, when its days are over, and nothing is promised in its place."""
    actions.close(told.request().id, because="found each other", by=iryna, at=NOON)
    with pytest.raises(NeverSent):
        actions.ask_family(told.request().id, "siblings", by=iryna, at=NOON)
    actions.obey_wishes(NOON + 20 * DAY)
    assert told.kinds() == ["received"]


# — asked again —


def test_tell_nobody_is_asked_again_after_a_week(danylo: PersonHeld, rita: Officer, iryna: Officer) -> None:
    wish(danylo, Answer.NO, rita, NOON)
    assert wishes.due((NOON + 6 * DAY).date()) == []
    (due,) = wishes.due((NOON + 7 * DAY).date())
    assert (due.person_id, due.why) == (danylo.id, "week")
    assert TaskKind.ASK_AGAIN in [task.kind for task in queries.today(iryna, (NOON + 7 * DAY).date())]


def test_after_a_transfer_he_is_asked_the_same_day(danylo: PersonHeld, rita: Officer) -> None:
    wish(danylo, Answer.NOT_NOW, rita, NOON)
    registry.record_custody(
        danylo.id, Custody.TRANSFERRED, source=Source.OWN_RECORD, on_date=None, by=rita, at=NOON + DAY
    )
    (due,) = wishes.due((NOON + DAY).date())
    assert due.why == "transfer"


def test_a_transfer_does_not_disturb_a_yes(danylo: PersonHeld, rita: Officer) -> None:
    wish(danylo, Answer.YES, rita, NOON)
    registry.record_custody(
        danylo.id, Custody.TRANSFERRED, source=Source.OWN_RECORD, on_date=None, by=rita, at=NOON + DAY
    )
    assert wishes.due((NOON + 30 * DAY).date()) == []


def test_a_visitor_may_ask_him_again_whatever_he_said(danylo: PersonHeld, rita: Officer, halyna: Officer) -> None:
    wish(danylo, Answer.NO, rita, NOON)
    wishes.ask_again_at_visit(danylo.id, by=halyna, at=NOON + DAY)
    (due,) = wishes.due((NOON + DAY).date())
    assert due.why == "visit"


def test_an_answer_closes_the_question(danylo: PersonHeld, rita: Officer) -> None:
    wish(danylo, Answer.NO, rita, NOON)
    wish(danylo, Answer.YES, rita, NOON + 7 * DAY)
    assert wishes.due((NOON + 90 * DAY).date()) == []


def test_no_length_of_time_is_sure_to_mean_that_he_took_it_back() -> None:
    """Some words make way within a day and most lie for weeks: how long one lay tells nothing."""
    drawn = sorted(lies_for() for _ in range(4_000))
    assert drawn[0] < DAY
    assert drawn[len(drawn) // 4] > 7 * DAY
    assert drawn[-1] <= 28 * DAY


def test_no_letter_promises_a_number_of_days() -> None:
    """Whatever is said of how long a word lies must be true of one that was taken back within the hour."""
    texts = "".join(path.read_text("utf-8") for path in (Path(answering.__file__).parent / "letters").glob("*.yaml"))
    assert not re.search("some days|кілька днів|несколько дней", texts)
