"""The way out of the bureau: a sealed reply into its slot. Only `registry/release.py` may import this module.

That makes "his wish gates every word that leaves" a matter of structure: there is no second door. A contract in
`.importlinter` guards it. Runs in the worker, as the role `courier`.
"""

from enum import StrEnum

from wayhome.mailbox.models import ReplySlot


class Put(StrEnum):
    """What became of a reply."""

    PLACED = "placed"
    NEWER_STANDS = "newer stands"
    """This version or a later one lies there already: a repetition after an interruption, all is well."""
    NO_SLOT = "no slot"
    """No question was ever filed under this locator, or its slot is gone: somebody has to look."""


def put_reply(locator: bytes, body: bytes, *, version: int) -> Put:
    """Replace what lies in the slot, if it is older than `version`. Doing it again changes nothing.

    Raises:
        IntegrityError: `body` has not the size of a sealed reply.
    """
    slot = ReplySlot.objects.filter(pk=locator.hex())
    if slot.filter(version__lt=version).update(body=body, version=version):
        return Put.PLACED
    return Put.NEWER_STANDS if slot.exists() else Put.NO_SLOT
