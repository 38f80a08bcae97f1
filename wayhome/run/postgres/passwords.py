"""The passwords of all database roles: one file in PostgreSQL's own `.pgpass` form, 0600, so that its tools read it."""

import os
import secrets
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
        """The password of `role`; made and kept, before anything uses it, when there was none."""
        known = self.known()
        if role not in known:
            known[role] = secrets.token_hex(24)
            self._keep(known)
        return known[role]

    def _keep(self, known: dict[str, str]) -> None:
        fresh = self.file.with_name(f"{self.file.name}.{secrets.token_hex(4)}")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.writelines(f"*:*:*:{role}:{password}\n" for role, password in known.items())
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(self.file)
