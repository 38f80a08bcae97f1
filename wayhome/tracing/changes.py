"""The change log of questions, which the matcher follows; with the same discipline as `registry.changes`."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from wayhome.tracing.models import RequestChange

# Any fixed number will do; it only has to be ours alone among advisory locks.
_CHANGE_LOG = 0x57_41_59_02


def record_changes(ids: Sequence[UUID], *, at: datetime) -> None:
    """Say that these questions seek somebody else, or nobody any more. **The last write of the caller's transaction.**

    The lock makes the order of numbers the order of commits; `registry.changes` tells why that matters.

    Raises:
        TransactionManagementError: called outside a transaction, where the lock would hold nothing.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("record_changes must be the last write of a transaction")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHANGE_LOG])
    RequestChange.objects.bulk_create([RequestChange(request_id=one, at=at) for one in ids])
