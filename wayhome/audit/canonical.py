"""The exact bytes that are fingerprinted, and the fingerprints. Pure: no Django, no clock.

One row → canonical JSON (RFC 8785) → leaf = SHA-256(0x00 ‖ bytes) → head = SHA-256(0x01 ‖ previous head ‖ leaf).
The two prefixes keep a leaf from ever being taken for a head (RFC 6962 §2.1).
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

START = bytes(32)
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """The fields of one log row, as they are sealed."""

    id: UUID
    number: int
    at: datetime
    act: str
    by_kind: str
    by_id: str
    subjects: Sequence[UUID]
    count: int
    scope: Mapping[str, int | str]
    reason: str


def bytes_of(entry: Entry) -> bytes:
    """The entry in canonical JSON.

    RFC 8785 by way of the standard library's fast encoder: the two agree as long as keys are ASCII and there are no
    fractions, which `writing` enforces. A test holds this against an independent implementation.
    """
    return json.dumps(
        {
            "act": entry.act,
            "at": entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "by_id": entry.by_id,
            "by_kind": entry.by_kind,
            "count": entry.count,
            "format": FORMAT,
            "id": str(entry.id),
            "number": entry.number,
            "reason": entry.reason,
            "scope": entry.scope,
            "subjects": [str(subject) for subject in entry.subjects],
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    ).encode()


def leaf_of(entry: Entry) -> bytes:
    return hashlib.sha256(b"\x00" + bytes_of(entry)).digest()


def next_head(head: bytes, leaf: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + head + leaf).digest()
