"""Unfinished questions, each sealed to the code it was begun with. Only the portal comes here.

Whoever lost the code lost the draft; nobody can open it, so nobody needs it for long.
"""

from datetime import date, timedelta
from typing import Final

from wayhome.mailbox.models import Draft

KEPT_DAYS: Final = 30
"""Days after which a draft that nobody wrote to is deleted; said on the page and in policy/retention.yaml."""


def put(locator: bytes, body: bytes, *, day: date) -> None:
    """Keep a draft in place of the earlier one."""
    Draft.objects.bulk_create(
        [Draft(locator=locator.hex(), body=body, day=day)],
        update_conflicts=True,
        unique_fields=["locator"],
        update_fields=["body", "day"],
    )


def read(locator: bytes) -> bytes | None:
    """The sealed draft, or None. One query either way."""
    body = Draft.objects.filter(pk=locator.hex()).values_list("body", flat=True).first()
    return None if body is None else bytes(body)


def forget(locator: bytes) -> None:
    """Delete a draft, inside the caller's transaction. It need not exist."""
    Draft.objects.filter(pk=locator.hex()).delete()


def sweep(today: date) -> int:
    """Delete every draft that is older than we promised; how many there were."""
    gone, _ = Draft.objects.filter(day__lt=today - timedelta(days=KEPT_DAYS)).delete()
    return gone
