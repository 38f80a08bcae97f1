"""The reply slot of a receipt: one envelope of fixed size that is there from filing on, with letters in it or without.

At filing the portal seals an empty slot to the receipt's own key. When the bureau has something to say it puts
another in its place. Without the code nobody can tell the two apart: not by size, and not by anything that is
readable from outside.
"""

from functools import cache

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from wayhome.seal.envelopes import open_envelope, seal_to
from wayhome.seal.kinds import Kind
from wayhome.seal.receipts import ReceiptKeys
from wayhome.seal.wire import context_of


def empty_slot(reader: X25519PublicKey, *, locator: bytes) -> bytes:
    """A slot that holds no letter."""
    return fill_slot(reader, b"", locator=locator)


def fill_slot(reader: X25519PublicKey, letters: bytes, *, locator: bytes) -> bytes:
    """A slot with these bytes (at most `capacity(Kind.REPLY)`), bound to the receipt at `locator`.

    `reader` is the key that came inside the sealed request, never one from an outer row.

    Raises:
        TooLong: the letters do not fit: leave out the oldest.
    """
    return seal_to(reader, letters, kind=Kind.REPLY, context=_context(locator))


def open_slot(keys: ReceiptKeys, slot: bytes | None) -> bytes:
    """The letters in a slot; nothing if there are none, or if no row was found (`slot` is None).

    Where no row was found a slot that was made for nothing is opened instead: the same work, so that a clock tells no
    more than the page does.

    Raises:
        NotOurs, NotAuthentic: the slot was changed, or belongs to another receipt.
    """
    if slot is None:
        keys, slot = _decoy()
    return open_envelope(keys.private, slot, kind=Kind.REPLY, context=_context(keys.locator))


def _context(locator: bytes) -> bytes:
    return context_of("reply slot", locator)


@cache
def _decoy() -> tuple[ReceiptKeys, bytes]:
    keys = ReceiptKeys(locator=bytes(16), private=X25519PrivateKey.generate())
    return keys, empty_slot(keys.public, locator=keys.locator)
