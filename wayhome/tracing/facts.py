"""The facts of one case, from the tables: codes and ids only, nothing is opened."""

from uuid import UUID

from wayhome.registry import wishes
from wayhome.registry.models import CustodyEvent
from wayhome.registry.states import Custody, Purpose, standing
from wayhome.tracing.inside import Facts, Told
from wayhome.tracing.models import Candidate, Letter, TracingRequest
from wayhome.tracing.states import WORDS_OF_HIM, CandidateState, State

# Of whom "he is alive" may be false by now. Who went home lives for all we know.
_MAY_NOT_LIVE = frozenset({Custody.DIED, Custody.ESCAPED, Custody.UNKNOWN})


def confirmed_person(request_id: UUID) -> UUID | None:
    """Whom two readers found to be the one sought. If they found two, nobody is sure: then it is nobody."""
    found = Candidate.objects.filter(request_id=request_id, state=CandidateState.SAME, person__data_key__isnull=False)
    people = list(found.values_list("person_id", flat=True)[:2])
    return people[0] if len(people) == 1 else None


def facts_of(request: TracingRequest) -> Facts:
    state = State(request.state)
    person_id = confirmed_person(request.id)
    if person_id is None:
        waiting = Candidate.objects.filter(request=request, state__in=[CandidateState.OPEN, CandidateState.SAME])
        return Facts(state, being_read=waiting.exists())
    return Facts(state, confirmed=True, status=status_of(person_id), wish=_wish(person_id, request.id))


def status_of(person_id: UUID) -> Custody | None:
    """What a sure source last said of him."""
    now = standing(CustodyEvent.objects.filter(person_id=person_id).only("status", "source", "on_date", "at"))
    return Custody(now.status) if now else None


def _wish(person_id: UUID, request_id: UUID) -> bool | None:
    if wishes.standing_wish(person_id, Purpose.TELL_FAMILY) is None:
        return None
    return wishes.allows(person_id, [Purpose.TELL_FAMILY], request_id)


def told_of(request_id: UUID) -> Told:
    told = Letter.objects.filter(request_id=request_id, kind__in=WORDS_OF_HIM).exists()
    return Told.AFTER if told else Told.BEFORE


def may_still_be_told(request: TracingRequest) -> bool:
    """Whether the word that lies in her slot now may go on lying there: it is he, he lives, he allows it."""
    person_id = request.told_person_id
    if person_id is None or confirmed_person(request.id) != person_id or status_of(person_id) in _MAY_NOT_LIVE:
        return False
    return bool(_wish(person_id, request.id))
