"""Finding candidates: when a question comes in, and whenever either side's change log grows. By the worker."""

import uuid
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from wayhome import audit
from wayhome.audit import Act, Actor, ReadPermit
from wayhome.matching import Comparison
from wayhome.protection.errors import NotAuthentic
from wayhome.registry import finding
from wayhome.registry import queries as held
from wayhome.registry.models import Change, PersonHeld
from wayhome.tracing import moving, rules, sealing, sought
from wayhome.tracing.content import record_of
from wayhome.tracing.models import Candidate, MatchPosition, RequestChange, RequestVersion, TracingRequest
from wayhome.tracing.states import ALIVE, CandidateState

CLOCK = Actor.process("matching")
HELD, SOUGHT = "held", "sought"
_BATCH = 100
# A settled "another person" is read again when the records have since come this much nearer: eight times as likely.
NEARER_BY = 3.0


class NotCaughtUp(Exception):
    """The matcher has not read the newest changes yet; the job goes on at its next turn."""


def propose_candidates(request_id: UUID, *, at: datetime) -> int:
    """Ask the matcher who this may be, and write down whoever is worth a look; how many are new or read anew.

    Raises:
        MatcherSilent, NotCaughtUp.
    """
    return propose_for([request_id], at=at)


def propose_for(request_ids: Collection[UUID], *, at: datetime) -> int:
    """As `propose_candidates` for several questions: one log row says how many were read.

    Raises:
        MatcherSilent, NotCaughtUp.
    """
    versions = RequestVersion.objects.filter(
        request_id__in=request_ids,
        version=F("request__version"),
        request__state__in=ALIVE,
        request__data_key__isnull=False,
    )
    rows = list(versions.select_related("request__data_key"))
    if not rows:
        return 0
    subjects = [row.request_id for row in rows]
    permit = audit.before_reading(Act.REQUESTS_MATCHED, by=CLOCK, at=at, subjects=subjects, count=len(rows))
    return sum(_propose(row, permit, at) for row in rows)


def _propose(row: RequestVersion, permit: ReadPermit, at: datetime) -> int:
    try:
        question = sealing.open_question(row, sealing.key_of(row.request), permit)
    except NotAuthentic:
        return 0  # the matcher counts it as altered; the other families are matched all the same
    found = finding.ask(
        record_of(question.sought), limit=rules.MOST_CANDIDATES, at_least=held.last_change(), side=finding.Side.HELD
    )
    if not found.caught_up:
        raise NotCaughtUp
    return _write_down(row.request_id, {one.person_id: one.comparison for one in found.candidates}, at)


@transaction.atomic
def _write_down(request_id: UUID, found: dict[UUID, Comparison], at: datetime) -> int:
    request = moving.locked(request_id)
    if request.state not in ALIVE:
        return 0
    known = {one.person_id: one for one in Candidate.objects.select_for_update().filter(request=request)}
    living = set(PersonHeld.objects.filter(pk__in=found, data_key__isnull=False).values_list("id", flat=True))
    changed = 0
    for person_id, comparison in found.items():
        if person_id in known:
            changed += _weigh_again(known[person_id], comparison)
        elif person_id in living and rules.worth_a_look(comparison):
            _new(request, person_id, comparison, at)
            changed += 1
    moving.settle(request)
    return changed


def _new(request: TracingRequest, person_id: UUID, comparison: Comparison, at: datetime) -> None:
    Candidate.objects.create(
        request=request,
        person_id=person_id,
        bits=comparison.bits,
        certain=comparison.certain,
        above_threshold=rules.needs_two_readers(comparison),
        made_at=at,
    )


def _weigh_again(candidate: Candidate, comparison: Comparison) -> bool:
    """The newest evidence. In an open round the threshold only ever rises: nobody's second reader is taken away."""
    nearer = comparison.bits - candidate.bits >= NEARER_BY
    above = rules.needs_two_readers(comparison)
    again = candidate.state in (CandidateState.DIFFERENT, CandidateState.UNSURE) and nearer
    if again:
        candidate.state, candidate.round, candidate.round_id = CandidateState.OPEN, candidate.round + 1, uuid.uuid4()
        candidate.settled_at = None
    if candidate.state == CandidateState.OPEN:
        candidate.above_threshold = above or (candidate.above_threshold and not again)
        candidate.bits, candidate.certain = comparison.bits, comparison.certain
        candidate.save(update_fields=["state", "round", "round_id", "settled_at", "bits", "certain", "above_threshold"])
    return again


# — following both change logs —


def behind() -> bool:
    """Whether something has changed on either side that no question was matched with yet."""
    return held.last_change() > _position(HELD) or sought.last_change() > _position(SOUGHT)


def follow(at: datetime, *, limit: int = _BATCH) -> int:
    """Match anew what has changed, at most `limit` changes of each side; how many changes were gone through.

    A position is written only after its changes were matched, so an interruption repeats and loses nothing.

    Raises:
        MatcherSilent, NotCaughtUp.
    """
    return _follow_sought(at, limit) + _follow_held(at, limit)


def _follow_sought(at: datetime, limit: int) -> int:
    rows = RequestChange.objects.filter(number__gt=_position(SOUGHT)).order_by("number")
    changes = list(rows.values_list("number", "request_id")[:limit])
    propose_for({request_id for _, request_id in changes}, at=at)
    _advance(SOUGHT, changes[-1][0] if changes else 0)
    return len(changes)


def _follow_held(at: datetime, limit: int) -> int:
    """Whoever may be seeking one of these people is matched anew. While nobody seeks anybody nothing is asked."""
    position = _position(HELD)
    if not TracingRequest.objects.filter(state__in=ALIVE).exists():
        newest = held.last_change()
        _advance(HELD, newest)
        return 0
    changed = held.changed_since(position, by=CLOCK, at=at, limit=limit)
    asking: set[UUID] = set()
    for person_id, record in changed.people.items():
        if record is not None:
            found = finding.ask(record, limit=_BATCH, at_least=sought.last_change(), side=finding.Side.SOUGHT)
            if not found.caught_up:
                raise NotCaughtUp
            asking |= {one.person_id for one in found.candidates if rules.worth_a_look(one.comparison)}
        asking |= set(Candidate.objects.filter(person_id=person_id).values_list("request_id", flat=True))
    propose_for(asking, at=at)
    _advance(HELD, changed.position)
    return Change.objects.filter(number__gt=position, number__lte=changed.position).count()


def _position(side: str) -> int:
    return MatchPosition.objects.filter(pk=side).values_list("number", flat=True).first() or 0


def _advance(side: str, number: int) -> None:
    if number > _position(side):
        MatchPosition.objects.update_or_create(side=side, defaults={"number": number})
