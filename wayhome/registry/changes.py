"""The change log that the matcher follows."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from wayhome.registry.models import Change

# Any fixed number will do; it only has to be ours alone among advisory locks.
_CHANGE_LOG = 0x57_41_59_01


def record_changes(ids: Sequence[UUID], *, at: datetime) -> None:
    """Say that these people's searchable records changed. **The last write of the caller's transaction.**

    Numbers come from a sequence, and a sequence does not wait for commits: without more care a transaction could take
    number 7, another take 8 and commit, the matcher read up to 8, and 7 be lost to it for ever. So a lock is held from
    here until the transaction ends: whoever has the lower number has committed before the next number is given. Being
    the last write keeps the wait of others short, and keeps two transactions from waiting for each other.

    Raises:
        TransactionManagementError: called outside a transaction, where the lock would hold nothing.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("record_changes must be the last write of a transaction")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHANGE_LOG])
    Change.objects.bulk_create([Change(person_id=one, at=at) for one in ids], batch_size=5000)
