"""How far a waiting list has come: a small file for each, written by the job and read by the page.

A file and not a row: the people of a list are written in one transaction, and nothing inside it can be seen before the
end. It holds a state, two counts, the id of the import and, if it failed, a sentence without any value.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from wayhome.registry.states import RunState

KEPT_FOR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """rows: read so far; total: 0 until the list has been looked over. run: the import's id once it is done."""

    state: RunState = RunState.READING
    rows: int = 0
    total: int = 0
    run: str = ""
    sentence: str = ""

    @property
    def is_over(self) -> bool:
        return self.state in (RunState.DONE, RunState.FAILED)


def write(draft_id: UUID, progress: ImportProgress) -> None:
    """Say how far it is. Whole or not at all: a reader never sees half of it."""
    target = _file(draft_id)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = target.with_suffix(".new")
    part.write_text(json.dumps({**asdict(progress), "state": progress.state.value}), "utf-8")
    part.replace(target)


def read(draft_id: UUID) -> ImportProgress | None:
    """How far it is, or None if nobody has said yes to this list."""
    try:
        content = json.loads(_file(draft_id).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return replace(ImportProgress(**content), state=RunState(content["state"]))


def forget_old(at: datetime) -> None:
    """Remove what nobody will ask about any more."""
    for file in _folder().glob("*.json"):
        if at.timestamp() - file.stat().st_mtime > KEPT_FOR.total_seconds():
            file.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.WAYHOME_HOME) / "run" / "imports"


def _file(draft_id: UUID) -> Path:
    return _folder() / f"{draft_id}.json"
