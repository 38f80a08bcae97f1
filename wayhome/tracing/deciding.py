"""Two readers, the second blind. Above the threshold two must agree, whatever the first says; if not, a third reads.

While a round is open nothing outside the verdict's own row moves: no candidate, no question, no order, no count.
"""

import uuid
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wayhome import audit
from wayhome.audit import Act, Actor
from wayhome.protection import roles
from wayhome.protection.models import Officer
from wayhome.protection.roles import Permission
from wayhome.registry import wishes
from wayhome.tracing import moving, rules, sealing
from wayhome.tracing.errors import NoSuchCandidate, RoundStillOpen
from wayhome.tracing.models import Candidate, TracingRequest, Verdict
from wayhome.tracing.sealing import VERDICT
from wayhome.tracing.states import CandidateState, Says, State


@transaction.atomic
def decide(candidate_id: UUID, says: Says, *, because: str, by: Officer, at: datetime) -> CandidateState:
    """Record one reader's verdict; what the candidate is after it (`OPEN` while others must read).

    Nothing is overwritten: a changed mind is a new verdict, and the old one remains readable once the round is closed.

    Raises:
        NotAllowed, NoSuchCandidate, BecauseMissing, WasWithdrawn.
        RoundNotOpen: it has been settled since the page was loaded.
        SecondReaderMustDiffer: `by` has said just this in this round already.
    """
    request, candidate = _locked(candidate_id)  # two readers may press the button together
    key = sealing.key_of(request)
    verdicts = list(Verdict.objects.filter(candidate=candidate, round=candidate.round).order_by("place"))
    voices = rules.voices(verdicts)
    rules.check_may_decide(candidate, by, because, voices.get(by.id), says)
    id = uuid.uuid4()
    Verdict.objects.create(
        id=id,
        candidate=candidate,
        round=candidate.round,
        place=len(verdicts) + 1,
        by=by.id,
        says=says,
        sealed=sealing.seal_words(VERDICT, {"because": because.strip()}, id=id, key=key),
        at=at,
    )
    # The round comes last: until it is closed nobody reads this row of the log (`audit.acts.HIDDEN_UNTIL`).
    subjects = [request.id, candidate.person_id, candidate.id, candidate.round_id]
    audit.record(Act.VERDICT_GIVEN, by=Actor.officer(by.id), at=at, subjects=subjects)
    settled = rules.outcome({**voices, by.id: says}.values(), above_threshold=candidate.above_threshold)
    if settled is not None:
        _close(request, candidate, settled, by, at)
    return settled or CandidateState.OPEN


def _close(request: TracingRequest, candidate: Candidate, settled: CandidateState, by: Officer, at: datetime) -> None:
    candidate.state, candidate.settled_at = settled, at
    candidate.save(update_fields=["state", "settled_at"])
    subjects = [request.id, candidate.person_id, candidate.id, candidate.round_id]
    audit.record(Act.ROUND_CLOSED, by=Actor.officer(by.id), at=at, subjects=subjects)
    moving.settle(request)
    if settled is CandidateState.SAME:
        wishes.ask_if_never_asked(candidate.person_id, at=at)


@transaction.atomic
def doubt(candidate_id: UUID, *, by: Officer, at: datetime) -> None:
    """Open a new round about a settled candidate: doubt may always return.

    A word that lies in the family's slot is taken out by the clock; somebody has to speak with them.

    Raises:
        NotAllowed, NoSuchCandidate, WasWithdrawn. RoundStillOpen: it is still being read.
    """
    roles.check_may(by, Permission.DECIDE_CANDIDATES)
    request, candidate = _locked(candidate_id)
    sealing.key_of(request)
    if candidate.state == CandidateState.OPEN:
        raise RoundStillOpen
    candidate.state, candidate.settled_at = CandidateState.OPEN, None
    candidate.round, candidate.round_id = candidate.round + 1, uuid.uuid4()
    # Somebody thought he was, somebody doubts it: that is always two readers' work.
    candidate.above_threshold = True
    candidate.save(update_fields=["state", "settled_at", "round", "round_id", "above_threshold"])
    subjects = [request.id, candidate.person_id, candidate.id]
    audit.record(Act.ROUND_REOPENED, by=Actor.officer(by.id), at=at, subjects=subjects)
    if request.state == State.ANSWERED:
        moving.move(request, State.UNDER_REVIEW)
    moving.settle(request)


def _locked(candidate_id: UUID) -> tuple[TracingRequest, Candidate]:
    """First the question's row, then the candidate's: everywhere in this order, so that nobody waits in a circle."""
    request_id = Candidate.objects.filter(pk=candidate_id).values_list("request_id", flat=True).first()
    if request_id is None:
        raise NoSuchCandidate
    request = moving.locked(request_id)
    return request, Candidate.objects.select_for_update().get(pk=candidate_id)
