"""What one request's page lists: what waits, messages, letters, candidates, history. Nothing here opens anything."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from wayhome.audit import Act, LogEntry
from wayhome.bureau import cases, evidence, people, reasons
from wayhome.bureau.cases import LetterSheet
from wayhome.bureau.people import Row
from wayhome.bureau.why import MoveReason
from wayhome.protection import roles
from wayhome.protection.models import Officer
from wayhome.protection.roles import Permission
from wayhome.tracing.inside import Inside
from wayhome.tracing.reading import CandidateView, CaseView, LetterView
from wayhome.tracing.states import MOVES, CandidateState, State
from wayhome.web.templatetags.bits import in_bits

# What happened to the request itself. Who opened it is shown only to those who watch over the readings.
HAPPENED = frozenset(
    {
        Act.REQUEST_FILED,
        Act.MESSAGE_CAME,
        Act.MESSAGES_SEEN,
        Act.REQUEST_MOVED,
        Act.ROUND_CLOSED,
        Act.ROUND_REOPENED,
        Act.LETTER_WRITTEN,
        Act.TALK_ASKED,
        Act.TALK_DONE,
        Act.RECIPIENT_NAMED,
        Act.RELEASED,
        Act.WITHHELD,
    }
)
MOVE_LABELS: dict[State, Promise] = {
    State.PAUSED: pgettext_lazy("move", "Pause"),
    State.CLOSED: pgettext_lazy("move", "Close"),
    State.OPEN: pgettext_lazy("move", "Open again"),
}
_RESTING = frozenset({State.PAUSED, State.CLOSED})


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits in this request for this officer."""

    sentence: str
    address: str = ""
    button: str = ""
    talk: UUID | None = None


@dataclass(frozen=True, slots=True)
class CandidateCard:
    """A candidate without a name. waits: this officer has not read it yet."""

    id: UUID
    reference: str
    state: str
    certain: str
    weight: str
    settled_same: bool
    waits: bool
    you_said: str


@dataclass(frozen=True, slots=True)
class LetterCard:
    """A letter that was written, with its day and who wrote it."""

    dated: str
    kind: str
    sheet: LetterSheet
    written: str


@dataclass(frozen=True, slots=True)
class Move:
    to: State
    label: Promise


def waits(case: CaseView, officer: Officer) -> list[Waiting]:
    """What this officer can do here next, the gravest first."""
    return [*_talks(case, officer), *_answer(case, officer), *_readings(case, officer)]


def _talks(case: CaseView, officer: Officer) -> Iterator[Waiting]:
    if not roles.may(officer, Permission.ANSWER_FAMILIES):
        return
    for talk in case.talks:
        if talk.done_at is None:
            words = {"why": talk.why.label, "moment": people.moment(talk.made_at)}
            sentence = _("Speak with the family, by the way it chose: %(why)s. Asked for on %(moment)s.") % words
            yield Waiting(sentence, talk=talk.id)


def _answer(case: CaseView, officer: Officer) -> Iterator[Waiting]:
    confirmed = any(one.state is CandidateState.SAME for one in case.candidates)
    if not confirmed or not roles.may(officer, Permission.ANSWER_FAMILIES):
        return
    sentence = _("Two readers agree on who is meant. What goes out follows the person’s wish.")
    button = _("Prepare the answer")
    if case.inside is Inside.DIED:
        button = _("See what is to be done")
    elif case.state is State.ANSWERED:
        sentence = _("The family has its answer. If the person’s wish changes, it is obeyed at once and by itself.")
        button = _("Look at it again")
    yield Waiting(sentence, reverse("answer", args=[case.id]), button)


def _readings(case: CaseView, officer: Officer) -> Iterator[Waiting]:
    if not roles.may(officer, Permission.DECIDE_CANDIDATES):
        return
    for one in case.candidates:
        if _waits_for_you(one, case):
            yield Waiting(
                _("%(reference)s may be meant and is to be read.") % {"reference": one.person_reference},
                reverse("reading", args=[one.id]),
                _("Read and decide"),
            )


def _waits_for_you(candidate: CandidateView, case: CaseView) -> bool:
    return candidate.state is CandidateState.OPEN and candidate.you_said is None and case.state not in _RESTING


def candidates(case: CaseView) -> list[CandidateCard]:
    """Strongest evidence first. What another reader has said of an open one stands nowhere."""
    return [_card(one, case) for one in case.candidates]


def _card(one: CandidateView, case: CaseView) -> CandidateCard:
    open_and_said = one.state is CandidateState.OPEN and one.you_said is not None
    said = _("You said: %(says)s.") % {"says": one.you_said.label} if open_and_said and one.you_said else ""
    return CandidateCard(
        id=one.id,
        reference=one.person_reference,
        state=str(one.state.label),
        certain=str(evidence.CERTAIN_WORDS.get(one.certain, "")),
        weight=weight(one.bits),
        settled_same=one.state is CandidateState.SAME,
        waits=_waits_for_you(one, case),
        you_said=said,
    )


def weight(bits: float) -> str:
    """The sum of the evidence, in words a colleague can repeat on the telephone."""
    return _("All evidence together: %(bits)s.") % {"bits": in_bits(bits)}


def letters(case: CaseView) -> list[LetterCard]:
    """Newest first."""
    names = people.names_behind(letter.by for letter in case.letters)
    return [_letter(one, names[one.by], case.question.language) for one in case.letters]


def _letter(letter: LetterView, who: str, language: str) -> LetterCard:
    return LetterCard(
        dated=cases.on(letter.dated),
        kind=str(letter.kind.label),
        sheet=cases.letter_sheet(letter, kind=letter.kind, language=language),
        written=_("Written by %(who)s. Check code: %(code)s") % {"who": who, "code": letter.check_code},
    )


def moves(case: CaseView, officer: Officer) -> list[Move]:
    """Where an officer may send the request now."""
    if not roles.may(officer, Permission.ANSWER_FAMILIES):
        return []
    open_again = [State.OPEN] if case.state in _RESTING else []
    wanted = [*open_again, State.PAUSED, State.CLOSED]
    return [Move(to, MOVE_LABELS[to]) for to in wanted if to in MOVES[case.state]]


def history(entries: Sequence[LogEntry], *, whole: bool) -> list[Row]:
    """What happened, newest first. whole: with every reading, for those who watch over them."""
    shown = [entry for entry in entries if whole or entry.act in HAPPENED]
    names = people.names_behind(f"{entry.by_kind}:{entry.by_id}" for entry in shown)
    return [(people.moment(entry.at), _happened(entry, names[f"{entry.by_kind}:{entry.by_id}"])) for entry in shown]


def _happened(entry: LogEntry, who: str) -> str:
    reason = MoveReason(entry.reason).label if entry.reason in MoveReason.values else reasons.in_words(entry.reason)
    told = f"{entry.sentence} — {who}"
    return f"{told} ({reason})" if entry.reason else told
