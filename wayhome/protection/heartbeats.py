"""Signs of life: each lasting process writes one small file, whoever watches reads them.

Files and not rows: the sign must also be readable when the database is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

# process → how long its silence is normal. A stopped clock means that families silently get nothing.
PATIENCE: Mapping[str, timedelta] = {
    "supervisor": timedelta(seconds=30),
    "worker": timedelta(seconds=30),
    "courier": timedelta(seconds=60),
    "jobs": timedelta(seconds=60),
    "matcher": timedelta(seconds=60),
}


@dataclass(frozen=True)
class Heartbeat:
    """`at` is None when the process has never given a sign."""

    name: str
    at: datetime | None

    def is_late(self, now: datetime) -> bool:
        return self.at is None or abs(now - self.at) > PATIENCE[self.name]


def beat(name: str, *, at: datetime, folder: Path | None = None) -> None:
    """Say "alive at `at`". Whole or not at all: a reader never sees half a line."""
    target = _file(name, folder)
    draft = target.with_suffix(".beat.new")
    draft.write_text(at.astimezone(UTC).isoformat() + "\n", "ascii")
    draft.replace(target)


def heartbeats(folder: Path | None = None) -> list[Heartbeat]:
    """The last sign of each process that should give one."""
    return [Heartbeat(name, _read(_file(name, folder))) for name in PATIENCE]


def late(now: datetime, folder: Path | None = None) -> list[str]:
    """The processes that are silent for too long (or whose clock runs far ahead of ours)."""
    return [heart.name for heart in heartbeats(folder) if heart.is_late(now)]


def _file(name: str, folder: Path | None) -> Path:
    return (folder or Path(settings.WAYHOME_HOME) / "run") / f"{name}.beat"


def _read(file: Path) -> datetime | None:
    try:
        return datetime.fromisoformat(file.read_text("ascii").strip())
    except (OSError, ValueError):
        return None
