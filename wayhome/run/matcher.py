"""The matcher process: everyone held and everyone sought, in memory, behind a local socket; nothing name-like touches a
disk from here.

It reads all records once, then follows the two change logs. Every change to a searchable record has a number, written
in the same transaction as the change, so the matcher always knows exactly how far it has read. Killed at any
moment, it simply reads again.
"""

import logging
import os
import signal
import socket
import socketserver
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, Protocol, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wayhome.run.settings.bureau")

import django
from django.conf import settings
from django.db import Error, connection
from django.utils import timezone

from wayhome.audit import Actor
from wayhome.matching import Index, PersonRecord, SearchResult

if TYPE_CHECKING:
    from wayhome.registry.queries import Changed, Snapshot

logger = logging.getLogger("wayhome.matcher")

FOLLOW_EVERY = 0.2  # seconds between looks at the change log
WAIT_AT_MOST = 2.0  # seconds a question waits for a change it must include
MATCHER = Actor.process("matcher")


class Source(Protocol):
    """Where one index reads from: `registry.queries` for those held, `tracing.sought` for those families seek."""

    def everyone(self, *, by: Actor, at: datetime) -> AbstractContextManager["Snapshot"]: ...
    def changed_since(self, position: int, *, by: Actor, at: datetime) -> "Changed": ...


class Shelf:
    """One index, and how far along its change log it stands. altered: whose records do not open and are missing."""

    def __init__(self, source: Source) -> None:
        self.index = Index()
        self.altered: set[str] = set()
        self.position = 0
        self.ready = False
        self._source = source
        self._turn = threading.Condition()

    def read_everyone(self) -> None:
        """Fill the index from one snapshot, and remember the snapshot's place in the change log."""
        fresh, altered = Index(), set()  # a read that breaks off half-way leaves nothing behind
        with self._source.everyone(by=MATCHER, at=timezone.now()) as snapshot:
            for id, record in snapshot.records:
                if record is None:
                    altered.add(str(id))
                else:
                    fresh.add(str(id), record)
        _say_altered(altered)
        with self._turn:
            self.index, self.altered, self.position, self.ready = fresh, altered, snapshot.position, True
            self._turn.notify_all()

    def follow(self) -> int:
        """Read what has changed since; returns how many people were read again."""
        changed = self._source.changed_since(self.position, by=MATCHER, at=timezone.now())
        altered = {str(id) for id in changed.altered}
        _say_altered(altered - self.altered)
        with self._turn:
            for id, record in changed.people.items():
                self.index.remove(str(id))
                if record is not None:
                    self.index.add(str(id), record)
            self.altered = (self.altered - {str(id) for id in changed.people}) | altered
            self.position = max(self.position, changed.position)
            self._turn.notify_all()
        return len(changed.people)

    def keep_up(self) -> None:
        if self.ready:
            self.follow()
        else:
            self.read_everyone()

    def search(self, question: PersonRecord, limit: int, at_least: int) -> tuple[SearchResult, int, bool]:
        """Candidates, how many people were searched, and whether every change up to `at_least` was among them."""
        with self._turn:
            caught_up = self._turn.wait_for(lambda: self.ready and self.position >= at_least, timeout=WAIT_AT_MOST)
            return self.index.search(question, limit=limit), len(self.index), caught_up

    def state(self) -> dict[str, Any]:
        with self._turn:
            people, altered = len(self.index), len(self.altered)
            return {"position": self.position, "people": people, "ready": self.ready, "altered": altered}


def _say_altered(ids: set[str]) -> None:
    if ids:
        # Filled in here and not by the logger: our log keeps the text of a message and drops its arguments.
        logger.error(f"{len(ids)} sealed records do not open; these people are missing from the search")


class Matcher:
    """Two indexes: the people held, and the people families seek. They never meet but in the question that is asked."""

    def __init__(self) -> None:
        from wayhome.registry import queries
        from wayhome.tracing import sought

        self.shelves: dict[str, Shelf] = {"held": Shelf(queries), "sought": Shelf(sought)}

    def read_everyone(self) -> None:
        for shelf in self.shelves.values():
            shelf.read_everyone()

    def keep_up(self) -> None:
        for shelf in self.shelves.values():
            shelf.keep_up()

    def state(self) -> dict[str, Any]:
        """As `finding.MatcherState`."""
        held, sought = self.shelves["held"].state(), self.shelves["sought"].state()
        return {
            **held,
            "ready": held["ready"] and sought["ready"],
            "altered": held["altered"] + sought["altered"],
            "sought_position": sought["position"],
            "sought": sought["people"],
        }


class Conversation(socketserver.BaseRequestHandler):
    """One question, one answer."""

    def handle(self) -> None:
        from wayhome.registry.finding import receive, send

        line = cast(socket.socket, self.request)
        line.settimeout(10)
        try:
            request = receive(line)
            send(line, self._answer(request))
        except (OSError, ValueError, KeyError, TypeError) as problem:
            logger.warning("a question could not be answered", exc_info=problem)

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        from wayhome.registry.finding import question_from

        matcher = cast(Server, self.server).matcher
        if "ask" not in request:
            return matcher.state()
        result, people, caught_up = matcher.shelves[request["side"]].search(
            question_from(request["ask"]), int(request["limit"]), int(request["at_least"])
        )
        return {"result": result.to_json(), "people": people, "caught_up": caught_up}


class Server(socketserver.ThreadingUnixStreamServer):
    """A local socket that nobody but this user can reach."""

    daemon_threads = True

    def __init__(self, path: Path, matcher: Matcher) -> None:
        self.matcher = matcher
        path.unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            super().__init__(str(path), Conversation)
        finally:
            os.umask(before)


def follow_for_ever(matcher: Matcher, stop: threading.Event, *, ended: Callable[[], None]) -> None:
    """Keep the index as new as the registry. A database that is away for a while is waited for, not died over.

    `ended` is called however this ends: an index that nobody keeps up must not go on answering.
    """
    from wayhome.protection import heartbeats

    try:
        while not stop.is_set():
            try:
                matcher.keep_up()
                heartbeats.beat("matcher", at=timezone.now())
            except Error as problem:
                logger.warning("the database does not answer; trying again", exc_info=problem)
                connection.close()
                time.sleep(1)
            stop.wait(FOLLOW_EVERY)
    finally:
        ended()


def main() -> int:
    """Returns 0 after being asked to stop; 1 when following broke off: then the supervisor starts a fresh one."""
    django.setup()
    matcher = Matcher()
    stop = threading.Event()
    server = Server(Path(settings.WAYHOME_MATCHER_SOCKET), matcher)

    def close() -> None:
        threading.Thread(target=server.shutdown, daemon=True).start()

    def leave(signum: int, frame: FrameType | None) -> None:
        stop.set()
        close()

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    threading.Thread(target=follow_for_ever, args=(matcher, stop), kwargs={"ended": close}, daemon=True).start()
    server.serve_forever(poll_interval=0.1)
    server.server_close()
    Path(settings.WAYHOME_MATCHER_SOCKET).unlink(missing_ok=True)
    return 0 if stop.is_set() else 1


if __name__ == "__main__":
    sys.exit(main())
