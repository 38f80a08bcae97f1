"""Opening a case and a pair of records for an officer. The log row is committed first; open verdicts stay masked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from wayhome import audit
from wayhome.audit import Act, Actor, ReadPermit
from wayhome.matching import Comparison, PersonRecord, compare
from wayhome.protection import roles
from wayhome.protection.models import DataKey, Officer
from wayhome.protection.roles import Permission
from wayhome.registry import queries as held
from wayhome.registry.identity import to_record
from wayhome.registry.queries import PersonView
from wayhome.tracing import inside, sealing
from wayhome.tracing.content import Question, record_of
from wayhome.tracing.errors import NoSuchCandidate, NoSuchRequest
from wayhome.tracing.facts import facts_of, told_of
from wayhome.tracing.inside import Inside, Told
from wayhome.tracing.models import Candidate, Letter, Message, RequestVersion, Talk, TracingRequest, Verdict
from wayhome.tracing.sealing import LETTER, MESSAGE, TALK, VERDICT
from wayhome.tracing.states import CandidateState, LetterKind, Says, State, TalkWhy


@dataclass(frozen=True, slots=True)
class MessageView:
    """What the family wrote. seen: an officer has marked it as read."""

    id: UUID
    came_on: date
    text: str
    seen: bool


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter as it was signed. about: of whom it brings word, if of anyone."""

    id: UUID
    kind: LetterKind
    dated: date
    first_line: str
    lines: tuple[str, ...]
    ending: tuple[str, ...]
    check_code: str
    about: UUID | None
    by: str


@dataclass(frozen=True, slots=True)
class TalkView:
    id: UUID
    why: TalkWhy
    made_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class CandidateView:
    """A candidate in the list of a case. you_said: this officer's own voice in the round, if it is open."""

    id: UUID
    person_id: UUID
    person_reference: str
    bits: float
    certain: str
    above_threshold: bool
    state: CandidateState
    you_said: Says | None


@dataclass(frozen=True, slots=True)
class CaseView:
    """One question, opened. candidates: strongest evidence first. letters and messages: newest first."""

    id: UUID
    reference: str
    state: State
    filed_on: date
    look_again_on: date | None
    question: Question
    candidates: tuple[CandidateView, ...]
    messages: tuple[MessageView, ...]
    letters: tuple[LetterView, ...]
    talks: tuple[TalkView, ...]
    inside: Inside
    told: Told


@dataclass(frozen=True, slots=True)
class VoiceView:
    """One verdict that may be read: of a closed round, or the reader's own. by: the officer's id."""

    round: int
    by: UUID
    says: Says
    because: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReadingView:
    """Two records side by side. yours: what this officer says in the open round, if anything yet; closed: every verdict
    of the rounds that are closed. Nothing here tells whether anybody else has read."""

    candidate_id: UUID
    request_id: UUID
    reference: str
    question: Question
    person: PersonView
    sought: PersonRecord
    held: PersonRecord
    comparison: Comparison
    above_threshold: bool
    state: CandidateState
    yours: tuple[VoiceView, ...]
    closed: tuple[VoiceView, ...]


def case(request_id: UUID, *, by: Officer, at: datetime, reason: str) -> CaseView:
    """Open everything about one question; one log row. Permission SEE_REQUESTS.

    Raises:
        NotAllowed, NoSuchRequest, WasWithdrawn.
    """
    roles.check_may(by, Permission.SEE_REQUESTS)
    request = _request(request_id)
    key = sealing.key_of(request)
    version = RequestVersion.objects.get(request=request, version=request.version)
    messages = list(Message.objects.filter(request=request).order_by("-at", "id"))
    letters = list(Letter.objects.filter(request=request).order_by("-number"))
    talks = list(Talk.objects.filter(request=request).order_by("-made_at", "id"))
    count = 1 + len(messages) + len(letters) + len(talks)
    actor = Actor.officer(by.id)
    permit = audit.before_reading(
        Act.REQUEST_OPENED, by=actor, at=at, subjects=[request_id], count=count, reason=reason
    )
    return CaseView(
        id=request.id,
        reference=request.reference,
        state=State(request.state),
        filed_on=request.filed_on,
        look_again_on=request.look_again_on,
        question=sealing.open_question(version, key, permit),
        candidates=tuple(_candidates(request_id, by)),
        messages=tuple(_message(row, key, permit) for row in messages),
        letters=tuple(_letter(row, key, permit) for row in letters),
        talks=tuple(_talk(row, key, permit) for row in talks),
        inside=inside.inside_of(facts_of(request)),
        told=told_of(request_id),
    )


def reading(candidate_id: UUID, *, by: Officer, at: datetime) -> ReadingView:
    """Open the two records of a candidate, with the evidence. Permission DECIDE_CANDIDATES.

    Raises:
        NotAllowed, NoSuchCandidate, WasWithdrawn. NobodyUnderThisId: the person held was erased.
    """
    roles.check_may(by, Permission.DECIDE_CANDIDATES)
    candidate = Candidate.objects.filter(pk=candidate_id).first()
    if candidate is None:
        raise NoSuchCandidate
    request = _request(candidate.request_id)
    key = sealing.key_of(request)
    actor = Actor.officer(by.id)
    verdicts = _readable(candidate, by)
    version = RequestVersion.objects.get(request=request, version=request.version)
    open_round = candidate.round if candidate.state == CandidateState.OPEN else 0
    # Room for the reader's own voice is always counted, given or not: the row of the log must not tell it either.
    before = sum(row.round != open_round for row in verdicts)
    permit = audit.before_reading(
        Act.CANDIDATE_COMPARED,
        by=actor,
        at=at,
        subjects=[request.id, candidate.person_id],
        count=1 + before + (1 if open_round else 0),
        reason="candidate",
    )
    person = held.open_person(candidate.person_id, by=actor, at=at, reason="candidate")
    question = sealing.open_question(version, key, permit)
    sought, found = record_of(question.sought), to_record(person.identity)
    voices = [(row.round, _voice(row, key, permit)) for row in verdicts]
    return ReadingView(
        candidate_id=candidate.id,
        request_id=request.id,
        reference=request.reference,
        question=question,
        person=person,
        sought=sought,
        held=found,
        comparison=compare(sought, found),
        above_threshold=candidate.above_threshold,
        state=CandidateState(candidate.state),
        yours=tuple(voice for round, voice in voices if round == open_round),
        closed=tuple(voice for round, voice in voices if round != open_round),
    )


@transaction.atomic
def mark_messages_seen(request_id: UUID, ids: Collection[UUID], *, by: Officer, at: datetime) -> int:
    """The officer has read these messages of the family; how many were new. What came since stays unread.

    Raises:
        NotAllowed.
    """
    roles.check_may(by, Permission.ANSWER_FAMILIES)
    unseen = Message.objects.filter(request_id=request_id, pk__in=ids, seen_at=None)
    seen = unseen.update(seen_at=at, seen_by=by.id)
    if seen:
        audit.record(Act.MESSAGES_SEEN, by=Actor.officer(by.id), at=at, subjects=[request_id])
    return seen


def _request(request_id: UUID) -> TracingRequest:
    request = TracingRequest.objects.select_related("data_key").filter(pk=request_id).first()
    if request is None:
        raise NoSuchRequest
    return request


def _readable(candidate: Candidate, by: Officer) -> Sequence[Verdict]:
    """Every verdict of closed rounds; of the open one only the officer's own, and of that what it is by now."""
    rows = Verdict.objects.filter(candidate=candidate).order_by("round", "place")
    if candidate.state != CandidateState.OPEN:
        return list(rows)
    own = [row for row in rows if row.round == candidate.round and row.by == by.id]
    return [*(row for row in rows if row.round < candidate.round), *own[-1:]]


def _candidates(request_id: UUID, by: Officer) -> list[CandidateView]:
    rows = Candidate.objects.filter(request_id=request_id).select_related("person").order_by("-bits", "id")
    mine = Verdict.objects.filter(candidate__request_id=request_id, by=by.id).order_by("round", "place")
    said = {(row.candidate_id, row.round): Says(row.says) for row in mine}
    return [
        CandidateView(
            id=row.id,
            person_id=row.person_id,
            person_reference=row.person.reference,
            bits=row.bits,
            certain=row.certain,
            above_threshold=row.above_threshold,
            state=CandidateState(row.state),
            you_said=said.get((row.id, row.round)),
        )
        for row in rows
    ]


def _message(row: Message, key: DataKey, permit: ReadPermit) -> MessageView:
    words = sealing.open_words(MESSAGE, row.sealed, id=row.id, key=key, permit=permit)
    return MessageView(row.id, row.came_on, words["text"], row.seen_at is not None)


def _letter(row: Letter, key: DataKey, permit: ReadPermit) -> LetterView:
    content = sealing.open_words(LETTER, row.sealed, id=row.id, key=key, permit=permit)["letter"]
    return LetterView(
        id=row.id,
        kind=LetterKind(row.kind),
        dated=row.dated,
        first_line=content["first_line"],
        lines=tuple(content["lines"]),
        ending=tuple(content["ending"]),
        check_code=content["check_code"],
        about=row.person_id,
        by=row.by,
    )


def _talk(row: Talk, key: DataKey, permit: ReadPermit) -> TalkView:
    words = sealing.open_words(TALK, row.sealed, id=row.id, key=key, permit=permit)
    return TalkView(row.id, TalkWhy(words["why"]), row.made_at, row.done_at)


def _voice(row: Verdict, key: DataKey, permit: ReadPermit) -> VoiceView:
    words = sealing.open_words(VERDICT, row.sealed, id=row.id, key=key, permit=permit)
    return VoiceView(row.round, row.by, Says(row.says), words["because"], row.at)
