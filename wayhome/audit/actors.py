"""Who acts: an officer, or one of our own processes."""

import re
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from wayhome.audit.errors import NotPlain

_SLUG = re.compile(r"[a-z][a-z0-9_.-]{0,35}")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `id` is an officer's UUID as text, or the short name of a process; never a person's name."""

    kind: Literal["officer", "process"]
    id: str

    def __post_init__(self) -> None:
        if self.kind == "officer":
            UUID(self.id)
        elif self.kind != "process" or not _SLUG.fullmatch(self.id):
            raise NotPlain("A process is named by one short word.")

    @classmethod
    def officer(cls, id: UUID) -> "Actor":
        return cls("officer", str(id))

    @classmethod
    def process(cls, name: str) -> "Actor":
        return cls("process", name)
