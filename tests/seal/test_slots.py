"""A receipt's slot looks the same with a letter and without, and opens for its own receipt only."""

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from wayhome.seal.envelopes import Envelope, capacity, open_envelope
from wayhome.seal.errors import NotAuthentic, NotOurs, TooLong
from wayhome.seal.kinds import Kind
from wayhome.seal.receipts import ReceiptKeys
from wayhome.seal.slots import empty_slot, fill_slot, open_slot
from wayhome.seal.wire import context_of

OLENA = ReceiptKeys(locator=b"olena's locator.", private=X25519PrivateKey.generate())
MOST = capacity(Kind.REPLY)


@given(st.binary(max_size=MOST))
def test_a_letter_comes_back(letters: bytes) -> None:
    """Whatever the bureau put in."""
    slot = fill_slot(OLENA.public, letters, locator=OLENA.locator)
    assert open_slot(OLENA, slot) == letters


@given(st.binary(max_size=MOST))
def test_a_letter_does_not_show_from_outside(letters: bytes) -> None:
    """Same size and same readable bytes as the slot that was there from filing."""
    before = Envelope.from_bytes(empty_slot(OLENA.public, locator=OLENA.locator))
    after = Envelope.from_bytes(fill_slot(OLENA.public, letters, locator=OLENA.locator))
    assert (after.kind, after.key_id, len(after.ciphertext)) == (before.kind, before.key_id, len(before.ciphertext))


def test_an_empty_slot_holds_nothing() -> None:
    """And so does the answer to a code that belongs to no row."""
    assert open_slot(OLENA, empty_slot(OLENA.public, locator=OLENA.locator)) == b""
    assert open_slot(OLENA, None) == b""


def test_a_code_without_a_row_costs_the_same_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """One envelope of the same size is opened, row or no row."""
    opened: list[int] = []

    def counting(private: X25519PrivateKey, envelope: bytes, *, kind: Kind, context: bytes) -> bytes:
        opened.append(len(envelope))
        return open_envelope(private, envelope, kind=kind, context=context)

    monkeypatch.setattr("wayhome.seal.slots.open_envelope", counting)
    open_slot(OLENA, empty_slot(OLENA.public, locator=OLENA.locator))
    open_slot(OLENA, None)
    assert opened == [16384, 16384]


def test_lev_opens_nothing(olena: ReceiptKeys, lev: ReceiptKeys) -> None:
    """Another receipt's key is refused from the outside alone."""
    slot = fill_slot(olena.public, b"He is alive.", locator=olena.locator)
    with pytest.raises(NotOurs):
        open_slot(lev, slot)


def test_a_reply_moved_to_another_receipt_is_refused() -> None:
    """Even where somebody had sealed it to the right key: the row it was meant for is part of the lock."""
    slot = fill_slot(OLENA.public, b"He is alive.", locator=b"another locator.")
    with pytest.raises(NotAuthentic):
        open_slot(OLENA, slot)


def test_a_draft_is_not_taken_for_a_reply() -> None:
    """A slot opens as a slot only."""
    slot = empty_slot(OLENA.public, locator=OLENA.locator)
    with pytest.raises(NotOurs):
        open_envelope(OLENA.private, slot, kind=Kind.DRAFT, context=context_of("reply slot", OLENA.locator))


def test_what_does_not_fit_is_said_so() -> None:
    """Rather than a larger slot that everyone would notice."""
    with pytest.raises(TooLong):
        fill_slot(OLENA.public, bytes(MOST + 1), locator=OLENA.locator)
