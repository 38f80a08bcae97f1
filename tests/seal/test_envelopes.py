"""What is sealed for one key, one kind and one place opens there and nowhere else."""

import os
import random

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from wayhome.seal import envelopes, sizes
from wayhome.seal.envelopes import OVERHEAD, Envelope, capacity, open_envelope, seal_to
from wayhome.seal.errors import CannotOpen, NotAKey, NotAuthentic, NotOurs, TooLong
from wayhome.seal.keys import key_id, opening_key, sealing_key
from wayhome.seal.kinds import Kind
from wayhome.seal.wire import Reader, context_of

KEY = X25519PrivateKey.generate()
PLACE = context_of("request", bytes(16))
MANIPULATIONS = 1_000_000 if os.environ.get("WAYHOME_SOAK") else 10_000
HEADER = 19
"""Bytes before `enc`: readable from outside, so a change there may be named NotOurs before anything is tried."""

kinds = st.sampled_from(list(Kind))


def sealed(content: bytes = "Шукаю сина".encode(), kind: Kind = Kind.REQUEST) -> bytes:
    return seal_to(KEY.public_key(), content, kind=kind, context=PLACE)


@given(st.binary(max_size=9000), kinds, st.binary(max_size=64))
def test_what_is_sealed_is_what_is_opened(content: bytes, kind: Kind, context: bytes) -> None:
    """Any content, kind and context come back byte for byte."""
    envelope = seal_to(KEY.public_key(), content, kind=kind, context=context)
    assert open_envelope(KEY, envelope, kind=kind, context=context) == content


@given(st.binary(max_size=9000), kinds)
def test_an_envelope_has_a_published_size(content: bytes, kind: Kind) -> None:
    """In whole, and the content is not in it to be read."""
    envelope = sealed(content, kind)
    assert sizes.is_published(kind, len(envelope))
    assert len(content) < 16 or content not in Envelope.from_bytes(envelope).ciphertext


@pytest.mark.parametrize("kind", Kind)
def test_the_fullest_envelope_opens_and_one_byte_more_is_too_long(kind: Kind) -> None:
    """`capacity` is exact."""
    most = bytes(capacity(kind))
    assert open_envelope(KEY, sealed(most, kind), kind=kind, context=PLACE) == most
    with pytest.raises(TooLong):
        sealed(most + b"\0", kind)


def test_the_same_words_never_look_the_same() -> None:
    """Two envelopes with one content share nothing after the header."""
    one, other = Envelope.from_bytes(sealed()), Envelope.from_bytes(sealed())
    assert one.enc != other.enc
    assert one.ciphertext[:64] != other.ciphertext[:64]


@pytest.mark.parametrize("bit", range(8 * HEADER))
def test_any_bit_of_the_outside_counts(bit: int) -> None:
    """Version, suite, kind, lengths, key id: a flipped bit is refused."""
    with pytest.raises(CannotOpen):
        open_envelope(KEY, flipped(sealed(), bit), kind=Kind.REQUEST, context=PLACE)


@settings(max_examples=300)
@given(st.integers(min_value=HEADER * 8, max_value=4096 * 8 - 1))
def test_any_bit_of_the_inside_counts(bit: int) -> None:
    """A flipped bit of `enc` or of the ciphertext is NotAuthentic; one of the length before it is NotOurs."""
    in_length = 51 * 8 <= bit < 55 * 8
    with pytest.raises(NotOurs if in_length else NotAuthentic):
        open_envelope(KEY, flipped(sealed(), bit), kind=Kind.REQUEST, context=PLACE)


def test_no_manipulation_passes(dice: random.Random) -> None:
    """Flips, cuts, repeats, splices of two genuine envelopes: of 10,000 (in the soak a million) not one opens."""
    genuine = [sealed(), sealed(b"x" * 5000), sealed(b""), sealed("Інший".encode())]
    opened = 0
    for _ in range(MANIPULATIONS):
        changed = manipulated(dice, genuine)
        try:
            open_envelope(KEY, changed, kind=Kind.REQUEST, context=PLACE)
            opened += changed not in genuine
        except CannotOpen:
            pass
    assert opened == 0


@pytest.mark.parametrize("size", [0, 1, 3, 4, 18, 51, 55, 71, 4095])
def test_a_cut_envelope_is_refused(size: int) -> None:
    """Wherever the line broke."""
    with pytest.raises(NotOurs):
        open_envelope(KEY, sealed()[:size], kind=Kind.REQUEST, context=PLACE)


def test_something_added_is_refused() -> None:
    """Even if the whole then has another published size."""
    with pytest.raises(NotOurs):
        open_envelope(KEY, sealed() + bytes(4096), kind=Kind.REQUEST, context=PLACE)


@pytest.mark.parametrize("size", [0, 16, 4096 - 55 + 1, 2 * 65536])
def test_an_unpublished_size_is_not_even_tried(size: int) -> None:
    """A flood of odd sizes costs no key agreement."""
    odd = Envelope(Kind.REQUEST, key_id(KEY.public_key()), bytes(32), bytes(size)).to_bytes()
    with pytest.raises(NotOurs):
        open_envelope(KEY, odd, kind=Kind.REQUEST, context=PLACE)


def test_moved_to_another_place_it_does_not_open() -> None:
    """The context is part of the lock."""
    with pytest.raises(NotAuthentic):
        open_envelope(KEY, sealed(), kind=Kind.REQUEST, context=context_of("request", bytes(15) + b"\1"))


def test_as_another_kind_it_does_not_open() -> None:
    """Neither when asked for as another kind, nor when its outside is rewritten to that kind."""
    rewritten = bytearray(sealed())
    rewritten[6] = Kind.DRAFT
    with pytest.raises(NotOurs):
        open_envelope(KEY, sealed(), kind=Kind.DRAFT, context=PLACE)
    with pytest.raises(NotAuthentic):
        open_envelope(KEY, bytes(rewritten), kind=Kind.DRAFT, context=PLACE)


def test_another_key_does_not_open_it() -> None:
    """Neither as it is, nor with its key id rewritten to that key."""
    lev = X25519PrivateKey.generate()
    rewritten = sealed()[:9] + key_id(lev.public_key()) + sealed()[17:]
    with pytest.raises(NotOurs):
        open_envelope(lev, sealed(), kind=Kind.REQUEST, context=PLACE)
    with pytest.raises(NotAuthentic):
        open_envelope(lev, rewritten, kind=Kind.REQUEST, context=PLACE)


@pytest.mark.parametrize("raw", [bytes(32), b"\1" + bytes(31)])
def test_nothing_is_sealed_to_a_key_that_hides_nothing(raw: bytes) -> None:
    """Points of small order would make the secret known to everyone."""
    with pytest.raises(NotAKey):
        seal_to(sealing_key(raw), b"", kind=Kind.REQUEST, context=PLACE)


@pytest.mark.parametrize("point", [bytes(32), b"\1" + bytes(31)])
def test_an_envelope_closed_with_such_a_point_is_refused(point: bytes) -> None:
    """As any other changed envelope."""
    with pytest.raises(NotAuthentic):
        open_envelope(KEY, sealed()[:19] + point + sealed()[51:], kind=Kind.REQUEST, context=PLACE)


def test_a_length_beyond_the_end_is_noticed() -> None:
    """Nothing shorter than promised is ever handed out."""
    with pytest.raises(NotOurs):
        Reader(b"\0\3ab").short()


@pytest.mark.parametrize("make", [sealing_key, opening_key])
def test_a_key_has_32_bytes(make: object) -> None:
    """Fewer or more are refused by name."""
    for size in (0, 31, 33):
        with pytest.raises(NotAKey):
            make(bytes(size))  # type: ignore[operator]


def test_an_envelope_reads_back_as_it_was_written() -> None:
    """The outside has one spelling."""
    envelope = sealed()
    assert Envelope.from_bytes(envelope).to_bytes() == envelope


@given(st.lists(st.binary(max_size=6)), st.lists(st.binary(max_size=6)))
def test_contexts_never_run_together(one: list[bytes], other: list[bytes]) -> None:
    """("ab", "c") is not ("a", "bc")."""
    assert (context_of(*one) == context_of(*other)) == (one == other)


def test_the_overhead_is_what_the_parts_need() -> None:
    """A change of the format would change every published size."""
    assert envelopes.OVERHEAD == 71
    assert len(sealed(bytes(4096 - OVERHEAD - 4))) == 4096


def flipped(content: bytes, bit: int) -> bytes:
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << (bit % 8)
    return bytes(changed)


def manipulated(dice: random.Random, genuine: list[bytes]) -> bytes:
    """One genuine envelope after one to three random accidents."""
    content = dice.choice(genuine)
    for _ in range(dice.randint(1, 3)):
        content = dice.choice(ACCIDENTS)(dice, content, dice.choice(genuine))
    return content


def _flip(dice: random.Random, content: bytes, _: bytes) -> bytes:
    return flipped(content, dice.randrange(len(content) * 8)) if content else content


def _cut(dice: random.Random, content: bytes, _: bytes) -> bytes:
    return content[: dice.randrange(len(content) + 1)]


def _drop_middle(dice: random.Random, content: bytes, _: bytes) -> bytes:
    start = dice.randrange(len(content) + 1)
    return content[:start] + content[start + dice.randint(1, 64) :]


def _overwrite(dice: random.Random, content: bytes, _: bytes) -> bytes:
    start, new = dice.randrange(len(content) + 1), dice.randbytes(dice.randint(1, 64))
    return (content[:start] + new + content[start + len(new) :])[: len(content)]


def _splice(dice: random.Random, content: bytes, other: bytes) -> bytes:
    place = dice.choice([6, 19, 51, 55, dice.randrange(4096)])
    return content[:place] + other[place:]


def _repeat(dice: random.Random, content: bytes, other: bytes) -> bytes:
    return content + other


ACCIDENTS = (_flip, _flip, _cut, _drop_middle, _overwrite, _splice, _splice, _repeat)
