"""The tables of states: no state without its moves and its pen, and no letter without its truth."""

import itertools
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
import yaml
from django.utils import translation

from tests.tracing.cast import Family
from wayhome.protection import roles
from wayhome.registry import release
from wayhome.registry.states import Custody, Source
from wayhome.tracing import content, inside, rules, writing
from wayhome.tracing.errors import MoveNotAllowed, NotUnderstood, TracingError
from wayhome.tracing.inside import Claim, Facts, Inside, Record, Told
from wayhome.tracing.states import MOVES, PEN, WORDS_OF_HIM, LetterKind, Pen, State

TRUTH: dict[str, Any] = yaml.safe_load((writing.FOLDER / "truth.yaml").read_text("utf-8"))
CELLS = [
    pytest.param(kind, told, now, id=f"{kind.value}-{told.value}-{now.value}")
    for kind, told, now in itertools.product(LetterKind, Told, Inside)
]
DAY, NEXT = date(2026, 5, 3), date(2026, 6, 3)


def test_every_state_says_where_it_leads_and_who_may_write() -> None:
    assert set(MOVES) == set(PEN) == set(State)


@pytest.mark.parametrize("state", list(State))
def test_a_state_that_leads_nowhere_has_no_pen_and_the_reverse(state: State) -> None:
    assert bool(MOVES[state]) == bool(PEN[state])


@pytest.mark.parametrize(("now", "to"), [(n, t) for n in State for t in State if t not in MOVES[n]])
def test_a_move_that_is_not_in_the_table_is_refused(now: State, to: State) -> None:
    with pytest.raises(MoveNotAllowed):
        rules.check_move(now, to)


def test_a_family_may_withdraw_from_every_living_state() -> None:
    assert all(State.WITHDRAWN in MOVES[state] for state in State if Pen.FAMILY in PEN[state])


# — truth —


def test_the_table_of_truth_names_exactly_our_letters() -> None:
    assert set(TRUTH) == {kind.value for kind in LetterKind}


@pytest.mark.parametrize(("kind", "told", "now"), CELLS)
def test_every_letter_is_true_in_every_state_or_never_sent(kind: LetterKind, told: Told, now: Inside) -> None:
    """The paper and the program say the same; a cell that is missing fails here."""
    cell = TRUTH[kind.value][told.value][now.value]
    assert cell in (True, "never_sent")
    try:
        inside.check_may_be_sent(kind, now, told)
        sent = True
    except TracingError:
        sent = False
    assert sent == (cell is True)


@pytest.mark.parametrize("kind", sorted(TRUTH))
def test_the_table_of_truth_has_no_cell_for_a_state_that_is_gone(kind: str) -> None:
    for told in Told:
        assert set(TRUTH[kind][told.value]) == {now.value for now in Inside}


@pytest.mark.parametrize("now", [now for now in Inside if now is not Inside.MAY_TELL])
@pytest.mark.parametrize("kind", sorted(WORDS_OF_HIM))
def test_word_of_him_leaves_only_with_his_yes(kind: LetterKind, now: Inside) -> None:
    """Written out once more beside the table, because it is the one cell that must never be edited."""
    assert {TRUTH[kind.value][told.value][now.value] for told in Told} == {"never_sent"}


def test_the_gate_knows_which_letters_say_nothing() -> None:
    """`registry.release` keeps its own list, so that this room cannot talk it round."""
    assert {kind.value for kind in LetterKind} - release.SAYS_NOTHING == {kind.value for kind in WORDS_OF_HIM}


FACTS: list[tuple[Facts, Inside]] = [
    (Facts(State.OPEN), Inside.NOBODY_KNOWN),
    (Facts(State.UNDER_REVIEW, being_read=True), Inside.BEING_READ),
    (Facts(State.UNDER_REVIEW, confirmed=True, status=Custody.HELD), Inside.NOT_ASKED),
    (Facts(State.UNDER_REVIEW, confirmed=True, status=Custody.HELD, wish=True), Inside.MAY_TELL),
    (Facts(State.UNDER_REVIEW, confirmed=True, status=None, wish=True), Inside.MAY_TELL),
    (Facts(State.ANSWERED, confirmed=True, status=Custody.HOSPITAL, wish=False), Inside.HE_SAID_NO),
    (Facts(State.ANSWERED, confirmed=True, status=Custody.DIED, wish=True), Inside.DIED),
    (Facts(State.ANSWERED, confirmed=True, status=Custody.ESCAPED, wish=True), Inside.ESCAPED),
    (Facts(State.ANSWERED, confirmed=True, status=Custody.EXCHANGED, wish=True), Inside.GONE),
    (Facts(State.ANSWERED, confirmed=True, status=Custody.UNKNOWN, wish=True), Inside.NOT_KNOWN_WHERE),
    (Facts(State.CLOSED, confirmed=True, status=Custody.HELD, wish=True), Inside.CLOSED),
    (Facts(State.WITHDRAWN), Inside.WITHDRAWN),
]


@pytest.mark.parametrize(("facts", "expected"), FACTS, ids=[expected.value for _, expected in FACTS])
def test_what_is_true_inside_follows_from_the_facts(facts: Facts, expected: Inside) -> None:
    assert inside.inside_of(facts) is expected


def test_every_inside_state_can_be_reached() -> None:
    assert {expected for _, expected in FACTS} == set(Inside)


@pytest.mark.parametrize("status", list(Custody))
def test_every_custody_has_its_place(status: Custody) -> None:
    """Who is not in care is never "alive" to his family by letter, whatever he once wished."""
    now = inside.inside_of(Facts(State.OPEN, confirmed=True, status=status, wish=True))
    assert (now is Inside.MAY_TELL) == (status in inside.IN_CARE)


CLAIMS: list[tuple[Record, tuple[Claim, date] | None]] = [
    (Record(DAY, Source.OWN_RECORD, DAY), (Claim.SPOKE, DAY)),
    (Record(date(2026, 3, 1), Source.OWN_RECORD, DAY), (Claim.SPOKE_EARLIER, date(2026, 3, 1))),
    (Record(None, Source.OWN_RECORD, DAY), (Claim.REGISTERED, DAY)),
    (Record(None, Source.DETAINING_POWER, DAY), (Claim.TOLD, DAY)),
    (Record(None, Source.AGENCY, DAY), (Claim.TOLD, DAY)),
    (Record(None, Source.LEAD, DAY), None),
    (Record(None, None, None), None),
]


@pytest.mark.parametrize(("record", "claim"), CLAIMS)
def test_a_word_claims_what_a_record_supports(record: Record, claim: tuple[Claim, date] | None) -> None:
    """Without a conversation on record no letter says that we spoke with him."""
    assert inside.claim_of(record, DAY) == claim


# — texts —


def question(language: str, sex: str, name: str = "") -> content.Question:
    family = Family(name=name, language=language, sex=sex)
    return content.question_from_json(family.question())


def texts(asked: content.Question) -> Mapping[str, writing.Text]:
    return {
        "received": writing.received(asked, today=DAY, next_look=NEXT),
        "no_news": writing.no_news(asked, today=DAY, next_look=NEXT),
        "stands_as_of": writing.stands_as_of(asked, today=DAY, written=DAY, next_look=NEXT),
        "please_speak": writing.please_speak(asked, today=DAY),
        **{f"asks {which}": writing.asks(asked, which=which, today=DAY) for which in writing.QUESTIONS},
        **{
            f"word {claim.value}": writing.word(asked, claim=claim, day=DAY, today=DAY, place_kept=True)
            for claim in Claim
        },
        "word from him": writing.word(
            asked, claim=Claim.SPOKE, day=DAY, today=DAY, own_words="Мамо, я живий.", place="Табір"
        ),
    }


READERS = [
    pytest.param(language, sex, id=f"{language}-{sex or 'any'}")
    for language in content.LANGUAGES
    for sex in content.SEXES
]


@pytest.mark.parametrize(("language", "sex"), READERS)
def test_every_letter_can_be_written_to_everyone(language: str, sex: str) -> None:
    for name, text in texts(question(language, sex, "Олена {x}")).items():
        assert all(line.strip() for line in text.all_lines()), name
        assert not any("{" in line for line in text.all_lines() if "Олена" not in line), name


@pytest.mark.parametrize(("language", "sex"), READERS)
def test_the_letter_without_news_has_at_most_sixty_words(language: str, sex: str) -> None:
    """Read aloud in thirty seconds."""
    assert writing.no_news(question(language, sex, "Олена"), today=DAY, next_look=NEXT).words() <= 60


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "uk",
            "3 травня ми перевірили. Сьогодні не маємо вістки, яку можемо Вам передати. "
            "Це нічого не говорить про те, що з ним. Перевіримо знову 3 червня. Платити нікому не треба.",
        ),
        (
            "ru",
            "3 мая мы проверили. Сегодня у нас нет вести, которую мы можем Вам передать. "
            "Это ничего не говорит о том, что с ним. Проверим снова 3 июня. Платить никому не нужно.",
        ),
        (
            "en",
            "On 3 May we looked. Today we have no word we may pass on to you. "
            "This says nothing about what has happened to him. We look again on 3 June. Nobody needs to be paid.",
        ),
    ],
)
def test_the_model_letter_stands_word_for_word(language: str, said: str) -> None:
    text = writing.no_news(question(language, "he"), today=DAY, next_look=NEXT)
    assert " ".join(text.lines) == said


@pytest.mark.parametrize(("language", "sex"), READERS)
def test_no_letter_says_what_must_never_be_said(language: str, sex: str) -> None:
    """Not found, not held, nothing yet; surrender; wanted by the police; a notice of death; a parcel."""
    never = {
        "not found", "not held", "nothing yet", "surrender", "enemy", "proof of life",
        "не знайден", "не утриму", "здав", "розшук", "сповіщен", "передача", "ворог",
        "не найден", "не удержива", "сдал", "розыск", "извещен", "враг",
    }  # fmt: skip
    for name, text in texts(question(language, sex)).items():
        joined = " ".join(text.all_lines()).lower()
        assert {word for word in never if word in joined} == set(), name


@pytest.mark.parametrize("name", ["received", "no_news", "stands_as_of", "asks", "please_speak", "word"])
def test_every_sentence_is_said_in_every_language_with_the_same_places(name: str) -> None:
    for where, sentence in writing.sentences_of(name):
        assert set(sentence) == {"en", "uk", "ru"}, where
        variants = [v for said in sentence.values() for v in (said.values() if isinstance(said, dict) else [said])]
        assert len({frozenset(writing.placeholders(each)) for each in variants}) == 1, where
        assert all(set(said) == {"he", "she", "any"} for said in sentence.values() if isinstance(said, dict)), where


def test_asking_for_a_talk_is_the_same_whatever_the_reason() -> None:
    """There is no parameter through which the reason could enter the letter."""
    assert writing.please_speak.__kwdefaults__ is None
    assert set(writing.please_speak.__annotations__) == {"question", "today", "return"}


# — days —


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-05-03", "2026-06-03"),
        ("2026-01-31", "2026-02-28"),
        ("2028-01-31", "2028-02-29"),
        ("2026-12-03", "2027-01-03"),
    ],
)
def test_the_next_look_is_a_month_later(today: str, expected: str) -> None:
    assert writing.next_look(date.fromisoformat(today)) == date.fromisoformat(expected)


def test_a_day_she_does_not_want_is_passed_over() -> None:
    assert writing.next_look(date(2026, 12, 1), ["01-01", "01-02"]) == date(2027, 1, 3)


def test_next_year_is_named() -> None:
    text = writing.no_news(question("uk", "he"), today=date(2026, 12, 3), next_look=date(2027, 1, 3))
    assert "Перевіримо знову 3 січня 2027 року." in text.lines[-1]


def test_whoever_reads_may_not_manage_officers() -> None:
    """A false second reader could be added by whoever adds officers."""
    together = roles.policy().never_together
    pair = frozenset({roles.Permission.MANAGE_OFFICERS, roles.Permission.DECIDE_CANDIDATES})
    assert pair in together


@pytest.mark.parametrize("error", TracingError.__subclasses__(), ids=lambda error: str(error.__name__))
def test_every_error_says_one_plain_sentence(error: type[TracingError]) -> None:
    with translation.override("en"):
        said = str(error("slug") if error is NotUnderstood else error())
    assert said.endswith(".")
    assert said != str(TracingError.sentence)
