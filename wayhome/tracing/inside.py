"""What is true inside the house about one question, and which letters are true then. Pure: no database, no clock.

`truth.yaml` says the same as a table for people; a test holds the two against each other, cell by cell.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from wayhome.registry.states import Custody, Source
from wayhome.tracing.errors import NeverSent, SpokenNotWritten
from wayhome.tracing.states import WORDS_OF_HIM, LetterKind, State


class Inside(StrEnum):
    """What we know, and what of it may be passed on to this family."""

    NOBODY_KNOWN = "nobody_known"
    BEING_READ = "being_read"
    MAY_TELL = "may_tell"
    """Two readers agreed, he is alive in care, and he allows it towards this family."""
    HE_SAID_NO = "he_said_no"
    """No, not now, or only other people."""
    NOT_ASKED = "not_asked"
    GONE = "gone"
    """Released, exchanged, gone home, handed over."""
    ESCAPED = "escaped"
    NOT_KNOWN_WHERE = "not_known_where"
    DIED = "died"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Told(StrEnum):
    """Whether this family has ever read a word of him from us."""

    BEFORE = "before"
    AFTER = "after"


class Claim(StrEnum):
    """What a word of him may claim; the keys are those of `letters/word.yaml`."""

    SPOKE = "spoke"
    SPOKE_EARLIER = "spoke_earlier"
    REGISTERED = "registered"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a case's state follows from. confirmed: two readers agreed. status: what a sure source last said of him.

    wish: whether he allows this family to be told; None if he was never asked.
    """

    state: State
    confirmed: bool = False
    being_read: bool = False
    status: Custody | None = None
    wish: bool | None = None


IN_CARE = frozenset({Custody.HELD, Custody.HOSPITAL, Custody.TRANSFERRED})
_NOT_IN_CARE = {
    Custody.DIED: Inside.DIED,
    Custody.ESCAPED: Inside.ESCAPED,
    Custody.UNKNOWN: Inside.NOT_KNOWN_WHERE,
    Custody.RELEASED: Inside.GONE,
    Custody.REPATRIATED: Inside.GONE,
    Custody.EXCHANGED: Inside.GONE,
    Custody.HANDED_OVER: Inside.GONE,
}
_ENDED = {State.CLOSED: Inside.CLOSED, State.PAUSED: Inside.CLOSED, State.WITHDRAWN: Inside.WITHDRAWN}


def inside_of(facts: Facts) -> Inside:
    if facts.state in _ENDED:
        return _ENDED[facts.state]
    if not facts.confirmed:
        return Inside.BEING_READ if facts.being_read else Inside.NOBODY_KNOWN
    if facts.status in _NOT_IN_CARE:
        return _NOT_IN_CARE[facts.status]
    if facts.wish is None:
        return Inside.NOT_ASKED
    return Inside.MAY_TELL if facts.wish else Inside.HE_SAID_NO


def check_may_be_sent(kind: LetterKind, inside: Inside, told: Told) -> None:
    """Nothing, or:

    Raises:
        SpokenNotWritten: a word of him, and he has died.
        NeverSent: the letter would not be true, or would tell by its very coming what may not be told.
    """
    if kind in WORDS_OF_HIM and inside is Inside.DIED:
        raise SpokenNotWritten
    if not _true(kind, inside, told):
        raise NeverSent


def _true(kind: LetterKind, inside: Inside, told: Told) -> bool:
    if inside in (Inside.CLOSED, Inside.WITHDRAWN):
        return False
    if kind in WORDS_OF_HIM:
        return inside is Inside.MAY_TELL
    if kind is LetterKind.RECEIVED:
        return told is Told.BEFORE
    if kind is LetterKind.NO_NEWS:
        # "No word we may pass on" would be false while there is one; the letter waits for the officer who answers.
        return told is Told.BEFORE and inside is not Inside.MAY_TELL
    if kind is LetterKind.STANDS_AS_OF:
        # Where the link itself is doubted or was wrong, what we wrote may never have been true: a person must speak.
        return told is Told.AFTER and inside not in (Inside.NOBODY_KNOWN, Inside.BEING_READ)
    return True  # a family question and the wish to speak mean nothing by themselves, and so are always right


# A word spoken longer ago than this is told in the past.
SPOKEN_LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Record:
    """What the register can support: when an officer of ours last heard his wish, and who says where he is, of which
    day."""

    heard_on: date | None
    source: Source | None
    seen_on: date | None


def claim_of(record: Record, today: date) -> tuple[Claim, date] | None:
    """The strongest claim that a record supports, with its day; None if there is none. Never rounded up."""
    if record.heard_on is not None:
        lately = today - record.heard_on <= SPOKEN_LATELY
        return (Claim.SPOKE if lately else Claim.SPOKE_EARLIER), record.heard_on
    if record.source is Source.OWN_RECORD and record.seen_on is not None:
        return Claim.REGISTERED, record.seen_on
    if record.source in (Source.DETAINING_POWER, Source.AGENCY) and record.seen_on is not None:
        return Claim.TOLD, record.seen_on
    return None
