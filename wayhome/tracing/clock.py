"""What the clock writes: letters without news, all due ones in one act; and the short line when a word makes way.

Each family is one transaction: its letter, the date of its next look and the sealed bundle stand or fall together, so a
kill between two families loses nothing and doubles nothing. A clock that stood still for a week catches up once.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from wayhome import audit
from wayhome.audit import Act, Actor, ReadPermit
from wayhome.registry import wishes
from wayhome.registry.models import OutboxItem
from wayhome.registry.states import Purpose
from wayhome.tracing import inside, matching_up, moving, posting, writing
from wayhome.tracing.errors import NeverSent
from wayhome.tracing.facts import facts_of, may_still_be_told, told_of
from wayhome.tracing.inside import Told, check_may_be_sent
from wayhome.tracing.models import Letter, TracingRequest
from wayhome.tracing.one_by_one import one_by_one
from wayhome.tracing.posting import Case
from wayhome.tracing.states import ALIVE, WORDS_OF_HIM, LetterKind

CLOCK = Actor.process("letters")
# At which look (from 1) which question is put to everyone, matched or not: so that asking never is an answer.
ASKED_AT_LOOK = {1: "grandmothers", 4: "siblings", 7: "childhood"}


def letters_due(at: datetime, *, limit: int = 50) -> int:
    """Write to everyone whose day has come; how many families were written to. One log row says how many were read.

    Whoever has a word waiting for an officer gets no "no word": the letter waits for that answer.

    Raises:
        MatcherSilent, NotCaughtUp: "we looked" would not be true; the letters stay due.
    """
    ids = _due(at.date(), limit)
    if not ids:
        return 0
    matching_up.propose_for(ids, at=at)
    permit = audit.before_reading(Act.LETTERS_DUE, by=CLOCK, at=at, count=len(ids) * posting.RECORDS)
    return one_by_one(ids, lambda id: _write_one(id, permit, at))


def _due(today: date, limit: int) -> list[UUID]:
    """Whose day has come and who may be written to. Cases that wait for an officer's answer do not block the others."""
    due = TracingRequest.objects.filter(look_again_on__lte=today, state__in=ALIVE, data_key__isnull=False)
    out = []
    for request in due.order_by("look_again_on", "id").iterator(chunk_size=200):
        if _kind_now(request) is not None:
            out.append(request.id)
        if len(out) == limit:
            break
    return out


def _kind_now(request: TracingRequest) -> LetterKind | None:
    """The routine letter that is true for this case now, or None while an answer waits to be sent."""
    told = told_of(request.id)
    kind = LetterKind.STANDS_AS_OF if told is Told.AFTER else LetterKind.NO_NEWS
    try:
        check_may_be_sent(kind, inside.inside_of(facts_of(request)), told)
    except NeverSent:
        return None
    return kind


@transaction.atomic
def _write_one(request_id: UUID, permit: ReadPermit, at: datetime) -> bool:
    request = moving.locked(request_id)
    today = at.date()
    still_due = request.look_again_on is not None and request.look_again_on <= today
    kind = _kind_now(request)
    if kind is None or not still_due or request.data_key is None or request.state not in ALIVE:
        return False
    case = posting.open_case(request, permit)
    next_look = writing.next_look(today, writing.quiet_days(case.question))
    request.looks += 1
    request.look_again_on = next_look
    if kind is LetterKind.STANDS_AS_OF:
        request.told_person, request.told_until = None, None
    request.save(update_fields=["looks", "look_again_on", "told_person", "told_until"])
    case = _routine(case, kind, next_look, at)
    if which := ASKED_AT_LOOK.get(request.looks):
        case = posting.write(
            case, LetterKind.ASKS, writing.asks(case.question, which=which, today=today), by=CLOCK, at=at
        )
    posting.send(case, by=CLOCK, at=at)
    return True


def _routine(case: Case, kind: LetterKind, next_look: date, at: datetime) -> Case:
    today = at.date()
    if kind is LetterKind.STANDS_AS_OF:
        text = writing.stands_as_of(case.question, today=today, written=_written_on(case), next_look=next_look)
    else:
        text = writing.no_news(case.question, today=today, next_look=next_look)
    return posting.write(case, kind, text, by=CLOCK, at=at)


def _written_on(case: Case) -> date:
    """The day of the last word she was given."""
    words = Letter.objects.filter(request=case.request, kind__in=WORDS_OF_HIM).order_by("-number")
    return words.values_list("dated", flat=True)[0]


# — a word makes way —


def obey_wishes(at: datetime) -> int:
    """Where a word lies whose time is over, or that he has taken back: the short line takes its place; how many did.

    Both look the same to the family. Runs every second: a wish taken back is obeyed at once. Where the short line would
    not be true either (the link itself is doubted), the word goes and nothing comes: a person has to speak.
    """
    lying = TracingRequest.objects.filter(told_until__isnull=False, data_key__isnull=False)
    over = [request.id for request in lying if _makes_way(request, at)]
    if not over:
        return 0
    permit = audit.before_reading(
        Act.REQUESTS_OPENED,
        by=CLOCK,
        at=at,
        subjects=over,
        count=len(over) * posting.RECORDS,
        reason="a word makes way",
    )
    return one_by_one(over, lambda id: _make_way(id, permit, at))


def _makes_way(request: TracingRequest, at: datetime) -> bool:
    if request.told_until is None:
        return False
    return request.told_until <= at or not may_still_be_told(request) or _says_too_much(request)


def _says_too_much(request: TracingRequest) -> bool:
    """The letter says where he is, or carries his words, and he has taken that part back."""
    said = OutboxItem.objects.filter(pk=request.id, person_id=request.told_person_id).values_list("says", flat=True)
    says = [Purpose(each) for each in next(iter(said), [])]
    return request.told_person_id is not None and not wishes.allows(request.told_person_id, says, request.id)


@transaction.atomic
def _make_way(request_id: UUID, permit: ReadPermit, at: datetime) -> bool:
    request = moving.locked(request_id)
    if request.data_key is None or not _makes_way(request, at):
        return False
    case = posting.open_case(request, permit)
    request.told_person, request.told_until = None, None
    request.save(update_fields=["told_person", "told_until"])
    if _kind_now(request) is LetterKind.STANDS_AS_OF:
        next_look = request.look_again_on or writing.next_look(at.date(), writing.quiet_days(case.question))
        case = _routine(case, LetterKind.STANDS_AS_OF, next_look, at)
    posting.send(case, by=CLOCK, at=at)
    return True


# — every slot alike —


def seal_all_anew(at: datetime) -> int:
    """Seal every family's letters once more, changed or not, with one version; how many were sealed. By night.

    Whoever compares two copies of the public database then learns of no single slot that something came into it. Each
    family is a transaction of its own; broken off, the next night does it. One log row says how many were opened.
    """
    ids = list(TracingRequest.objects.filter(data_key__isnull=False).order_by("id").values_list("id", flat=True))
    if not ids:
        return 0
    count = len(ids) * posting.RECORDS
    permit = audit.before_reading(Act.REQUESTS_OPENED, by=CLOCK, at=at, count=count, reason="every slot sealed anew")
    return one_by_one(ids, lambda id: _seal_anew(id, permit, at))


@transaction.atomic
def _seal_anew(request_id: UUID, permit: ReadPermit, at: datetime) -> bool:
    request = moving.locked(request_id)
    if request.data_key is None:
        return False
    posting.send(posting.open_case(request, permit), by=CLOCK, at=at, anew=True)
    return True


# — for banners —


def overdue(today: date) -> int:
    """How many letters are late by more than a day: the clock stands still, or answers wait for an officer."""
    return TracingRequest.objects.filter(
        look_again_on__lt=date.fromordinal(today.toordinal() - 1), state__in=ALIVE, data_key__isnull=False
    ).count()
