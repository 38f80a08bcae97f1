"""A whole bureau, live: `wayhome run` in a folder and on ports of its own, started and stopped as an operator would."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from wayhome.run.postgres import Cluster

PROJECT = Path(__file__).resolve().parents[1]
WAYHOME = Path(sys.executable).with_name("wayhome")
UP = "Ctrl-C stops everything."
PATIENCE = 90.0


class LiveBureau:
    """A state folder, two ports, and perhaps a supervisor that runs them. `first_words`: said at the first start."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.bureau_port, self.portal_port = free_port(), free_port()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("WAYHOME_", "DJANGO_"))},
            "WAYHOME_HOME": str(self.home),
            "WAYHOME_BUREAU_PORT": str(self.bureau_port),
            "WAYHOME_PORTAL_PORT": str(self.portal_port),
        }
        self.first_words = ""
        self._said = folder / "said.log"
        self._supervisor: subprocess.Popen[bytes] | None = None

    @property
    def bureau_url(self) -> str:
        return f"http://localhost:{self.bureau_port}"

    @property
    def portal_url(self) -> str:
        return f"http://localhost:{self.portal_port}"

    @property
    def recovery_key(self) -> str:
        """As it was shown at the first start."""
        return next(word for word in self.first_words.split() if word.startswith("AGE-SECRET-KEY-1"))

    @property
    def is_running(self) -> bool:
        return self._supervisor is not None and self._supervisor.poll() is None

    def start(self) -> str:
        """Returns all that was said until everything was up."""
        with self._said.open("wb") as said:
            self._supervisor = subprocess.Popen(
                [WAYHOME, "run", "--demo"],
                cwd=PROJECT,
                env=self.environment,
                stdout=said,
                stderr=said,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        until(lambda: UP in self._said.read_text() or not self.is_running, "the bureau to start")
        words = self._said.read_text()
        assert self.is_running, words
        self.first_words = self.first_words or words
        return words

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Signal the supervisor's whole group, as a terminal does; its exit code, and 0 if nothing ran."""
        supervisor, self._supervisor = self._supervisor, None
        if supervisor is None or supervisor.poll() is not None:
            return 0
        os.killpg(supervisor.pid, number)
        return supervisor.wait(60)

    def command(self, *words: str, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        """A `wayhome` command beside the bureau, `typed` on its standard input, `more` in its environment."""
        return subprocess.run(
            [WAYHOME, *words],
            cwd=PROJECT,
            env=self.environment | more,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )

    def processes(self, part: str = "") -> list[int]:
        """Living processes of this bureau, those whose command line has `part`: they know its folder or its ports."""
        marks = [os.fsencode(self.home), str(self.bureau_port).encode(), str(self.portal_port).encode()]
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                words = (entry / "cmdline").read_bytes()
                known = words + (entry / "environ").read_bytes()
            except OSError:
                continue
            ours = int(entry.name) != os.getpid() and any(mark in known for mark in marks)
            if ours and words and part.encode() in words.replace(b"\0", b" "):
                found.append(int(entry.name))
        return found

    def answers(self, port: int, host: str = "127.0.0.1") -> int:
        """The status of a site's first page."""
        connection = http.client.HTTPConnection(host, port, timeout=10)
        try:
            connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
            return connection.getresponse().status
        finally:
            connection.close()

    def postmaster(self) -> int | None:
        """The database's first process, if its lock file is there."""
        try:
            return int(next(iter((self.cluster.data / "postmaster.pid").read_text().splitlines())))
        except (OSError, ValueError, StopIteration):
            return None

    @property
    def cluster(self) -> Cluster:
        return Cluster(self.home / "pg")

    @contextmanager
    def sql(self, database: str = "wayhome_bureau") -> Iterator[psycopg.Connection[tuple[object, ...]]]:
        """A superuser's view of what lies in the database, once it answers."""
        until(self.cluster.is_alive, "the database to answer")
        with psycopg.connect(self.cluster.superuser_url, dbname=database, autocommit=True) as connection:
            yield connection

    def one(self, query: str, *values: object, database: str = "wayhome_bureau") -> int:
        """The single number that a query gives."""
        with self.sql(database) as sql:
            row = sql.execute(query.encode(), values or None).fetchone()
        assert row is not None
        return int(str(row[0]))


def new_folder() -> Path:
    """Under /tmp and open to pass through: PostgreSQL may run as a user who cannot enter pytest's own folders."""
    made = Path(tempfile.mkdtemp(prefix="wayhome-live-", dir="/tmp"))
    made.chmod(0o711)
    return made


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def until(holds: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
    """Wait for something to become true; no answer yet counts as no. Says what was waited for if it does not come."""
    deadline = time.monotonic() + seconds
    while True:
        with contextlib.suppress(OSError):
            if holds():
                return
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s for {what}"
        time.sleep(0.05)


@contextmanager
def live_bureau() -> Iterator[LiveBureau]:
    """Running; everything it makes is gone afterwards."""
    bureau = LiveBureau(new_folder())
    try:
        bureau.start()
        yield bureau
    finally:
        bureau.stop()
        shutil.rmtree(bureau.folder, ignore_errors=True)
