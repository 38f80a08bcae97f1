"""`wayhome run`: everything of one bureau on one machine, started in order, kept alive, stopped in order."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from wayhome.protection import heartbeats
from wayhome.run import databases, environments
from wayhome.run.errors import RunError
from wayhome.run.extras import what_is_off
from wayhome.run.home import CHECKOUT, Home, only_one
from wayhome.run.postgres import Cluster
from wayhome.run.relay import check_free, start_relay
from wayhome.run.services import Service

ANSWER_SECONDS = 90.0
GENTLE_SECONDS = 8.0


class DemoAndReal(RunError):
    def __init__(self, home: Home) -> None:
        super().__init__(
            f"The state folder {home.folder} belongs to a bureau without invented people; "
            "a demo needs a folder of its own (WAYHOME_HOME)."
        )


class FirstRunFailed(RunError):
    def __init__(self) -> None:
        super().__init__(
            "The first set-up did not finish; what it said stands above, and nothing half-written remains."
        )


class NoAnswer(RunError):
    def __init__(self, name: str, log: Path) -> None:
        super().__init__(f"The {name} does not answer; its log is {log}.")


@dataclass(frozen=True)
class Ports:
    bureau: int = 8001
    portal: int = 8000


def _run_once(module: list[str], environment: Mapping[str, str]) -> None:
    """A step of the first set-up, in a process that is told only what it needs."""
    done = subprocess.run([sys.executable, "-m", *module], env=environment, cwd=CHECKOUT, check=False)
    if done.returncode != 0:
        raise FirstRunFailed


class _Stop(BaseException):
    """Somebody asked us to end."""


class Supervisor:
    """Start everything, watch it, stop everything. `say` prints one plain line."""

    def __init__(self, home: Home, *, ports: Ports, demo: bool, say: Callable[[str], None]) -> None:
        self.home = home
        self.ports = ports
        self.demo = demo
        self.say = say
        self.cluster: Cluster | None = None
        self.services: list[Service] = []
        self._stop_relay: Callable[[], None] | None = None

    def run(self) -> None:
        """Returns after an orderly stop; raises a RunError if it could not start (all is stopped then)."""
        began = time.monotonic()
        with only_one(self.home), _signals():
            try:
                addresses = self._start_database()
                self._first_run(addresses)
                self._start_services(addresses)
                self._wait_for_answers()
                self._announce(time.monotonic() - began)
                self._watch()
            except _Stop:
                self.say("Stopping …")
            finally:
                _ignore_signals()
                self._stop_everything()
        self.say("Everything has stopped.")

    # ── starting ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _start_database(self) -> Mapping[str, str]:
        check_free(self.ports.bureau, "WAYHOME_BUREAU_PORT")
        check_free(self.ports.portal, "WAYHOME_PORTAL_PORT")
        addresses = databases.real_servers()
        if addresses is None:
            self.say("1/4 Database: starting PostgreSQL …")
            self.cluster = Cluster(self.home.pg)
            self.cluster.start()
            databases.prepare(self.cluster)
            addresses = databases.environment_for(self.cluster)
        else:
            self.say("1/4 Database: using the servers named in WAYHOME_…_DATABASE_URL.")
        self.say("2/4 Tables: bringing both databases up to date …")
        databases.migrate(addresses)
        return addresses

    def _first_run(self, addresses: Mapping[str, str]) -> None:
        """Once: recovery key, demo people. The mark is written last, so an interrupted first run is simply repeated."""
        mark = self.home.mark(demo=self.demo)
        if mark.exists():
            return
        self.say("3/4 First set-up: keys" + (" and an invented demo bureau …" if self.demo else " …"))
        base = self._outside()
        _run_once(["wayhome.run.first_run"], environments.inner(self.home, addresses, environments.BUREAU, base))
        if self.demo:
            # Invented families ask at the public site, as any family does: the inner zone cannot put a question in.
            _run_once(["wayhome.run.demo.families", "file"], environments.public(self.home, addresses, base))
        mark.touch(mode=0o600)

    def _start_services(self, addresses: Mapping[str, str]) -> None:
        self.say("4/4 Processes: matcher, worker, bureau site, public site …")
        base = self._outside()
        matcher = environments.inner(self.home, addresses, environments.MATCHER, base)
        worker = environments.inner(self.home, addresses, environments.WORKER, base)
        bureau = environments.inner(self.home, addresses, environments.BUREAU, base)
        bureau |= environments.site_secret(self.home, "bureau")
        portal = environments.public(self.home, addresses, base) | environments.site_secret(self.home, "portal")
        self._start("matcher", ["wayhome.run.matcher"], matcher)
        self._start("worker", ["wayhome.run.worker"], worker)
        self._start("bureau", _site("wayhome.run.wsgi_bureau:application", self.ports.bureau), bureau)
        self._start("portal", _site("wayhome.run.wsgi_portal:application", self.ports.portal), portal)
        self._stop_relay = start_relay([self.ports.bureau, self.ports.portal])

    def _start(self, name: str, command: list[str], environment: Mapping[str, str]) -> None:
        service = Service(name, command, environment, self.home.logs)
        self.services.append(service)
        service.start()

    def _outside(self) -> dict[str, str]:
        # The sites are reached as http://localhost here; in front of a real network stands a proxy with HTTPS.
        return environments.outside(demo=self.demo, plain_http=not os.environ.get("WAYHOME_HOSTS"))

    def _wait_for_answers(self) -> None:
        deadline = time.monotonic() + ANSWER_SECONDS
        for name, port in (("portal", self.ports.portal), ("bureau", self.ports.bureau)):
            while not _answers(port):
                self._tend()
                if time.monotonic() > deadline:
                    raise NoAnswer(f"{name} site", self.home.logs / f"{name}.log")
                time.sleep(0.1)

    def _announce(self, seconds: float) -> None:
        self.say(f"""
Wayhome runs (started in {seconds:.1f} s). State folder: {self.home.folder}

    the bureau, for staff          http://localhost:{self.ports.bureau}
    the public site, for families  http://localhost:{self.ports.portal}
""")
        for line in what_is_off():
            self.say(f"Off: {line}")
        self.say(
            "All zones run on this one machine: the walls between them stop mistakes and injected SQL, not a program "
            "that already runs here. A real bureau gives each zone its own host and user.\nCtrl-C stops everything."
        )

    # ── watching ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _watch(self) -> None:
        while True:
            self._tend()
            heartbeats.beat("supervisor", at=datetime.now(UTC), folder=self.home.run)
            time.sleep(0.5)

    def _tend(self) -> None:
        if self.cluster is not None and not self.cluster.is_child_alive():
            self.say("PostgreSQL ended unexpectedly; starting it again. What was acknowledged is kept.")
            self.cluster.start()
        for service in self.services:
            if service.tend():
                self.say(f"The process {service.name} ended unexpectedly; starting it again (log: {service.log}).")

    # ── stopping ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _stop_everything(self) -> None:
        """Sites first, so that nothing new comes in; the database last, so that everything can finish writing."""
        if self._stop_relay is not None:
            self._stop_relay()
        late = time.monotonic() + GENTLE_SECONDS
        for service in reversed(self.services):
            service.ask_to_stop()
        for service in reversed(self.services):
            service.wait_until_stopped(max(0.1, late - time.monotonic()))
        if self.cluster is not None:
            self.cluster.stop()


def is_demo(home: Home, *, asked: bool) -> bool:
    """A state folder is a demo for ever or never: invented and real people are not mixed.

    Raises:
        DemoAndReal: a demo is asked for in the folder of a real bureau.
    """
    if home.is_demo:
        return True
    if asked and home.mark(demo=False).exists():
        raise DemoAndReal(home)
    return asked


def _site(application: str, port: int) -> list[str]:
    return ["wayhome.run.serve", application, str(port)]


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _stop(number: int, frame: FrameType | None) -> None:
    _ignore_signals()  # a second Ctrl-C must not break the orderly stop
    raise _Stop


@contextlib.contextmanager
def _signals() -> Iterator[None]:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    yield


def _ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
