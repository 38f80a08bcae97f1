"""Guessing codes is slowed down for everybody together. Nobody's address is looked at, kept or counted.

A code has 73 random bits, so guessing is hopeless anyway; this keeps a guesser from loading the machine. Wrong codes
fill a bucket that leaks; while it is overfull every attempt waits a little before anything is looked up, right codes
and wrong ones alike. The bucket is this process's own.
"""

import threading
import time
from collections.abc import Callable
from typing import Final

ALLOWED: Final = 30
"""Wrong codes at once before anybody waits."""
LEAK: Final = 0.5
"""Wrong codes forgotten in a second."""
STEP: Final = 0.1
LONGEST: Final = 2.0
"""Seconds: by so much each wrong code over the allowance makes the wait longer, and the longest wait."""
WAITING: Final = 2
"""How many may wait at a time; the others are told to press again, so that threads stay free for the other pages."""


class FailureBudget:
    """One bucket for all who type codes."""

    def __init__(
        self, *, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(WAITING)
        self._level = 0.0
        self._seen = clock()

    def failed(self) -> None:
        """A code opened nothing."""
        with self._lock:
            self._level = self._now() + 1

    def wait(self) -> bool:
        """Wait for one's turn; False when too many are waiting already."""
        with self._lock:
            over = self._now() - ALLOWED
        if over <= 0:
            return True
        if not self._places.acquire(blocking=False):
            return False
        try:
            self._sleep(min(LONGEST, STEP * over))
        finally:
            self._places.release()
        return True

    def _now(self) -> float:
        now = self._clock()
        self._level = max(0.0, self._level - (now - self._seen) * LEAK)
        self._seen = now
        return self._level


BUDGET: Final = FailureBudget()
