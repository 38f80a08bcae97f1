"""The one sealer: takes new rows into the chain, and signs where the chain stands."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from wayhome.audit import checkpoints
from wayhome.audit.canonical import START, Entry, leaf_of, next_head
from wayhome.audit.checkpoints import Checkpoint
from wayhome.audit.models import CheckpointRow, LogRow, PendingRow, SealRow

_LOCK = 0x57_41_59_4C  # one sealer in the whole bureau; the number only has to be ours
_BATCH = 2_000


def seal_pending(at: datetime) -> int:
    """Take every committed, unsealed row into the chain; returns how many. While another sealer works: none.

    `at` is not written anywhere: a seal says what was and in which order, a checkpoint says when.
    """
    total = 0
    while taken := _seal_batch():
        total += taken
    return total


@transaction.atomic
def _seal_batch() -> int:
    if not _locked():
        return 0
    # A waiting row that is gone stays on the list: `verify` reports it as missing.
    rows = LogRow.objects.filter(pk__in=PendingRow.objects.values("row_id")).order_by("number")[:_BATCH]
    last, head = size_and_head()
    seals = []
    for position, entry in enumerate(_entries(rows), start=last + 1):
        leaf = leaf_of(entry)
        head = next_head(head, leaf)
        seals.append(SealRow(position=position, row_id=entry.id, leaf=leaf, head=head))
    SealRow.objects.bulk_create(seals)
    PendingRow.objects.filter(row_id__in=[seal.row_id for seal in seals]).delete()
    return len(seals)


@transaction.atomic
def sign_checkpoint(at: datetime) -> Checkpoint | None:
    """Sign where the chain stands now, keep the checkpoint and return it for the witnesses; None if nothing is new."""
    if not _locked():
        return None
    size, head = size_and_head()
    if size == 0 or CheckpointRow.objects.filter(size__gte=size).exists():
        return None
    key = checkpoints.signing_key(settings.WAYHOME_KEYS, may_make=not CheckpointRow.objects.exists())
    made = checkpoints.sign(size, head, at, key)
    CheckpointRow.objects.create(
        size=made.size, head=made.head, at=made.at, key_id=made.key_id, signature=made.signature
    )
    return made


def size_and_head() -> tuple[int, bytes]:
    """How many links the chain has, and the last head (32 zero bytes for an empty chain)."""
    last = SealRow.objects.order_by("-position").values_list("position", "head").first()
    return (last[0], bytes(last[1])) if last else (0, START)


def _locked() -> bool:
    """Take the sealer's lock until the end of the transaction, without waiting for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


_COLUMNS = ("id", "number", "at", "act", "by_kind", "by_id", "subjects", "count", "scope", "reason")


def _entries(rows: QuerySet[LogRow]) -> Iterator[Entry]:
    for values in rows.values_list(*_COLUMNS):
        yield Entry(*values)
