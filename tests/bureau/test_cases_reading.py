"""Reading one pair: both papers side by side, a verdict with its reason, and what was typed is never lost."""

from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.bureau import desk
from tests.bureau.cast import body
from tests.tracing.cast import Family
from wayhome import audit
from wayhome.audit.models import LogRow
from wayhome.tracing.models import Candidate, Verdict
from wayhome.tracing.states import CandidateState, Says


def pair(candidate: UUID) -> str:
    return reverse("reading", args=[candidate])


def test_both_papers_lie_side_by_side(iryna: Client, candidate: UUID) -> None:
    """What the family wrote, what is registered, field by field, with words, bits and a picture of the sum."""
    page = body(iryna.get(pair(candidate)))
    for said in ("Выгаданенко", "Вигаданенко", "12 апреля 1991", "speaks for", "bits", "wh-waterfall", "Together:"):
        assert said in page
    assert "Only about 2 of 100 people asked for are registered here at all." in page


def test_the_log_knows_before_the_page(iryna: Client, candidate: UUID) -> None:
    """Who compared whom."""
    iryna.get(pair(candidate))
    assert LogRow.objects.filter(act=audit.Act.CANDIDATE_COMPARED).count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"), [({"because": ""}, "Write in a few words why."), ({"says": ""}, "Choose one.")]
)
def test_half_a_verdict_is_asked_for_the_other_half(
    typed: dict[str, str], sentence: str, iryna: Client, candidate: UUID
) -> None:
    """What was typed stays; nothing is written down."""
    page = body(iryna.post(pair(candidate), {"round": 1, **desk.THE_SAME, **typed}))
    assert sentence in page
    assert 'value="same"' in page
    assert not Verdict.objects.exists()


def test_two_who_agree_are_named_with_their_reasons(iryna: Client, marek: Client, candidate: UUID) -> None:
    """Confirmed by two readers, and by whom."""
    desk.read(iryna, candidate, because="the same father")
    page = desk.read(marek, candidate, because="the same village")
    assert "Confirmed by 2 readers: the same person" in page
    assert all(said in page for said in ("Iryna", "the same father", "Marek", "the same village"))
    assert "Prepare the answer" in page


def test_the_second_reader_reads_nothing_of_the_first(iryna: Client, marek: Client, candidate: UUID) -> None:
    """Not the verdict, not the reason, not that there is one."""
    before = body(marek.get(pair(candidate)))
    desk.read(iryna, candidate, says="different", because="another scar")
    after = body(marek.get(pair(candidate)))
    assert "another scar" not in after
    assert after.count("Iryna") == before.count("Iryna") == 0


def test_who_disagrees_is_told_no_more_than_who_reads_first(iryna: Client, marek: Client, candidate: UUID) -> None:
    """The same sentence for both: a third reader is asked if they differ; the first verdict stays hidden."""
    first = desk.read(iryna, candidate)
    second = desk.read(marek, candidate, says="different", because="another father")
    sentence = "If the readers do not agree, a third reader is asked."
    assert sentence in first
    assert sentence in second
    assert desk.settled(candidate) is CandidateState.OPEN


def test_the_third_settles_it(iryna: Client, marek: Client, halyna: Client, candidate: UUID) -> None:
    """Halyna finds the pair on her list as she found it before, reads it, and sees all three voices afterwards."""
    desk.read(iryna, candidate)
    desk.read(marek, candidate, says="different", because="another father")
    assert pair(candidate) in body(halyna.get("/"))
    page = desk.read(halyna, candidate)
    assert "Confirmed by 2 readers: the same person" in page
    assert "another father" in page


def test_the_same_word_twice_is_refused_and_kept(iryna: Client, candidate: UUID) -> None:
    """Two agreeing voices must be two people."""
    desk.read(iryna, candidate)
    page = body(iryna.post(pair(candidate), {"round": 1, **desk.THE_SAME, "because": "I am still sure"}))
    assert "The next voice must be somebody else’s." in page
    assert "I am still sure" in page
    assert Verdict.objects.count() == 1


def test_a_mind_may_change_while_the_round_is_open(iryna: Client, candidate: UUID) -> None:
    """One voice, the newest; the old one stays readable when the round is closed."""
    desk.read(iryna, candidate)
    desk.read(iryna, candidate, says="different", because="I mistook the father")
    assert "I mistook the father" in body(iryna.get(pair(candidate)))
    assert Verdict.objects.count() == 2


def test_a_verdict_for_what_is_settled_already_is_kept_for_its_writer(halyna: Client, confirmed: UUID) -> None:
    """Somebody was faster: plain words, and what was typed."""
    answer = halyna.post(pair(confirmed), {"round": 1, **desk.THE_SAME, "because": "the same hand"})
    assert answer.status_code == 409
    assert "This was not written down" in body(answer)
    assert "the same hand" in body(answer)
    assert Verdict.objects.count() == 2


def test_a_verdict_for_an_earlier_round_is_not_counted_in_this_one(
    iryna: Client, halyna: Client, confirmed: UUID
) -> None:
    """The page stood open while the candidate was settled and doubted: look again first."""
    halyna.post(reverse("reading_doubt", args=[confirmed]))
    answer = iryna.post(pair(confirmed), {"round": 1, **desk.THE_SAME, "because": "the same hand"})
    assert answer.status_code == 409
    assert "It is being read anew" in body(answer)
    assert "the same hand" in body(answer)
    assert Verdict.objects.filter(round=2).count() == 0


def test_doubt_opens_a_new_round_and_keeps_the_old_words(iryna: Client, halyna: Client, confirmed: UUID) -> None:
    """Two read anew; what was said before stays readable, folded away."""
    page = body(halyna.post(reverse("reading_doubt", args=[confirmed]), follow=True))
    assert "It is read again by two." in page
    assert desk.settled(confirmed) is CandidateState.OPEN
    assert pair(confirmed) in body(iryna.get("/"))


def test_one_different_suffices_below_the_threshold(iryna: Client, candidate: UUID) -> None:
    """A weak pair needs no second tired reader."""
    Candidate.objects.update(above_threshold=False)
    assert "1 reader: another person" in desk.read(iryna, candidate, says=Says.DIFFERENT.value)


def test_a_reason_is_data(iryna: Client, marek: Client, candidate: UUID) -> None:
    """A script in a reason is text."""
    desk.read(iryna, candidate, because="<script>alert(1)</script>")
    page = desk.read(marek, candidate)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_a_made_up_candidate_is_a_kind_page(iryna: Client, candidate: UUID, olena: Family) -> None:
    """Neither an error nor a hint."""
    for answer in (iryna.get(pair(uuid4())), iryna.post(pair(uuid4()), {"round": 1, **desk.THE_SAME})):
        assert answer.status_code == 404
        assert "There is no such request" in body(answer)
