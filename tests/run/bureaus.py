"""A whole bureau of a test's own, started and stopped as a person would."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
UP = "Ctrl-C stops everything."


def new_folder() -> Path:
    made = Path(tempfile.mkdtemp(prefix="wayhome-test-", dir="/tmp"))
    made.chmod(0o711)
    return made


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Bureau:
    """A state folder, two ports, and perhaps a supervisor that runs them."""

    home: Path
    bureau_port: int
    portal_port: int
    supervisor: "subprocess.Popen[str] | None" = None
    first_words: str = ""

    def environment(self) -> dict[str, str]:
        outside = {name: value for name, value in os.environ.items() if not name.startswith(("WAYHOME_", "DJANGO_"))}
        return outside | {
            "WAYHOME_HOME": str(self.home),
            "WAYHOME_BUREAU_PORT": str(self.bureau_port),
            "WAYHOME_PORTAL_PORT": str(self.portal_port),
        }

    def command(self, *arguments: str, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        """Run `wayhome` with these arguments, `typed` on its standard input, `more` in its environment."""
        return subprocess.run(
            [sys.executable, "-c", "from wayhome.run.commands import main; main()", *arguments],
            cwd=CHECKOUT,
            env=self.environment() | more,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=90,
        )

    def start(self) -> str:
        """Returns all that was said until everything was up."""
        self.supervisor = subprocess.Popen(
            [sys.executable, "-c", "from wayhome.run.commands import main; main()", "run", "--demo"],
            cwd=CHECKOUT,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        said = []
        for line in self.supervisor.stdout or ():
            said.append(line)
            if UP in line:
                self.first_words = self.first_words or "".join(said)
                return "".join(said)
        raise AssertionError("".join(said))

    @property
    def recovery_key(self) -> str:
        """As it was shown at the first start."""
        return next(word for word in self.first_words.split() if word.startswith("AGE-SECRET-KEY-1"))

    def end(self, number: signal.Signals) -> int:
        """Signal the supervisor's whole group, as a terminal does; returns its exit code."""
        assert self.supervisor is not None
        os.killpg(self.supervisor.pid, number)
        code = self.supervisor.wait(30)
        if self.supervisor.stdout is not None:
            self.supervisor.stdout.close()
        self.supervisor = None
        return code

    def processes(self, part: str = "") -> list[int]:
        """Living processes of this bureau: those that know its folder or one of its ports."""
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
        connection = http.client.HTTPConnection(host, port, timeout=10)
        try:
            connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
            return connection.getresponse().status
        finally:
            connection.close()


def eventually(condition: Callable[[], object], seconds: float = 20) -> None:
    """Wait until the condition holds; no answer yet counts as no."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            if condition():
                return
        except OSError:
            pass
        assert time.monotonic() < deadline
        time.sleep(0.1)
