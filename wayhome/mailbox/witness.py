"""The first witness of the bureau's log: checkpoints are left here and never change again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from wayhome.mailbox.models import WitnessedCheckpoint


class Statement(Protocol):
    """The form of a checkpoint; this room does not know the log's own type.

    size: number of links. head: 32 bytes. at: UTC. key_id: 16 characters. signature: 64 bytes (Ed25519).
    """

    @property
    def size(self) -> int: ...
    @property
    def head(self) -> bytes | memoryview: ...
    @property
    def at(self) -> datetime: ...
    @property
    def key_id(self) -> str: ...
    @property
    def signature(self) -> bytes | memoryview: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """A statement as it was left; fields as in `Statement`."""

    size: int
    head: bytes
    at: datetime
    key_id: str
    signature: bytes


def leave(checkpoint: Statement) -> None:
    """Keep one checkpoint. Leaving the same one again changes nothing: a courier may repeat after a failure."""
    WitnessedCheckpoint.objects.bulk_create([_row(checkpoint)], ignore_conflicts=True)


def kept() -> Iterator[Kept]:
    """Every checkpoint ever left, oldest first."""
    for row in WitnessedCheckpoint.objects.order_by("at", "size").iterator():
        yield Kept(row.size, bytes(row.head), row.at, row.key_id, bytes(row.signature))


def newest_at() -> datetime | None:
    """When the newest checkpoint says it was made; None before the first."""
    return WitnessedCheckpoint.objects.order_by("-at").values_list("at", flat=True).first()


def _row(checkpoint: Statement) -> WitnessedCheckpoint:
    return WitnessedCheckpoint(
        size=checkpoint.size,
        head=bytes(checkpoint.head),
        at=checkpoint.at,
        key_id=checkpoint.key_id,
        signature=bytes(checkpoint.signature),
    )
