"""The lists: who waits for what. Ids, references, states and days only; nothing sealed is opened here.

No list, order or count here depends on a verdict of an open round, except for what the reader himself has said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from wayhome.protection import roles
from wayhome.protection.models import Officer
from wayhome.protection.roles import Permission
from wayhome.registry import wishes
from wayhome.tracing import inside
from wayhome.tracing.facts import facts_of, told_of
from wayhome.tracing.inside import Inside, Told
from wayhome.tracing.models import Candidate, InboxEnvelope, Message, Talk, TracingRequest, Verdict
from wayhome.tracing.states import ALIVE, CandidateState, EnvelopeState, State


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One question in the queue. to_read: candidates still to be read by anybody; by_you: of these, by this officer."""

    id: UUID
    reference: str
    state: State
    filed_on: date
    look_again_on: date | None
    to_read: int
    by_you: int
    messages: int


class TaskKind(StrEnum):
    """What the list for today asks for."""

    READ = "read"
    """Two records side by side: one person or two?"""
    ANSWER = "answer"
    """Two readers agree and he allows it: write to the family."""
    DOUBT = "doubt"
    """The family has read a word that is doubted now: speak with them."""
    SPEAK = "speak"
    MESSAGE = "message"
    ASK_AGAIN = "ask_again"
    ENVELOPE = "envelope"
    """An envelope was set aside."""


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the list for today. id: the candidate, request, talk, message's request, person or envelope."""

    kind: TaskKind
    id: UUID
    reference: str
    since: date
    request_id: UUID | None = None


def queue(
    for_officer: Officer, *, states: frozenset[State] = ALIVE, limit: int = 200, offset: int = 0
) -> list[QueueRow]:
    """Questions in the order in which they came. Permission SEE_REQUESTS.

    Raises:
        NotAllowed.
    """
    roles.check_may(for_officer, Permission.SEE_REQUESTS)
    waiting = Q(candidates__state=CandidateState.OPEN)
    mine = Q(candidates__in=_unread_by(for_officer))
    rows = TracingRequest.objects.filter(state__in=states, data_key__isnull=False).annotate(
        to_read=Count("candidates", filter=waiting, distinct=True),
        by_you=Count("candidates", filter=mine, distinct=True),
        unseen=Count("messages", filter=Q(messages__id__isnull=False, messages__seen_at=None), distinct=True),
    )
    return [
        QueueRow(
            id=row.id,
            reference=row.reference,
            state=State(row.state),
            filed_on=row.filed_on,
            look_again_on=row.look_again_on,
            to_read=row.to_read,
            by_you=row.by_you,
            messages=row.unseen,
        )
        for row in rows.order_by("filed_on", "reference")[offset : offset + limit]
    ]


def today(for_officer: Officer, on: date) -> list[Task]:
    """Everything this officer may do today, each kind oldest first. Fed by this room and by the clock of wishes."""
    tasks: list[Task] = []
    if roles.may(for_officer, Permission.ANSWER_FAMILIES):
        tasks += [*_answers(), *_talks(), *_messages()]
    if roles.may(for_officer, Permission.DECIDE_CANDIDATES):
        tasks += _readings(for_officer)
    if roles.may(for_officer, Permission.RECORD_WISHES):
        tasks += [Task(TaskKind.ASK_AGAIN, due.person_id, due.reference, due.due_on) for due in wishes.due(on)]
    if roles.may(for_officer, Permission.SEE_REQUESTS):
        tasks += _envelopes()
    return tasks


def counts(for_officer: Officer, on: date) -> dict[TaskKind, int]:
    """How many lines of each kind `today` has."""
    counted = dict.fromkeys(TaskKind, 0)
    for task in today(for_officer, on):
        counted[task.kind] += 1
    return counted


def candidate_request(candidate_id: UUID) -> UUID | None:
    """To which question a candidate belongs."""
    return Candidate.objects.filter(pk=candidate_id).values_list("request_id", flat=True).first()


def request_with_reference(reference: str) -> UUID | None:
    """Whose reference this is. Opens nothing."""
    return TracingRequest.objects.filter(reference=reference).values_list("id", flat=True).first()


def requests_about(person_id: UUID) -> list[UUID]:
    """Questions in which two readers found this person to be the one sought."""
    rows = Candidate.objects.filter(person_id=person_id, state=CandidateState.SAME, request__data_key__isnull=False)
    return list(rows.order_by("request__filed_on").values_list("request_id", flat=True))


@dataclass(frozen=True, slots=True)
class SetAside:
    """One envelope that could not be understood. reason: a slug."""

    id: UUID
    reason: str
    day: date
    arrived_at: datetime


def set_aside() -> list[SetAside]:
    rows = InboxEnvelope.objects.filter(state=EnvelopeState.SET_ASIDE).order_by("arrived_at", "id")
    return [SetAside(row.id, row.reason, row.day, row.arrived_at) for row in rows.defer("envelope")]


def _unread_by(officer: Officer) -> QuerySet[Candidate]:
    """Open candidates of living questions about which this officer has said nothing in the open round."""
    said = Verdict.objects.filter(candidate=OuterRef("pk"), round=OuterRef("round"), by=officer.id)
    open_ones = Candidate.objects.filter(
        state=CandidateState.OPEN,
        request__state__in=ALIVE,
        request__data_key__isnull=False,
        person__data_key__isnull=False,
    )
    return open_ones.exclude(Exists(said))


def _readings(officer: Officer) -> list[Task]:
    rows = _unread_by(officer).order_by("-above_threshold", "made_at", "id").select_related("request")
    return [
        Task(TaskKind.READ, row.id, row.request.reference, row.made_at.date(), request_id=row.request_id)
        for row in rows
    ]


def _answers() -> Iterator[Task]:
    """Confirmed and allowed, and nothing of it lies in her slot; or told, and doubted since."""
    confirmed = Candidate.objects.filter(request=OuterRef("pk"), state=CandidateState.SAME)
    alive = TracingRequest.objects.filter(state__in=ALIVE, data_key__isnull=False)
    for request in alive.filter(Exists(confirmed)).exclude(state=State.ANSWERED).order_by("filed_on", "reference"):
        if inside.inside_of(facts_of(request)) is Inside.MAY_TELL:
            yield Task(TaskKind.ANSWER, request.id, request.reference, request.filed_on, request_id=request.id)
    told = alive.filter(letters__person__isnull=False).distinct()
    for request in told.exclude(Exists(confirmed)).order_by("filed_on", "reference"):
        if told_of(request.id) is Told.AFTER:
            yield Task(TaskKind.DOUBT, request.id, request.reference, request.filed_on, request_id=request.id)


def _talks() -> list[Task]:
    rows = Talk.objects.filter(done_at=None, request__data_key__isnull=False).select_related("request")
    return [
        Task(TaskKind.SPEAK, row.id, row.request.reference, row.made_at.date(), request_id=row.request_id)
        for row in rows.order_by("made_at", "id")
    ]


def _messages() -> list[Task]:
    rows = Message.objects.filter(seen_at=None, request__data_key__isnull=False)
    waiting = rows.values("request_id", reference=F("request__reference")).annotate(n=Count("id"))
    first = {row.request_id: row.came_on for row in rows.order_by("-came_on")}
    return [
        Task(TaskKind.MESSAGE, row["request_id"], row["reference"], first[row["request_id"]], row["request_id"])
        for row in sorted(waiting, key=lambda row: (first[row["request_id"]], row["reference"]))
    ]


def _envelopes() -> list[Task]:
    return [Task(TaskKind.ENVELOPE, row.id, row.reason, row.day) for row in set_aside()]
