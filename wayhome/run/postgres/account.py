"""As which user PostgreSQL runs: itself refuses root, so root lends it an unprivileged one."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from wayhome.run.leash import leashed
from wayhome.run.postgres.errors import NoUnprivilegedUser

WILLING = ("wayhome", "postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """`uid` and `gid` are None when PostgreSQL simply runs as ourselves."""

    name: str
    uid: int | None
    gid: int | None

    def give(self, path: Path) -> None:
        """Hand a file or folder of ours to this account."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def owns(self, path: Path) -> bool:
        """Whether `path` is a real folder of this account that nobody else may enter."""
        try:
            found = path.lstat()
        except OSError:
            return False
        mine = os.getuid() if self.uid is None else self.uid
        return path.is_dir() and not path.is_symlink() and found.st_uid == mine and found.st_mode & 0o077 == 0

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a short program as this account, with an empty environment."""
        return subprocess.run(
            leashed(command, signal=9, uid=self.uid, gid=self.gid),
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            stdin=subprocess.DEVNULL,
            env=QUIET,
        )

    def can_enter(self, folder: Path) -> bool:
        """Whether this account may enter `folder` through every folder above it; asked of the kernel, not computed."""
        return self.uid is None or self.run("/bin/sh", "-c", 'cd -- "$1"', "sh", folder).returncode == 0


QUIET = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def account_for(data: Path) -> Account:
    """The owner of existing data, else the first willing user; ourselves when we are not root."""
    if os.getuid() != 0:
        return Account(name=str(os.getuid()), uid=None, gid=None)
    if data.exists() and (owner := data.stat().st_uid) != 0:
        group = data.stat().st_gid
        return Account(name=_name_of(owner), uid=owner, gid=group)
    for name in WILLING:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        if found.pw_uid != 0:
            return Account(name=name, uid=found.pw_uid, gid=found.pw_gid)
    raise NoUnprivilegedUser


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
