"""The worker's clock: the log is sealed, a checkpoint is signed and left with the witness in the other database."""

from datetime import UTC, datetime, timedelta
from threading import Event
from uuid import uuid4

import pytest
from django.db import DatabaseError

from wayhome import audit
from wayhome.audit import Act, Actor
from wayhome.mailbox import witness
from wayhome.protection import heartbeats
from wayhome.run import worker
from wayhome.run.worker import Rounds, turn_for_ever

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)
BOTH = pytest.mark.django_db(databases=["default", "portal"])


def something_happens(at: datetime = NOON) -> None:
    audit.record(Act.SIGNED_IN, by=Actor.officer(uuid4()), at=at)


def heads() -> list[tuple[int, bytes]]:
    return [(one.size, one.head) for one in witness.kept()]


@BOTH
def test_one_turn_seals_signs_and_leaves() -> None:
    """What happened is chained at once, and the first checkpoint reaches the witness."""
    something_happens()
    Rounds().turn(NOON)
    assert heads() == [audit.size_and_head()]
    assert audit.verify(
        [audit.Checkpoint(o.size, o.head, o.at, o.key_id, o.signature) for o in witness.kept()]
    ).is_sound


@BOTH
def test_checkpoints_come_once_a_minute() -> None:
    """Sealing goes on every second; signing does not."""
    rounds = Rounds()
    for second in (0, 1, 59, 60):
        something_happens(NOON + timedelta(seconds=second))
        rounds.turn(NOON + timedelta(seconds=second))
    assert [size for size, _ in heads()] == [1, 4]


@BOTH
def test_a_witness_that_missed_a_checkpoint_gets_it_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signed, then the portal database was away: the next minute leaves it, although nothing new was signed."""
    something_happens()
    rounds = Rounds()
    with monkeypatch.context() as away:
        away.setattr(witness, "leave", _no_answer)
        with pytest.raises(DatabaseError):
            rounds.turn(NOON)
    assert heads() == []
    rounds.turn(NOON + timedelta(seconds=1))
    assert [size for size, _ in heads()] == [1]


@BOTH
def test_leaving_the_same_checkpoint_twice_keeps_one() -> None:
    """A courier that does not know whether it was heard simply says it again."""
    something_happens()
    Rounds().turn(NOON)
    Rounds().turn(NOON + timedelta(minutes=5))
    assert len(heads()) == 1


@BOTH
def test_a_clock_set_back_does_not_silence_the_witness() -> None:
    """After the clock jumps an hour back, checkpoints do not wait an hour."""
    rounds = Rounds()
    something_happens()
    rounds.turn(NOON)
    something_happens()
    rounds.turn(NOON - timedelta(hours=1))
    assert len(heads()) == 2


@BOTH
def test_each_turn_is_a_sign_of_life() -> None:
    """The staff's site shows a banner when it is missing."""
    Rounds().turn(NOON)
    (heart,) = [one for one in heartbeats.heartbeats() if one.name == "worker"]
    assert heart.at == NOON
    assert not heart.is_late(NOON + timedelta(seconds=20))
    assert heart.is_late(NOON + timedelta(minutes=2))


def test_a_database_that_is_away_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker does not die of a restart of PostgreSQL."""
    stop, turns = Event(), []

    def turn(_: Rounds, at: datetime) -> None:
        turns.append(at)
        if len(turns) == 1:
            raise DatabaseError
        stop.set()

    monkeypatch.setattr(Rounds, "turn", turn)
    monkeypatch.setattr(worker, "TURN", 0)
    turn_for_ever(stop, lambda: NOON)
    assert len(turns) == 2


def _no_answer(_: object) -> None:
    raise DatabaseError
