"""What his wish allows now, per recipient and purpose; and when he is to be asked again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from wayhome import audit
from wayhome.audit import Act, Actor
from wayhome.protection import roles
from wayhome.protection.models import Officer
from wayhome.protection.roles import Permission
from wayhome.registry.errors import NobodyUnderThisId, NotOnlyThese
from wayhome.registry.models import AskAgain, NamedRecipient, PersonHeld, Wish
from wayhome.registry.states import ASK_AGAIN_AFTER, Answer, AskWhy, Purpose

# The question behind "tell nobody": it alone has a clock, so that the list for today stays one that can be done.
ASKED_BY_CLOCK = Purpose.TELL_FAMILY


def standing_wish(person_id: UUID, purpose: Purpose) -> Wish | None:
    """His newest answer to this; the one that is obeyed."""
    return Wish.objects.filter(person_id=person_id, purpose=purpose).order_by("-number").first()


def allows(person_id: UUID, purposes: Iterable[Purpose], recipient_id: UUID) -> bool:
    """Whether he allows all of this towards this recipient, as things stand this moment.

    Silence is no. "Only these people" is yes for whom an officer has found on that list, for that very answer.
    """
    if not PersonHeld.objects.filter(pk=person_id, data_key__isnull=False).exists():
        return False
    return all(_allows(person_id, purpose, recipient_id) for purpose in purposes)


def _allows(person_id: UUID, purpose: Purpose, recipient_id: UUID) -> bool:
    wish = standing_wish(person_id, purpose)
    if wish is None:
        return False
    if wish.answer == Answer.ONLY_THESE:
        return NamedRecipient.objects.filter(wish=wish, recipient_id=recipient_id).exists()
    return bool(wish.answer == Answer.YES)


@transaction.atomic
def name_recipient(
    person_id: UUID, purpose: Purpose, recipient_id: UUID, *, line: int, by: Officer, at: datetime
) -> NamedRecipient:
    """Write down that this enquirer is the one on this line (from 1) of his list; for his standing answer only.

    Raises:
        NotAllowed. NotOnlyThese: his standing answer to this is not "only these people".
    """
    roles.check_may(by, Permission.ANSWER_FAMILIES)
    wish = standing_wish(person_id, purpose)
    if wish is None or wish.answer != Answer.ONLY_THESE or line < 1:
        raise NotOnlyThese
    actor = Actor.officer(by.id)
    named = NamedRecipient.objects.create(
        wish=wish, recipient_id=recipient_id, line=line, by=f"{actor.kind}:{actor.id}", at=at
    )
    audit.record(
        Act.RECIPIENT_NAMED, by=actor, at=at, subjects=[person_id, recipient_id], scope={"purpose": purpose.value}
    )
    return named


# — ask again —


@dataclass(frozen=True, slots=True)
class Due:
    """One line of the list for today: this person is to be asked again."""

    id: UUID
    person_id: UUID
    reference: str
    why: AskWhy
    due_on: date


def due(on: date) -> list[Due]:
    """Everyone who is to be asked again by this day, longest waiting first."""
    rows = AskAgain.objects.filter(done_at=None, due_on__lte=on, person__data_key__isnull=False)
    columns = ("id", "person_id", "person__reference", "why", "due_on")
    return [
        Due(id, person, reference, AskWhy(why), day)
        for id, person, reference, why, day in rows.order_by("due_on", "person__reference").values_list(*columns)
    ]


def note_answer(person_id: UUID, purpose: Purpose, answer: Answer, *, at: datetime) -> None:
    """He has answered: what was due is done, and anything but a yes is asked again after a week. For `record_wish`."""
    if purpose is not ASKED_BY_CLOCK:
        return
    _done(person_id, at)
    if answer is not Answer.YES:
        _set(person_id, AskWhy.WEEK, (at + ASK_AGAIN_AFTER).date(), at)


def note_transfer(person_id: UUID, *, at: datetime) -> None:
    """He was moved: whoever told him what to say may be far away now. For `record_custody`."""
    wish = standing_wish(person_id, ASKED_BY_CLOCK)
    if wish is not None and wish.answer != Answer.YES:
        _done(person_id, at)
        _set(person_id, AskWhy.TRANSFER, at.date(), at)


@transaction.atomic
def ask_again_at_visit(person_id: UUID, *, by: Officer, at: datetime) -> None:
    """A visitor is with him: he is asked today, alone, whatever he has said before.

    Raises:
        NotAllowed, NobodyUnderThisId.
    """
    roles.check_may(by, Permission.RECORD_WISHES)
    if not PersonHeld.objects.select_for_update().filter(pk=person_id, data_key__isnull=False).exists():
        raise NobodyUnderThisId
    _done(person_id, at)
    _set(person_id, AskWhy.VISIT, at.date(), at)
    audit.record(Act.ASK_AGAIN_SET, by=Actor.officer(by.id), at=at, subjects=[person_id])


@transaction.atomic
def ask_if_never_asked(person_id: UUID, *, at: datetime) -> None:
    """Two readers found the one who is sought, and nobody has asked him yet whom to tell: due today."""
    PersonHeld.objects.select_for_update().get(pk=person_id)
    waiting = AskAgain.objects.filter(person_id=person_id, purpose=ASKED_BY_CLOCK, done_at=None)
    if standing_wish(person_id, ASKED_BY_CLOCK) is None and not waiting.exists():
        _set(person_id, AskWhy.NEVER_ASKED, at.date(), at)


def _done(person_id: UUID, at: datetime) -> None:
    AskAgain.objects.filter(person_id=person_id, purpose=ASKED_BY_CLOCK, done_at=None).update(done_at=at)


def _set(person_id: UUID, why: AskWhy, due_on: date, at: datetime) -> None:
    AskAgain.objects.create(person_id=person_id, purpose=ASKED_BY_CLOCK, why=why, due_on=due_on, made_at=at)


def overdue(on: date, *, by_more_than: timedelta = timedelta(days=2)) -> int:
    """How many have waited for longer than this to be asked again; for the banner."""
    return AskAgain.objects.filter(done_at=None, due_on__lt=on - by_more_than).count()
