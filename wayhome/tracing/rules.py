"""Who may do this, and whether the case allows it now. Each check returns nothing or raises."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from wayhome.matching import Comparison
from wayhome.protection import roles
from wayhome.protection.models import Officer
from wayhome.protection.roles import Permission
from wayhome.tracing.errors import BecauseMissing, MoveNotAllowed, RoundNotOpen, SecondReaderMustDiffer
from wayhome.tracing.models import Candidate
from wayhome.tracing.states import MOVES, CandidateState, Says, State

# From this probability on two readers must agree, whatever the first says: one such candidate in twenty is the one
# sought (the matcher's own bar for "possible", `matching.weigh.POSSIBLE_FROM`), so a single tired reader who says
# "another person" would close the door on one family in twenty. Below it one "different" suffices: a bureau of thirteen
# has 300 questions a day, and a reader reads at most 25 new pairs well (people.md §2).
TWO_READERS_FROM = 0.05
# Below this a pair is not shown at all: one in two hundred is not worth a reader's minute.
WORTH_A_LOOK_FROM = 0.005
MOST_CANDIDATES = 10


def needs_two_readers(comparison: Comparison) -> bool:
    return comparison.probability >= TWO_READERS_FROM or comparison.certain != "weak"


def worth_a_look(comparison: Comparison) -> bool:
    return comparison.probability >= WORTH_A_LOOK_FROM


class Voice(Protocol):
    """What is needed of a verdict to count it."""

    @property
    def by(self) -> UUID: ...
    @property
    def says(self) -> str: ...
    @property
    def at(self) -> datetime: ...


def voices(verdicts: Iterable[Voice]) -> dict[UUID, Says]:
    """What each reader of one round says now, given in the order they were written: a changed mind replaces the old."""
    return {verdict.by: Says(verdict.says) for verdict in verdicts}


_OUTCOME = {
    Says.SAME: CandidateState.SAME,
    Says.DIFFERENT: CandidateState.DIFFERENT,
    Says.CANNOT_SAY: CandidateState.UNSURE,
}


def outcome(said: Iterable[Says], *, above_threshold: bool) -> CandidateState | None:
    """What the readers' voices come to, one voice for each reader; None while more readers are needed.

    Two must say the same, and no other voice may be heard as often. Two who disagree need a third.
    Below the threshold a single "different", with nobody against it, suffices.
    """
    count = dict.fromkeys(Says, 0)
    for one in said:
        count[one] += 1
    if not above_threshold and count[Says.DIFFERENT] and not count[Says.SAME]:
        return CandidateState.DIFFERENT
    best = max(count.values())
    winners = [verdict for verdict, times in count.items() if times == best]
    return _OUTCOME[winners[0]] if best >= 2 and len(winners) == 1 else None


def check_may_decide(candidate: Candidate, by: Officer, because: str, already: Says | None, says: Says) -> None:
    """`already`: what this officer has said in this round."""
    roles.check_may(by, Permission.DECIDE_CANDIDATES)
    if candidate.state != CandidateState.OPEN:
        raise RoundNotOpen
    if not because.strip():
        raise BecauseMissing
    if already is says:
        raise SecondReaderMustDiffer


def check_move(now: State, to: State) -> None:
    if to not in MOVES[now]:
        raise MoveNotAllowed
