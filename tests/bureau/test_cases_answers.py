"""The answer: what his wish allows now, the letter exactly as she will read it, and one button that sends just that."""

import re
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.bureau import desk
from tests.bureau.cast import body
from tests.tracing.cast import Family
from wayhome.matching import PartialDate
from wayhome.protection.models import Officer
from wayhome.protection.roles import Role
from wayhome.registry import actions as registry
from wayhome.registry.models import PersonHeld
from wayhome.registry.states import Answer, Custody, Purpose, Source
from wayhome.tracing.models import Talk

SHE_READS = "Он жив. Наш сотрудник говорил с ним"


@pytest.fixture
def answer(confirmed: UUID, olena: Family) -> str:
    """The address of the answer to Olena, two readers having agreed."""
    return reverse("answer", args=[olena.request().id])


def mark_in(page: str) -> str:
    (mark,) = re.findall(r'name="mark" value="([0-9a-f]+)"', page)
    return str(mark)


def send(client: Client, address: str, **typed: str) -> str:
    """Look at the letter and press the button under it; the page that answers."""
    page = body(client.post(address, {"go": "show", **typed}))
    return body(client.post(address, {"go": "send", "mark": mark_in(page), **typed}, follow=True))


def test_nobody_asked_him_yet_so_nothing_can_go_out(iryna: Client, answer: str) -> None:
    """Silence is no; the page says what is to be done first."""
    page = body(iryna.get(answer))
    assert "Nobody has asked yet whom to tell." in page
    assert "Send this letter" not in page
    assert "Ask the person again" in page


def test_his_yes_shows_the_letter_as_she_will_read_it(
    iryna: Client, answer: str, danylo: PersonHeld, rita: Officer
) -> None:
    """In her language, with his wishes beside it: what, when, who asked; and what will not be said."""
    desk.wishes(danylo.id, Answer.YES, rita)
    page = body(iryna.get(answer))
    assert SHE_READS in page
    assert "The family may know that the person is alive, but not where." in page
    assert "asked by Rita" in page
    assert "not asked yet" in page
    assert "Where the person is." in page
    assert "nobody’s letter ever says that" in page


def test_what_is_sent_is_what_was_shown(
    iryna: Client, answer: str, danylo: PersonHeld, rita: Officer, olena: Family
) -> None:
    """The same lines lie in the outbox, sealed to her."""
    desk.wishes(danylo.id, Answer.YES, rita)
    shown = body(iryna.get(answer))
    assert "signed and on its way" in send(iryna, answer)
    newest = olena.outbox()[0]
    assert newest["kind"] == "word_alive"
    assert all(line in shown for line in [newest["first_line"], *newest["lines"], *newest["ending"]])


def test_his_own_words_go_along_only_if_he_allows_letters(
    iryna: Client, answer: str, danylo: PersonHeld, rita: Officer, olena: Family
) -> None:
    """Without that yes there is no field for them; with it, they stand in the letter."""
    desk.wishes(danylo.id, Answer.YES, rita)
    assert "own_words" not in body(iryna.get(answer)).replace('name="own_words" value=""', "")
    desk.wishes(danylo.id, Answer.YES, rita, Purpose.LETTERS)
    send(iryna, answer, own_words="Мамо, я живий. Годуй кота.")
    assert "Мамо, я живий. Годуй кота." in olena.outbox()[0]["lines"]


def test_he_takes_it_back_while_the_page_stands_open(
    iryna: Client, answer: str, danylo: PersonHeld, rita: Officer, olena: Family
) -> None:
    """The button sends nothing; the page says why; her slot holds what every slot holds."""
    desk.wishes(danylo.id, Answer.YES, rita)
    mark = mark_in(body(iryna.get(answer)))
    desk.wishes(danylo.id, Answer.NO, rita)
    page = iryna.post(answer, {"go": "send", "mark": mark, "own_words": ""})
    assert page.status_code == 409
    assert "Nothing was sent: what may be said has changed" in body(page)
    assert olena.kinds() == ["received"]


@pytest.mark.parametrize("mark", ["", "0" * 64])
def test_another_letter_than_the_one_shown_is_never_sent(
    mark: str, iryna: Client, answer: str, danylo: PersonHeld, rita: Officer, olena: Family
) -> None:
    """A button without a letter, or of an older one, sends nothing."""
    desk.wishes(danylo.id, Answer.YES, rita)
    assert iryna.post(answer, {"go": "send", "mark": mark, "own_words": ""}).status_code == 409
    assert olena.kinds() == ["received"]


@pytest.mark.parametrize("no", [Answer.NO, Answer.NOT_NOW])
def test_his_no_is_obeyed_and_shown(no: Answer, iryna: Client, answer: str, danylo: PersonHeld, rita: Officer) -> None:
    """No letter, no button; he can be asked again."""
    desk.wishes(danylo.id, no, rita)
    page = body(iryna.get(answer))
    assert "It is not allowed now." in page
    assert SHE_READS not in page
    assert "Send this letter" not in page


def test_only_these_people_needs_somebody_to_say_which_one_she_is(
    iryna: Client, answer: str, danylo: PersonHeld, rita: Officer, olena: Family
) -> None:
    """His list stands there beside who she says she is; a line is chosen; then the letter shows."""
    desk.wishes(danylo.id, Answer.ONLY_THESE, rita, only_these="Олена, мама\nПетро, брат")
    page = body(iryna.get(answer))
    assert "Which of the people named is this enquirer?" in page
    assert "Петро, брат" in page
    assert SHE_READS not in page
    line = reverse("answer_line", args=[olena.request().id])
    assert "Choose a line." in body(iryna.post(line, {}))
    assert "Choose a line." not in body(iryna.get(answer))
    assert SHE_READS in body(iryna.post(line, {"line": "1"}, follow=True))


def test_a_line_that_is_not_on_his_list_is_refused(
    iryna: Client, answer: str, danylo: PersonHeld, rita: Officer, olena: Family
) -> None:
    """Neither the third of two nor nonsense."""
    desk.wishes(danylo.id, Answer.ONLY_THESE, rita, only_these="Петро, брат")
    for line in ("0", "2", "мама"):
        iryna.post(reverse("answer_line", args=[olena.request().id]), {"line": line})
    assert SHE_READS not in body(iryna.get(answer))


def test_death_is_told_by_a_person(
    iryna: Client, answer: str, danylo: PersonHeld, rita: Officer, olena: Family
) -> None:
    """No letter and no button for one: how she may be reached, and a talk."""
    desk.wishes(danylo.id, Answer.YES, rita)
    today = timezone.now().date()
    registry.record_custody(
        danylo.id,
        Custody.DIED,
        source=Source.OWN_RECORD,
        on_date=PartialDate(today.year, today.month, today.day),
        by=rita,
        at=timezone.now(),
    )
    page = body(iryna.get(answer))
    assert "This is told by a person" in page
    assert "после семи вечера" in page
    assert "Send this letter" not in page
    assert SHE_READS not in page


def test_the_letter_that_asks_for_a_talk_is_the_same_for_good_word_and_grave(
    iryna: Client, confirmed: UUID, olena: Family
) -> None:
    """Its coming must tell nothing; the talk stands on the list, its subject sealed."""
    address = reverse("talk_ask", args=[olena.request().id])
    letters = []
    for why in ("grave", "first_word"):
        iryna.post(address, {"why": why})
        newest = olena.outbox()[0]
        letters.append([newest["first_line"], newest["lines"], newest["ending"]])
    assert letters[0] == letters[1]
    today = body(iryna.get("/"))
    assert "Speak with the family" in today
    assert "grave" not in today


def test_a_talk_that_was_held_leaves_the_list(iryna: Client, confirmed: UUID, olena: Family) -> None:
    """Pressed twice, it is held once."""
    iryna.post(reverse("talk_ask", args=[olena.request().id]), {"why": "routine"})
    done = reverse("talk_done", args=[olena.request().id, Talk.objects.get().id])
    iryna.post(done)
    assert "Speak with the family" not in body(iryna.get("/"))
    assert iryna.post(done).status_code == 409


def test_a_question_goes_out_as_to_every_family(iryna: Client, confirmed: UUID, olena: Family) -> None:
    """One of three; anything else is asked for again."""
    address = reverse("family_ask", args=[olena.request().id])
    assert "Choose what comes nearest." in body(iryna.post(address, {"which": "where is he"}))
    iryna.post(address, {"which": "siblings"})
    assert olena.kinds()[0] == "asks"


def test_before_two_agree_there_is_nothing_to_answer(iryna: Client, candidate: UUID, olena: Family) -> None:
    """A plain page, and nothing of him on it."""
    page = iryna.get(reverse("answer", args=[olena.request().id]))
    assert page.status_code == 409
    assert "There is nothing to answer yet" in body(page)
    assert "Вигаданенко" not in body(page)


def test_opening_the_answer_is_in_the_log(iryna: Client, answer: str) -> None:
    """The request and the person, each before it is read."""
    from wayhome import audit
    from wayhome.audit.models import LogRow

    before = LogRow.objects.count()
    iryna.get(answer)
    acts = set(LogRow.objects.order_by("-number")[: LogRow.objects.count() - before].values_list("act", flat=True))
    assert acts >= {audit.Act.REQUEST_OPENED, audit.Act.PERSON_OPENED}


def test_roles_are_what_they_are() -> None:
    """The reader of this file may rely on it: protection officers read and watch, and do not write to families."""
    from wayhome.protection.roles import Permission, policy

    assert Permission.ANSWER_FAMILIES not in policy().may[Role.PROTECTION_OFFICER]
