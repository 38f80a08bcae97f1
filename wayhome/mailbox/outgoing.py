"""The way out of the bureau: a sealed reply into its slot. Only `registry/release.py` may import this module.

That makes "his wish gates every word that leaves" a matter of structure: there is no second door. A contract in
`.importlinter` guards it. Runs in the worker, as the role `courier`.
"""

from enum import StrEnum

from wayhome.mailbox.models import ReplySlot


class Put(StrEnum):
    """What became of a reply."""

    PLACED = "placed"
    STANDS = "stands"
    """This very version lies there already: a repetition after an interruption, all is well."""
    AHEAD = "ahead"
    """A later version lies there. All is well if the bureau has sealed one since; if not, somebody with a hand in the
    public database keeps letters from coming through."""
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
    stands = slot.values_list("version", flat=True).first()
    if stands is None:
        return Put.NO_SLOT
    return Put.AHEAD if stands > version else Put.STANDS
