"""What a killed server leaves behind: processes that still hold the data folder."""

import contextlib
import os
import signal
import time
from pathlib import Path

PATIENCE = 10.0  # seconds an orphan may take to notice that its postmaster is gone


def end_leftovers(data: Path) -> None:
    """Wait for processes that still work in `data`, then end them. Call only while holding the cluster's lock.

    After `kill -9` of the postmaster its children see the death at once and leave; one in the middle of a write
    takes a moment. A whole postmaster whose starter vanished gets a fast shutdown first.
    """
    deadline = time.monotonic() + PATIENCE
    for pid in holders(data):
        _send(pid, signal.SIGINT)
    while holders(data) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in holders(data):
        _send(pid, signal.SIGKILL)
    while holders(data) and time.monotonic() < deadline + PATIENCE:
        time.sleep(0.05)


def holders(data: Path) -> list[int]:
    """Living processes whose working folder is `data`: a server's processes, and nobody else's.

    Where there is no /proc (macOS), only the number in `postmaster.pid` is known, and PostgreSQL itself checks it.
    """
    target = str(data.resolve())
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if str((entry / "cwd").readlink()) == target and int(entry.name) != os.getpid():
                found.append(int(entry.name))
    return found


def _send(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)
