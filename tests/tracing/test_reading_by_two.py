"""Two readers, the second blind; a third when they disagree. Nothing moves while a round is open."""

import itertools
import uuid
from collections.abc import Callable
from uuid import UUID

import pytest

from tests.tracing import cast
from tests.tracing.cast import DANYLO, NOON, Family
from wayhome import audit
from wayhome.audit import Act
from wayhome.audit.models import LogRow
from wayhome.protection.errors import NotAllowed
from wayhome.protection.models import Officer
from wayhome.protection.roles import Role
from wayhome.registry.models import AskAgain, PersonHeld
from wayhome.tracing import actions, queries, reading, rules
from wayhome.tracing.errors import (
    BecauseMissing,
    NoSuchCandidate,
    RoundNotOpen,
    RoundStillOpen,
    SecondReaderMustDiffer,
    WasWithdrawn,
)
from wayhome.tracing.models import Candidate, Verdict
from wayhome.tracing.queries import TaskKind
from wayhome.tracing.states import CandidateState, Says, State

pytestmark = pytest.mark.django_db
Agree = Callable[[UUID], None]


def say(candidate: UUID, says: Says, by: Officer, because: str = "the same scar") -> CandidateState:
    return actions.decide(candidate, says, because=because, by=by, at=NOON)


def test_the_matcher_finds_him_and_two_must_read(candidate: UUID, olena: Family) -> None:
    row = Candidate.objects.get(pk=candidate)
    assert (row.state, row.above_threshold, row.certain) == (CandidateState.OPEN, True, "confident")
    assert olena.request().state == State.UNDER_REVIEW


def test_two_who_agree_settle_it(candidate: UUID, iryna: Officer, marek: Officer) -> None:
    assert say(candidate, Says.SAME, iryna) is CandidateState.OPEN
    assert say(candidate, Says.SAME, marek) is CandidateState.SAME


def test_one_different_never_suffices_above_the_threshold(candidate: UUID, iryna: Officer, marek: Officer) -> None:
    """Whatever the first said: a tired reader alone must not close the door."""
    assert say(candidate, Says.DIFFERENT, iryna) is CandidateState.OPEN
    assert say(candidate, Says.DIFFERENT, marek) is CandidateState.DIFFERENT


def test_one_different_suffices_below_it(candidate: UUID, iryna: Officer, olena: Family) -> None:
    Candidate.objects.filter(pk=candidate).update(above_threshold=False)
    assert say(candidate, Says.DIFFERENT, iryna) is CandidateState.DIFFERENT
    assert olena.request().state == State.OPEN


def test_same_needs_two_even_below_it(candidate: UUID, iryna: Officer) -> None:
    Candidate.objects.filter(pk=candidate).update(above_threshold=False)
    assert say(candidate, Says.SAME, iryna) is CandidateState.OPEN


def test_who_disagrees_calls_a_third(candidate: UUID, iryna: Officer, marek: Officer, halyna: Officer) -> None:
    say(candidate, Says.SAME, iryna)
    assert say(candidate, Says.DIFFERENT, marek) is CandidateState.OPEN
    assert say(candidate, Says.SAME, halyna) is CandidateState.SAME


def test_three_different_voices_need_a_fourth(candidate: UUID, iryna: Officer, marek: Officer, halyna: Officer) -> None:
    say(candidate, Says.SAME, iryna)
    say(candidate, Says.DIFFERENT, marek)
    assert say(candidate, Says.CANNOT_SAY, halyna) is CandidateState.OPEN
    olha = cast.officer("olha", Role.CASEWORKER)
    assert say(candidate, Says.DIFFERENT, olha) is CandidateState.DIFFERENT


def test_two_agreeing_voices_must_be_two_people(candidate: UUID, iryna: Officer) -> None:
    say(candidate, Says.SAME, iryna)
    with pytest.raises(SecondReaderMustDiffer):
        say(candidate, Says.SAME, iryna)
    assert Candidate.objects.get(pk=candidate).state == CandidateState.OPEN


def test_a_changed_mind_is_a_new_verdict_and_one_voice(candidate: UUID, iryna: Officer, marek: Officer) -> None:
    """The old one stays; it does not count beside the new one."""
    say(candidate, Says.DIFFERENT, iryna)
    say(candidate, Says.SAME, iryna)
    assert say(candidate, Says.DIFFERENT, marek) is CandidateState.OPEN
    assert Verdict.objects.count() == 3


def test_a_verdict_has_its_reason(candidate: UUID, iryna: Officer) -> None:
    with pytest.raises(BecauseMissing):
        say(candidate, Says.SAME, iryna, because=" ")


def test_a_settled_candidate_is_not_decided_again(confirmed: UUID, halyna: Officer) -> None:
    with pytest.raises(RoundNotOpen):
        say(confirmed, Says.DIFFERENT, halyna)


def test_doubt_opens_a_new_round(confirmed: UUID, halyna: Officer, olena: Family) -> None:
    """It is always two readers' work, and the verdicts of the first round do not count in the second."""
    actions.doubt(confirmed, by=halyna, at=NOON)
    row = Candidate.objects.get(pk=confirmed)
    assert (row.state, row.round, row.above_threshold) == (CandidateState.OPEN, 2, True)
    assert say(confirmed, Says.DIFFERENT, halyna) is CandidateState.OPEN


def test_doubt_about_what_is_still_read_is_refused(candidate: UUID, iryna: Officer) -> None:
    with pytest.raises(RoundStillOpen):
        actions.doubt(candidate, by=iryna, at=NOON)


def test_lev_may_not_read_nor_decide(candidate: UUID, lev: Officer, olena: Family) -> None:
    for door in (
        lambda: say(candidate, Says.SAME, lev),
        lambda: actions.doubt(candidate, by=lev, at=NOON),
        lambda: reading.reading(candidate, by=lev, at=NOON),
        lambda: reading.case(olena.request().id, by=lev, at=NOON, reason="x"),
        lambda: queries.queue(lev),
    ):
        with pytest.raises(NotAllowed):
            door()
    assert queries.today(lev, NOON.date()) == []
    assert not Verdict.objects.exists()


def test_an_unknown_candidate_is_none(iryna: Officer) -> None:
    with pytest.raises(NoSuchCandidate):
        say(uuid.uuid4(), Says.SAME, iryna)


def test_after_the_family_withdrew_nobody_reads(candidate: UUID, olena: Family, iryna: Officer) -> None:
    cast.arrive(olena.word(), "withdrawal")
    with pytest.raises(WasWithdrawn):
        say(candidate, Says.SAME, iryna)
    assert queries.today(iryna, NOON.date()) == []


# — blindness —


def what_marek_sees(candidate: UUID, marek: Officer, olena: Family) -> object:
    """Every page, queue, count and log there is, but for the log rows of his own looking."""
    request = olena.request()
    case = reading.case(request.id, by=marek, at=NOON, reason="blind")
    read = reading.reading(candidate, by=marek, at=NOON)
    logs = [audit.log_of(id, 500) for id in (request.id, candidate, read.person.id)] + [audit.newest(500)]
    seen = [[(e.act, e.by_id, e.count, e.reason) for e in log if e.by_id != str(marek.id)] for log in logs]
    return (
        case.candidates,
        case.state,
        case.inside,
        (read.state, read.yours, read.closed, read.above_threshold),
        queries.queue(marek),
        queries.today(marek, NOON.date()),
        queries.counts(marek, NOON.date()),
        seen,
    )


@pytest.mark.parametrize("first", list(Says))
def test_the_second_reader_cannot_see_that_or_what_the_first_said(
    first: Says, candidate: UUID, iryna: Officer, marek: Officer, olena: Family
) -> None:
    """Not by any page, queue, count or log: all of it is equal before and after."""
    before = what_marek_sees(candidate, marek, olena)
    say(candidate, first, iryna)
    assert what_marek_sees(candidate, marek, olena) == before


def test_the_log_has_the_verdict_at_once_and_shows_it_when_the_round_is_closed(
    candidate: UUID, iryna: Officer, marek: Officer, olena: Family
) -> None:
    say(candidate, Says.SAME, iryna)
    assert LogRow.objects.filter(act=Act.VERDICT_GIVEN).count() == 1
    shown = [entry.act for entry in audit.log_of(candidate)]
    assert Act.VERDICT_GIVEN not in shown
    say(candidate, Says.SAME, marek)
    shown = [entry.act for entry in audit.log_of(candidate)]
    assert shown == [Act.ROUND_CLOSED, Act.VERDICT_GIVEN, Act.VERDICT_GIVEN]


def test_a_limited_log_is_filled_with_what_may_be_seen(candidate: UUID, iryna: Officer, olena: Family) -> None:
    """A hidden row leaves no gap at the end of a page either."""
    before = audit.newest(3)
    say(candidate, Says.SAME, iryna)
    assert audit.newest(3) == before


def test_a_second_round_hides_its_own_verdicts_only(confirmed: UUID, halyna: Officer) -> None:
    actions.doubt(confirmed, by=halyna, at=NOON)
    say(confirmed, Says.DIFFERENT, halyna)
    acts = [entry.act for entry in audit.log_of(confirmed)]
    assert acts.count(Act.VERDICT_GIVEN) == 2


def test_who_has_read_is_not_asked_again_and_the_others_are(candidate: UUID, iryna: Officer, marek: Officer) -> None:
    say(candidate, Says.SAME, iryna)
    assert [task.kind for task in queries.today(iryna, NOON.date())] == []
    assert [(task.kind, task.id) for task in queries.today(marek, NOON.date())] == [(TaskKind.READ, candidate)]
    assert [(row.to_read, row.by_you) for row in queries.queue(iryna)] == [(1, 0)]


def test_each_sees_his_own_voice(candidate: UUID, iryna: Officer, marek: Officer, olena: Family) -> None:
    say(candidate, Says.SAME, iryna, because="the scar on his hand")
    (mine,) = reading.reading(candidate, by=iryna, at=NOON).yours
    assert (mine.says, mine.because) == (Says.SAME, "the scar on his hand")
    case = reading.case(olena.request().id, by=iryna, at=NOON, reason="x")
    assert case.candidates[0].you_said is Says.SAME


def test_when_the_round_is_closed_every_voice_may_be_read(confirmed: UUID, halyna: Officer) -> None:
    view = reading.reading(confirmed, by=halyna, at=NOON)
    assert [voice.says for voice in view.closed] == [Says.SAME, Says.SAME]


def test_the_pair_is_shown_with_its_evidence(candidate: UUID, iryna: Officer, danylo: PersonHeld) -> None:
    view = reading.reading(candidate, by=iryna, at=NOON)
    assert view.person.id == danylo.id
    assert view.question.sought.family == "Выдуманченко"
    assert view.comparison.bits > 20
    assert any("7" in sentence for sentence in view.comparison.sentences("uk"))


def test_reading_is_in_the_log_first(candidate: UUID, iryna: Officer, olena: Family) -> None:
    reading.reading(candidate, by=iryna, at=NOON)
    assert Act.CANDIDATE_COMPARED in [entry.act for entry in audit.log_of(olena.request().id)]


# — counting voices: the whole table —


@pytest.mark.parametrize("voices", list(itertools.product(Says, repeat=2)), ids=lambda pair: "+".join(pair))
def test_two_voices_settle_only_what_they_agree_on(voices: tuple[Says, Says]) -> None:
    settled = rules.outcome(voices, above_threshold=True)
    assert (settled is not None) == (voices[0] == voices[1])


@pytest.mark.parametrize("voice", list(Says))
def test_one_voice_settles_nothing_above_the_threshold(voice: Says) -> None:
    assert rules.outcome([voice], above_threshold=True) is None


@pytest.mark.parametrize("voices", list(itertools.permutations([Says.SAME, Says.SAME, Says.DIFFERENT])))
def test_the_order_of_voices_does_not_matter(voices: tuple[Says, ...]) -> None:
    assert rules.outcome(voices, above_threshold=True) is CandidateState.SAME


def test_below_the_threshold_a_different_does_not_outvote_a_same() -> None:
    assert rules.outcome([Says.SAME, Says.DIFFERENT], above_threshold=False) is None


# — matching anew —


def test_a_man_registered_later_is_found_for_an_older_question(olena: Family, rita: Officer) -> None:
    actions.follow(NOON)
    assert not Candidate.objects.exists()
    person = cast.hold(DANYLO, rita)
    actions.follow(NOON)
    assert Candidate.objects.get().person_id == person.id


def test_nothing_is_matched_twice(candidate: UUID) -> None:
    assert actions.follow(NOON) == 0
    assert Candidate.objects.count() == 1


def test_a_matcher_that_is_silent_costs_time_and_nothing_else(
    danylo: PersonHeld, olena: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wayhome.registry import finding
    from wayhome.registry.errors import MatcherSilent

    with monkeypatch.context() as away:
        away.setattr(finding, "ask", cast.silent)
        with pytest.raises(MatcherSilent):
            actions.follow(NOON)
    actions.follow(NOON)
    assert Candidate.objects.get().person_id == danylo.id


def test_two_relatives_are_two_cases(candidate: UUID, olena: Family, agree: Agree) -> None:
    """What is settled for one is not settled for the other, and neither case tells of the other."""
    aunt = Family(name="Ганна")
    cast.arrive(aunt.question())
    actions.follow(NOON)
    agree(candidate)
    assert aunt.request().state == State.UNDER_REVIEW
    assert Candidate.objects.get(request=aunt.request()).state == CandidateState.OPEN


def test_nobody_asked_him_yet_so_he_is_asked(confirmed: UUID, danylo: PersonHeld) -> None:
    """Two readers found him, and nobody knows his wish: that is today's work."""
    assert AskAgain.objects.get(person=danylo, done_at=None).why == "never_asked"
