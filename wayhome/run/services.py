"""One process that the supervisor keeps alive: its command, exactly the environment it needs, its log."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wayhome.run.home import CHECKOUT
from wayhome.run.leash import leashed

LARGEST_LOG = 4 * 1024 * 1024
CALM_AFTER = 60.0  # seconds of life after which a service's earlier deaths are forgiven
LONGEST_PAUSE = 30.0


@dataclass
class Service:
    """A child in its own session: Ctrl-C reaches only the supervisor, and its helpers can be ended as a group.

    `command` is a module of ours and its arguments. `deaths` counts since the last calm minute and sets the pause.
    """

    name: str
    command: list[str]
    environment: Mapping[str, str]
    logs: Path
    deaths: int = 0
    _process: subprocess.Popen[bytes] | None = None
    _born: float = field(default=0.0)
    _again_at: float = field(default=0.0)

    @property
    def log(self) -> Path:
        return self.logs / f"{self.name}.log"

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    def start(self) -> None:
        self._turn_log()
        handle = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "ab") as log:
            self._process = subprocess.Popen(
                leashed([sys.executable, "-m", "wayhome.run.quiet", *self.command], signal=signal.SIGTERM),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=CHECKOUT,
                env=dict(self.environment),
                start_new_session=True,
            )
        self._born = time.monotonic()

    def tend(self) -> bool:
        """Notice a death, start again when its pause is over. True when it has died just now."""
        if self._process is None:
            if time.monotonic() >= self._again_at:
                self.start()
            return False
        self._turn_log()
        if not self._has_ended(self._process):
            return False
        if time.monotonic() - self._born > CALM_AFTER:
            self.deaths = 0
        self.deaths += 1
        self._process = None
        self._again_at = time.monotonic() + min(LONGEST_PAUSE, 0.25 * 2 ** min(self.deaths, 10))
        return True

    def _turn_log(self) -> None:
        """Begin a large log anew and keep the last one beside it: a stranger who asks for a million pages that do not
        exist must not fill the disk. The process writes at the end of the file, so it goes on at the beginning."""
        if not self.log.exists() or self.log.stat().st_size <= LARGEST_LOG:
            return
        kept = os.open(self.log.with_suffix(".log.1"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with self.log.open("rb") as full, os.fdopen(kept, "wb") as last:
            shutil.copyfileobj(full, last)
        os.truncate(self.log, 0)

    def ask_to_stop(self) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()

    def wait_until_stopped(self, seconds: float) -> None:
        """Wait for the end that was asked for; then end whatever of its session is left."""
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        _kill_session(self._process.pid)
        self._process.wait()
        self._process = None

    def _has_ended(self, process: subprocess.Popen[bytes]) -> bool:
        """Seen without reaping, so that the session's number cannot yet belong to anybody else when it is ended."""
        if os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            return False
        _kill_session(process.pid)
        process.wait()
        return True


def _kill_session(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
