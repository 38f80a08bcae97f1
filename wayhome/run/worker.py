"""The worker: seals the log, leaves checkpoints with the witness, carries envelopes and letters, does what can wait.

Two clocks in one process. The main loop turns once a second and does what must never stand still: the log, then the
courier. A thread runs procrastinate, whose tables exist in the bureau database only. When either fails for good the
process ends and the supervisor starts it anew.
"""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from types import FrameType

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wayhome.run.settings.worker")

import django
from django.db import Error, close_old_connections, connections
from django.utils import timezone

logger = logging.getLogger("wayhome.worker")

TURN = 1.0  # seconds between turns
SIGN_EVERY = timedelta(minutes=1)


class Rounds:
    """What is done in one turn, and when it was last done."""

    def __init__(self) -> None:
        self.signed_at: datetime | None = None

    def turn(self, at: datetime) -> None:
        """Seal what is new; once a minute sign where the log stands and leave it with the witness.

        The newest checkpoint is left every time, also one that was signed before a failure: leaving it twice changes
        nothing, and a witness that missed a minute is told at the next.
        """
        from wayhome import audit
        from wayhome.audit.models import CheckpointRow
        from wayhome.mailbox import witness
        from wayhome.protection import heartbeats
        from wayhome.run import courier

        audit.seal_pending(at)
        if self.signed_at is None or abs(at - self.signed_at) >= SIGN_EVERY:
            audit.sign_checkpoint(at)
            newest = CheckpointRow.objects.order_by("-size").first()
            if newest is not None:
                witness.leave(newest)
            self.signed_at = at
        heartbeats.beat("worker", at=at)
        courier.turn(at)


def turn_for_ever(stop: threading.Event, clock: Callable[[], datetime]) -> None:
    """A database that is away for a while is waited for; nothing is lost, the log's rows wait in their table."""
    rounds = Rounds()
    while not stop.is_set():
        try:
            close_old_connections()
            rounds.turn(clock())
        except Error as problem:
            logger.warning("a database does not answer; trying again", exc_info=problem)
            connections.close_all()
        stop.wait(TURN)


def main() -> int:
    django.setup()
    from wayhome.run.jobs import JobsThread

    stop = threading.Event()

    def leave(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    jobs = JobsThread(ended=stop.set)
    jobs.start()
    turn_for_ever(stop, timezone.now)
    jobs.finish()
    return 1 if jobs.failed else 0


if __name__ == "__main__":
    sys.exit(main())
