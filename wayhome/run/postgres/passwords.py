"""The passwords of all database roles: one file in PostgreSQL's own `.pgpass` form, 0600, so that its tools read it."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SUPERUSER = "postgres"


class Passwords:
    def __init__(self, file: Path) -> None:
        self.file = file

    def known(self) -> dict[str, str]:
        """role → password."""
        try:
            lines = self.file.read_text("ascii").splitlines()
        except (OSError, UnicodeDecodeError):
            return {}
        return {parts[3]: parts[4] for line in lines if len(parts := line.split(":")) == 5}

    def of(self, role: str) -> str:
        """The password of `role`; made and kept, before anything uses it, when there was none.

        Two programs that ask at once get the same one.
        """
        known = self.known()
        if role not in known:
            with self._alone():
                known = self.known()
                if role not in known:
                    known[role] = secrets.token_hex(24)
                    self._keep(known)
        return known[role]

    @contextmanager
    def _alone(self) -> Iterator[None]:
        handle = os.open(self.file.with_name(f"{self.file.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _keep(self, known: dict[str, str]) -> None:
        fresh = self.file.with_name(f"{self.file.name}.{secrets.token_hex(4)}")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.writelines(f"*:*:*:{role}:{password}\n" for role, password in known.items())
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(self.file)
