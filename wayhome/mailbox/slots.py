"""Reply slots, the portal's half: made at filing, read with a code. Only the courier can change one (`outgoing`)."""

from wayhome.mailbox.models import ReplySlot


def make(locator: bytes, body: bytes) -> None:
    """A slot with its first sealed content, inside the caller's transaction.

    Raises:
        IntegrityError: there is one already; or `body` has not the size of a sealed reply.
    """
    ReplySlot.objects.bulk_create([ReplySlot(locator=locator.hex(), body=body)])


def read(locator: bytes) -> bytes | None:
    """The sealed content, or None. One query either way."""
    body = ReplySlot.objects.filter(pk=locator.hex()).values_list("body", flat=True).first()
    return None if body is None else bytes(body)
