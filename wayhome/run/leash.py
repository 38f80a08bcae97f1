"""Start a program that cannot outlive the one that asked for it.

Run as a file, before anything of Wayhome is imported:

    python -I -S leash.py SIGNAL PARENT UID GID -- PROGRAM ARGUMENT …

It gives up root (when UID is not "-"), asks the kernel to send SIGNAL when the parent dies, and becomes the program.
The order matters: Linux forgets the wish at every change of user, so the user changes first. A parent that died in
between is noticed by its number. Where `prctl` does not exist (macOS) the wish is silently absent: there an orderly
stop still ends everything, a `kill -9` of the supervisor does not.
"""

import ctypes
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

PR_SET_PDEATHSIG = 1


def leashed(command: Sequence[str | Path], *, signal: int, uid: int | None = None, gid: int | None = None) -> list[str]:
    """The command line that starts `command` on a leash held by the calling process.

    The leash belongs to the calling *thread*: start long-lived programs from the main thread.
    """
    user = ["-" if uid is None else str(uid), "-" if gid is None else str(gid)]
    head = [sys.executable, "-I", "-S", __file__, str(int(signal)), str(os.getpid()), *user, "--"]
    return [*head, *(str(part) for part in command)]


def _become(arguments: list[str]) -> NoReturn:
    signal, parent, uid, gid = arguments[:4]
    command = arguments[5:]
    if uid != "-":
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))
        os.chdir("/")  # the folder we were called from may be closed to that user
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(signal), 0, 0, 0)
    if os.getppid() != int(parent):
        raise SystemExit(0)
    os.execv(command[0], command)  # noqa: S606  an argument list, no shell


if __name__ == "__main__":
    _become(sys.argv[1:])
