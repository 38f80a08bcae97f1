"""A question's moves from state to state, and the ways in which it ends."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from wayhome import audit
from wayhome.audit import Act, Actor
from wayhome.protection import roles, sealed
from wayhome.protection.models import Officer
from wayhome.protection.roles import Permission
from wayhome.registry.release import Recipient, release
from wayhome.registry.states import OutFor
from wayhome.tracing import posting, rules, writing
from wayhome.tracing.changes import record_changes
from wayhome.tracing.errors import NoSuchRequest, WasWithdrawn
from wayhome.tracing.models import Candidate, TracingRequest
from wayhome.tracing.states import CandidateState, State


def locked(request_id: UUID) -> TracingRequest:
    """The question's row, held until the transaction ends: two may press a button together.

    Raises:
        NoSuchRequest.
    """
    rows = TracingRequest.objects.select_for_update(of=("self",)).select_related("data_key")
    request = rows.filter(pk=request_id).first()
    if request is None:
        raise NoSuchRequest
    return request


def move(request: TracingRequest, to: State) -> None:
    """One step of the table, on a locked row.

    Raises:
        MoveNotAllowed.
    """
    if request.state == to:
        return
    rules.check_move(State(request.state), to)
    request.state = to
    request.save(update_fields=["state"])


def settle(request: TracingRequest) -> None:
    """Being read while there is somebody to read or to answer about, open otherwise. Who has read plays no part."""
    if request.state not in (State.OPEN, State.UNDER_REVIEW):
        return
    to_read = Candidate.objects.filter(request=request, state__in=[CandidateState.OPEN, CandidateState.SAME]).exists()
    move(request, State.UNDER_REVIEW if to_read else State.OPEN)


def end_by_family(case: posting.Case, *, by: Actor, at: datetime) -> None:
    """She withdraws: her slot is emptied, her words are erased at once, the matcher forgets whom she sought."""
    request = case.request
    nothing = posting.bundle(case.question, [])
    recipient = Recipient(request.id, case.question.locator, case.question.public_key)
    release(recipient, OutFor.FAMILY, about=None, content=nothing, by=by, at=at)
    rules.check_move(State(request.state), State.WITHDRAWN)
    request.state = State.WITHDRAWN
    request.data_key = None
    request.look_again_on = None
    request.told_person = None
    request.told_until = None
    request.save(update_fields=["state", "data_key", "look_again_on", "told_person", "told_until"])
    sealed.erase(case.key, by, at, "withdrawn by the family")
    audit.record(Act.REQUEST_WITHDRAWN, by=by, at=at, subjects=[request.id])
    record_changes([request.id], at=at)


@transaction.atomic
def pause(request_id: UUID, *, because: str, by: Officer, at: datetime) -> None:
    """No letters by clock and no matching, until it is opened again. `because` goes into the log: no names.

    Raises:
        NotAllowed, NoSuchRequest, MoveNotAllowed.
    """
    _move_by_officer(request_id, State.PAUSED, because, by, at)
    record_changes([request_id], at=at)


@transaction.atomic
def close(request_id: UUID, *, because: str, by: Officer, at: datetime) -> None:
    """As `pause`, for good; a family may still ask again years later."""
    _move_by_officer(request_id, State.CLOSED, because, by, at)
    record_changes([request_id], at=at)


@transaction.atomic
def reopen(request_id: UUID, *, because: str, by: Officer, at: datetime) -> None:
    """Letters and matching go on; the next look is a month from today."""
    request = _move_by_officer(request_id, State.OPEN, because, by, at)
    request.look_again_on = writing.next_look(at.date())
    request.save(update_fields=["look_again_on"])
    settle(request)
    record_changes([request.id], at=at)


def _move_by_officer(request_id: UUID, to: State, because: str, by: Officer, at: datetime) -> TracingRequest:
    roles.check_may(by, Permission.ANSWER_FAMILIES)
    request = locked(request_id)
    if request.data_key_id is None:
        raise WasWithdrawn
    move(request, to)
    scope = {"to": str(to.value)}
    audit.record(Act.REQUEST_MOVED, by=Actor.officer(by.id), at=at, subjects=[request.id], scope=scope, reason=because)
    return request
