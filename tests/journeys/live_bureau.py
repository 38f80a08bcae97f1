"""A whole bureau, live: `wayhome run` in a folder and on ports of its own, as an operator would start it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from wayhome.run.postgres import Cluster

PROJECT = Path(__file__).resolve().parents[2]
WAYHOME = Path(sys.executable).with_name("wayhome")
PATIENCE = 90.0


class LiveBureau:
    """Started by `live_bureau`; everything it makes is gone afterwards."""

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
        self.said = folder / "said.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def bureau_url(self) -> str:
        return f"http://localhost:{self.bureau_port}"

    @property
    def portal_url(self) -> str:
        return f"http://localhost:{self.portal_port}"

    def start(self) -> None:
        with self.said.open("ab") as said:
            self._process = subprocess.Popen(
                [WAYHOME, "run", "--demo"],
                env=self.environment,
                stdout=said,
                stderr=said,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        until(lambda: b"Wayhome runs" in self.said.read_bytes() or self._process_ended(), "the bureau to start")
        assert not self._process_ended(), self.said.read_text()

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGINT)
            self._process.wait(60)

    def _process_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def command(self, *words: str, text: str = "", timeout: float = 100) -> subprocess.CompletedProcess[str]:
        """A `wayhome` command beside the running bureau."""
        return subprocess.run(
            [WAYHOME, *words], env=self.environment, input=text, capture_output=True, text=True, timeout=timeout
        )

    def pids(self, module: str) -> list[int]:
        """Processes of this bureau whose command line names `module`, found by the state folder they were told."""
        mark = f"WAYHOME_HOME={self.home}\0".encode()
        found = []
        for entry in Path("/proc").iterdir():
            try:
                ours = entry.name.isdigit() and mark in (entry / "environ").read_bytes()
                if ours and module.encode() in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                continue
        return found

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


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def until(holds: object, what: str, seconds: float = PATIENCE) -> None:
    """Wait for something to become true; say what was waited for if it does not."""
    assert callable(holds)
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s for {what}"
        time.sleep(0.05)


@contextmanager
def live_bureau() -> Iterator[LiveBureau]:
    # Under /tmp and open to pass through: PostgreSQL may run as a user who cannot enter pytest's own folders.
    folder = Path(tempfile.mkdtemp(prefix="wayhome-live-", dir="/tmp"))
    folder.chmod(0o711)
    bureau = LiveBureau(folder)
    try:
        bureau.start()
        yield bureau
    finally:
        bureau.stop()
        shutil.rmtree(folder, ignore_errors=True)
