"""Checking the whole log against itself and against what witnesses remember.

One pass in chain order, in bounded memory. What each kind of tampering looks like:

    a field of a row changed            → ROW_CHANGED
    a row deleted                       → ROW_MISSING
    a row slipped in past the sealer    → ROW_INSERTED
    a row sealed long after its time    → ROW_LATE
    seals changed, swapped or removed   → CHAIN_BROKEN, SEAL_MISSING
    a checkpoint altered, or the chain rewritten without its key → CHECKPOINT_BROKEN
    the end cut off, or an older copy put back                   → TRUNCATED   (needs a witness)
    the chain rewritten together with its key                    → REWRITTEN   (needs a witness)
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.db import connection, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayhome.audit import checkpoints
from wayhome.audit.canonical import START, Entry, leaf_of, next_head
from wayhome.audit.checkpoints import Checkpoint
from wayhome.audit.models import CheckpointRow

MOST_FINDINGS = 100
LATE_AFTER = timedelta(hours=1)
_FETCH = 2_000


class Problem(StrEnum):
    """What is wrong, or looks wrong."""

    ROW_CHANGED = "row_changed"
    ROW_MISSING = "row_missing"
    ROW_INSERTED = "row_inserted"
    ROW_LATE = "row_late"
    SEAL_MISSING = "seal_missing"
    CHAIN_BROKEN = "chain_broken"
    CHECKPOINT_BROKEN = "checkpoint_broken"
    WITNESS_BROKEN = "witness_broken"
    TRUNCATED = "truncated"
    REWRITTEN = "rewritten"


SENTENCES: dict[Problem, Promise] = {
    Problem.ROW_CHANGED: _("This row of the log was changed after it was sealed."),
    Problem.ROW_MISSING: _("A sealed row of the log is missing."),
    Problem.ROW_INSERTED: _("This row came into the log past the sealer."),
    Problem.ROW_LATE: _("This row was sealed more than an hour after the time it bears."),
    Problem.SEAL_MISSING: _("A link of the chain is missing."),
    Problem.CHAIN_BROKEN: _("The chain does not join here."),
    Problem.CHECKPOINT_BROKEN: _("A signed checkpoint does not agree with the chain."),
    Problem.WITNESS_BROKEN: _("A witness holds a checkpoint that this bureau's key did not sign."),
    Problem.TRUNCATED: _("A witness remembers more than this log holds: its end is gone."),
    Problem.REWRITTEN: _("A witness remembers another history than this log tells."),
}


@dataclass(frozen=True, slots=True)
class LogFinding:
    """One thing found: where in the chain (or a checkpoint's size), and at which log row, as far as known."""

    problem: Problem
    position: int | None = None
    row_id: UUID | None = None

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.problem])


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check of the log found.

    size, head: where the chain stands. waiting: rows not yet sealed, normal for a second or two. found: how many
    things are wrong; findings: the first hundred of them. checkpoints: how many of our own were checked. witnessed:
    how many a witness gave; without a witness a cut-off end cannot be seen.
    """

    size: int
    head: bytes
    waiting: int
    checkpoints: int
    witnessed: int
    found: int
    findings: tuple[LogFinding, ...]

    @property
    def is_sound(self) -> bool:
        return self.found == 0


def verify(witnessed: Sequence[Checkpoint] = ()) -> Verification:
    """Check every row, every link and every checkpoint against one moment's state of the database.

    witnessed: checkpoints that others kept. Memory does not grow with the log, only with the number of witnessed
    checkpoints.
    """
    key = checkpoints.signing_key(settings.WAYHOME_KEYS, may_make=not CheckpointRow.objects.exists())
    return _Check(witnessed, key.public_key()).run()


class _Check:
    """One run. Keeps the tally while the chain streams by."""

    def __init__(self, witnessed: Sequence[Checkpoint], key: Ed25519PublicKey) -> None:
        self.key = key
        self.witnessed = witnessed
        self.by_size: dict[int, list[Checkpoint]] = {}
        self.found = 0
        self.findings: list[LogFinding] = []

    def run(self) -> Verification:
        with transaction.atomic():
            if connection.in_atomic_block and not connection.savepoint_ids:
                # One snapshot for all queries: rows that arrive meanwhile belong to the next check.
                connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            for checkpoint in self.witnessed:
                self._sort_in(checkpoint)
            size, head, own = self._walk()
            for beyond in sorted(known for known in self.by_size if known > size):
                self._note(Problem.TRUNCATED, beyond)
            self._look_for_unsealed()
            waiting = _single("SELECT count(*) FROM audit_pendingrow")
        return Verification(size, head, waiting, own, len(self.witnessed), self.found, tuple(self.findings))

    def _sort_in(self, checkpoint: Checkpoint) -> None:
        if checkpoints.is_genuine(checkpoint, self.key):
            self.by_size.setdefault(checkpoint.size, []).append(checkpoint)
        else:
            self._note(Problem.WITNESS_BROKEN, checkpoint.size)

    def _walk(self) -> tuple[int, bytes, int]:
        own = _own_checkpoints()
        coming = next(own, None)
        checked = 0
        position, head = 0, START
        signed_until: datetime | None = None
        for seal_position, seal_row_id, leaf, seal_head, entry in _chain():
            if seal_position != position + 1:
                self._note(Problem.SEAL_MISSING, position + 1)
            position = seal_position
            self._check_row(position, seal_row_id, leaf, entry, signed_until)
            if next_head(head, leaf) != seal_head:
                self._note(Problem.CHAIN_BROKEN, position, seal_row_id)
            head = seal_head
            for remembered in self.by_size.get(position, ()):
                if remembered.head != head:
                    self._note(Problem.REWRITTEN, position)
            while coming is not None and coming.size <= position:
                self._check_own(coming, position, head)
                signed_until = coming.at
                checked += 1
                coming = next(own, None)
        while coming is not None:  # our own checkpoints know a longer chain than we hold
            self._note(Problem.CHECKPOINT_BROKEN, coming.size)
            checked += 1
            coming = next(own, None)
        return position, head, checked

    def _check_row(
        self, position: int, row_id: UUID, leaf: bytes, entry: Entry | None, signed_until: datetime | None
    ) -> None:
        if entry is None:
            self._note(Problem.ROW_MISSING, position, row_id)
        elif leaf_of(entry) != leaf:
            self._note(Problem.ROW_CHANGED, position, row_id)
        elif signed_until is not None and entry.at < signed_until - LATE_AFTER:
            self._note(Problem.ROW_LATE, position, row_id)

    def _check_own(self, checkpoint: Checkpoint, position: int, head: bytes) -> None:
        agrees = checkpoint.size == position and checkpoint.head == head
        if not (agrees and checkpoints.is_genuine(checkpoint, self.key)):
            self._note(Problem.CHECKPOINT_BROKEN, checkpoint.size)

    def _look_for_unsealed(self) -> None:
        """Rows that neither the chain nor the sealer's waiting list knows, and waiting rows that are gone."""
        query = (
            "SELECT l.id FROM audit_logrow l"
            " WHERE NOT EXISTS (SELECT 1 FROM audit_sealrow s WHERE s.row_id = l.id)"
            " AND NOT EXISTS (SELECT 1 FROM audit_pendingrow p WHERE p.row_id = l.id) ORDER BY l.number"
        )
        for (row_id,) in _stream(query):
            self._note(Problem.ROW_INSERTED, None, row_id)
        query = (
            "SELECT p.row_id FROM audit_pendingrow p"
            " WHERE NOT EXISTS (SELECT 1 FROM audit_logrow l WHERE l.id = p.row_id)"
        )
        for (row_id,) in _stream(query):
            self._note(Problem.ROW_MISSING, None, row_id)

    def _note(self, problem: Problem, position: int | None = None, row_id: UUID | None = None) -> None:
        self.found += 1
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(LogFinding(problem, position, row_id))


def _chain() -> Iterator[tuple[int, UUID, bytes, bytes, Entry | None]]:
    query = (
        "SELECT s.position, s.row_id, s.leaf, s.head,"
        " l.id, l.number, l.at, l.act, l.by_kind, l.by_id, l.subjects, l.count, l.scope, l.reason"
        " FROM audit_sealrow s LEFT JOIN audit_logrow l ON l.id = s.row_id ORDER BY s.position"
    )
    for position, row_id, leaf, head, *fields in _stream(query):
        yield position, row_id, bytes(leaf), bytes(head), _entry(fields) if fields[0] is not None else None


def _entry(fields: Sequence[Any]) -> Entry:
    id, number, at, act, by_kind, by_id, subjects, count, scope, reason = fields
    # On a plain cursor Django leaves JSON as text.
    return Entry(id, number, at, act, by_kind, by_id, subjects, count, json.loads(scope), reason)


def _own_checkpoints() -> Iterator[Checkpoint]:
    query = "SELECT size, head, at, key_id, signature FROM audit_checkpointrow ORDER BY size"
    for size, head, at, key_id, signature in _stream(query):
        yield Checkpoint(size, bytes(head), at, key_id, bytes(signature))


def _stream(query: str) -> Iterator[tuple[Any, ...]]:
    """Rows of a fixed query through a server-side cursor: the database keeps the result, we hold a few thousand."""
    with closing(connection.chunked_cursor()) as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(_FETCH):
            yield from rows


def _single(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])
