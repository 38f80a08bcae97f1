"""The answer: composed of what he allows now, of what the register supports, of nothing else. An officer sends it."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from wayhome import audit
from wayhome.audit import Act, Actor, ReadPermit
from wayhome.protection import roles
from wayhome.protection.models import Officer
from wayhome.protection.roles import Permission
from wayhome.registry import queries as held
from wayhome.registry import wishes
from wayhome.registry.queries import PersonView
from wayhome.registry.release import Withheld
from wayhome.registry.states import Answer, Purpose
from wayhome.tracing import inside, moving, posting, sealing, writing
from wayhome.tracing.errors import AlreadyDone, NeverSent, NoSuchRequest, NothingConfirmed, NotOnHisList
from wayhome.tracing.facts import confirmed_person, facts_of, told_of
from wayhome.tracing.inside import Inside, Told, check_may_be_sent, claim_of
from wayhome.tracing.models import Talk, TracingRequest
from wayhome.tracing.posting import Case
from wayhome.tracing.sealing import TALK
from wayhome.tracing.states import LetterKind, State, TalkWhy
from wayhome.tracing.writing import Text

# A word lies in her slot for a time drawn at random. Were it always the same, or never short, a short one would tell
# that he took his word back; were it for ever, taking it back would show. Most lie long enough for who looks rarely.
SOON, LATE = timedelta(days=7), timedelta(days=28)
ONE_IN = 8


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of it. text is None if nothing left; why then says what stands in the way (a slug of `Inside`)."""

    kind: LetterKind | None
    text: Text | None
    inside: Inside

    @property
    def sent(self) -> bool:
        return self.text is not None


@dataclass(frozen=True, slots=True)
class _Word:
    kind: LetterKind
    text: Text
    says: tuple[Purpose, ...]


def preview_answer(request_id: UUID, *, own_words: str = "", by: Officer, at: datetime) -> Answered:
    """What `prepare_answer` would send this moment. Nothing is written but the log rows of the reading.

    Raises:
        NotAllowed, NoSuchRequest, WasWithdrawn, NothingConfirmed.
        SpokenNotWritten: he has died; `ask_for_talk` is the way.
    """
    roles.check_may(by, Permission.ANSWER_FAMILIES)
    person, permit = _read(request_id, by, at)
    with transaction.atomic():
        case = posting.open_case(moving.locked(request_id), permit)
        return _answer(case, person, own_words, at)[0]


def prepare_answer(request_id: UUID, *, own_words: str = "", by: Officer, at: datetime) -> Answered:
    """Write and send the answer his wish allows now. If it allows none, nothing leaves: her page stays as any case's.

    own_words: what he gave for her, passed on only if he allows letters.

    Raises:
        NotAllowed, NoSuchRequest, WasWithdrawn, NothingConfirmed.
        SpokenNotWritten: he has died; that is told by a person, by the way she chose: `ask_for_talk`.
        NeverSent: no record supports any claim, or the case has ended.
    """
    roles.check_may(by, Permission.ANSWER_FAMILIES)
    actor = Actor.officer(by.id)
    person, permit = _read(request_id, by, at)
    with transaction.atomic():
        case = posting.open_case(moving.locked(request_id), permit)
        answered, word = _answer(case, person, own_words, at)
        if word is None:
            audit.record(Act.WITHHELD, by=actor, at=at, subjects=[person.id, request_id])
            return answered
        _mark_told(case.request, person.id, at)
        case = posting.write(case, word.kind, word.text, person_id=person.id, says=word.says, by=actor, at=at)
        if isinstance(posting.send(case, by=actor, at=at), Withheld):
            raise NeverSent  # he took it back between the two questions: everything above is undone
        return answered


def _read(request_id: UUID, by: Officer, at: datetime) -> tuple[PersonView, ReadPermit]:
    """Open the one confirmed, and get leave for the question: both are in the log before anything is read."""
    if not TracingRequest.objects.filter(pk=request_id).exists():
        raise NoSuchRequest
    person_id = confirmed_person(request_id)
    if person_id is None:
        raise NothingConfirmed
    actor = Actor.officer(by.id)
    person = held.open_person(person_id, by=actor, at=at, reason="answer")
    permit = audit.before_reading(
        Act.REQUEST_OPENED, by=actor, at=at, subjects=[request_id], count=posting.RECORDS, reason="answer"
    )
    return person, permit


def _answer(case: Case, person: PersonView, own_words: str, at: datetime) -> tuple[Answered, _Word | None]:
    if confirmed_person(case.request.id) != person.id:
        raise NothingConfirmed  # doubted between the reading and now
    now = inside.inside_of(facts_of(case.request))
    told = told_of(case.request.id)
    if now is Inside.DIED:
        check_may_be_sent(LetterKind.WORD_ALIVE, now, told)
    if now is not Inside.MAY_TELL:
        return Answered(None, None, now), None
    word = _word(case, person, own_words, at)
    check_may_be_sent(word.kind, now, told)
    return Answered(word.kind, word.text, now), word


def _word(case: Case, person: PersonView, own_words: str, at: datetime) -> _Word:
    """The strongest true sentence, and what he allows beside it."""
    claim = claim_of(record_of_person(person, at), at.date())
    if claim is None:
        raise NeverSent
    says = [Purpose.TELL_FAMILY]
    with_words = bool(own_words.strip()) and wishes.allows(person.id, [Purpose.LETTERS], case.request.id)
    if with_words:
        says.append(Purpose.LETTERS)
    place = person.status.place if person.status else ""
    if place and wishes.allows(person.id, [Purpose.TELL_PLACE], case.request.id):
        says.append(Purpose.TELL_PLACE)
    else:
        place = ""
    text = writing.word(
        case.question,
        claim=claim[0],
        day=claim[1],
        today=at.date(),
        own_words=own_words if with_words else "",
        place=place,
        place_kept=_asked_to_keep(person, Purpose.TELL_PLACE),
    )
    return _Word(LetterKind.WORD_FROM_HIM if with_words else LetterKind.WORD_ALIVE, text, tuple(says))


def _asked_to_keep(person: PersonView, purpose: Purpose) -> bool:
    """He was asked, and said no: silence is no such sentence."""
    return any(wish.purpose is purpose and wish.stands and wish.answer is Answer.NO for wish in person.wishes)


def record_of_person(person: PersonView, at: datetime) -> inside.Record:
    """What the register supports: an officer of ours wrote down his own answer; a sure source said where he is."""
    heard = [wish.at.date() for wish in person.wishes if wish.by.startswith("officer:") and wish.at <= at]
    status = person.status
    seen: date | None = None
    if status is not None:
        whole = len(status.on_date) == len("2026-05-03")
        seen = date.fromisoformat(status.on_date) if whole else status.at.date()
    return inside.Record(max(heard, default=None), status.source if status else None, seen)


def lies_for() -> timedelta:
    """How long a word will lie: one in eight for less than a week, perhaps for an hour; the others up to four weeks."""
    shortest, longest = (timedelta(0), SOON) if secrets.randbelow(ONE_IN) == 0 else (SOON, LATE)
    return shortest + timedelta(seconds=secrets.randbelow(int((longest - shortest).total_seconds())))


def _mark_told(request: TracingRequest, person_id: UUID, at: datetime) -> None:
    request.told_person_id = person_id
    request.told_until = at + lies_for()
    request.look_again_on = writing.next_look(at.date())
    if request.state != State.ANSWERED:
        moving.move(request, State.ANSWERED)
    request.save(update_fields=["told_person", "told_until", "look_again_on"])


# — who is on his list —


def name_on_his_list(
    request_id: UUID, *, line: int, purpose: Purpose = Purpose.TELL_FAMILY, by: Officer, at: datetime
) -> None:
    """He said "only these people": this enquirer is the one on this line (from 1). Recorded with the officer's name.

    Raises:
        NotAllowed, NothingConfirmed, NotOnHisList. NotOnlyThese: his answer is another one.
    """
    roles.check_may(by, Permission.ANSWER_FAMILIES)
    person_id = confirmed_person(request_id)
    if person_id is None:
        raise NothingConfirmed
    person = held.open_person(person_id, by=Actor.officer(by.id), at=at, reason="answer")
    if not 1 <= line <= len(his_list(person, purpose)):
        raise NotOnHisList
    wishes.name_recipient(person_id, purpose, request_id, line=line, by=by, at=at)


def his_list(person: PersonView, purpose: Purpose = Purpose.TELL_FAMILY) -> list[str]:
    """Whom he named with "only these people", one a line, as he said it."""
    standing = (wish for wish in person.wishes if wish.purpose is purpose and wish.stands)
    wish = next(standing, None)
    return [line.strip() for line in wish.only_these.splitlines() if line.strip()] if wish else []


# — what is said by a person —


def ask_for_talk(request_id: UUID, why: TalkWhy, *, by: Officer, at: datetime) -> None:
    """Ask the family to let us speak, by the way she chose and no other; and put the talk on the list for today.

    The letter is the same for good word, ordinary questions and grave news; only the sealed row knows.

    Raises:
        NotAllowed, NoSuchRequest, WasWithdrawn, NeverSent.
    """
    roles.check_may(by, Permission.ANSWER_FAMILIES)
    actor = Actor.officer(by.id)
    case_permit = _permit_for_letter(request_id, by, at)
    with transaction.atomic():
        case = posting.open_case(moving.locked(request_id), case_permit)
        check_may_be_sent(LetterKind.PLEASE_SPEAK, inside.inside_of(facts_of(case.request)), Told.BEFORE)
        id = uuid.uuid4()
        sealed = sealing.seal_words(TALK, {"why": why.value}, id=id, key=case.key)
        Talk.objects.create(id=id, request=case.request, sealed=sealed, made_by=f"{actor.kind}:{actor.id}", made_at=at)
        audit.record(Act.TALK_ASKED, by=actor, at=at, subjects=[request_id])
        text = writing.please_speak(case.question, today=at.date())
        posting.send(posting.write(case, LetterKind.PLEASE_SPEAK, text, by=actor, at=at), by=actor, at=at)


@transaction.atomic
def talk_held(talk_id: UUID, *, by: Officer, at: datetime) -> None:
    """The talk was held.

    Raises:
        NotAllowed. AlreadyDone: somebody wrote this before, or there is no such talk.
    """
    roles.check_may(by, Permission.ANSWER_FAMILIES)
    talk = Talk.objects.select_for_update().filter(pk=talk_id, done_at=None).first()
    if talk is None:
        raise AlreadyDone
    talk.done_by, talk.done_at = by.id, at
    talk.save(update_fields=["done_by", "done_at"])
    audit.record(Act.TALK_DONE, by=Actor.officer(by.id), at=at, subjects=[talk.request_id])


def ask_family(request_id: UUID, which: str, *, by: Officer, at: datetime) -> None:
    """Put one of the questions that everyone is asked by clock (`writing.QUESTIONS`) to this family now.

    Raises:
        NotAllowed, NoSuchRequest, WasWithdrawn, NeverSent.
    """
    roles.check_may(by, Permission.ANSWER_FAMILIES)
    actor = Actor.officer(by.id)
    permit = _permit_for_letter(request_id, by, at)
    with transaction.atomic():
        case = posting.open_case(moving.locked(request_id), permit)
        check_may_be_sent(LetterKind.ASKS, inside.inside_of(facts_of(case.request)), Told.BEFORE)
        text = writing.asks(case.question, which=which, today=at.date())
        posting.send(posting.write(case, LetterKind.ASKS, text, by=actor, at=at), by=actor, at=at)


def _permit_for_letter(request_id: UUID, by: Officer, at: datetime) -> ReadPermit:
    if not TracingRequest.objects.filter(pk=request_id).exists():
        raise NoSuchRequest
    return audit.before_reading(
        Act.REQUEST_OPENED,
        by=Actor.officer(by.id),
        at=at,
        subjects=[request_id],
        count=posting.RECORDS,
        reason="letter",
    )
