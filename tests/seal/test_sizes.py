"""A size tells little, and there are few of them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.seal import sizes
from wayhome.seal.errors import NotAuthentic, TooLong
from wayhome.seal.kinds import Kind

kinds = st.sampled_from(list(Kind))


@given(st.integers(min_value=2, max_value=2**40))
def test_padme_costs_at_most_an_eighth(length: int) -> None:
    """The paper promises at most 12 %, and a mantissa no longer than the exponent's own length."""
    padded = sizes.padme(length)
    assert length <= padded <= length * 1.12 + 1
    exponent = int(math.log2(padded))
    assert padded % 2 ** (exponent - exponent.bit_length()) == 0


@given(st.integers(min_value=0, max_value=2**30))
def test_padme_is_content_with_its_own_sizes(length: int) -> None:
    """A published size stays as it is."""
    assert sizes.padme(sizes.padme(length)) == sizes.padme(length)


def test_there_are_few_sizes() -> None:
    """16 for text, one for replies; an attachment of up to 24 MiB has one of 337."""
    text = {sizes.size_for(Kind.REQUEST, size) for size in range(1, 64 * 1024 + 1, 64)}
    attachments, size = set(), 0
    while size < sizes.ATTACHMENT_LIMIT:
        size = sizes.size_for(Kind.ATTACHMENT, size + 1)
        attachments.add(size)
    assert len(text) == 16
    assert {sizes.size_for(Kind.REPLY, size) for size in range(0, 16 * 1024, 64)} == {16 * 1024}
    assert len(attachments) == 337


@given(st.binary(max_size=5000), kinds, st.integers(min_value=1, max_value=255))
def test_padding_is_empty(content: bytes, kind: Kind, mark: int) -> None:
    """A sender cannot hide a mark in it."""
    padded = sizes.pad(content, 71, kind)
    assert sizes.unpad(padded, 71, kind) == content
    if len(padded) > len(content) + 4:
        with pytest.raises(NotAuthentic):
            sizes.unpad(padded[:-1] + bytes([mark]), 71, kind)


@pytest.mark.parametrize("length", [0xFFFFFFFF, 4096, 4022])
def test_a_length_that_cannot_be_is_refused(length: int) -> None:
    """Longer than what is there."""
    padded = length.to_bytes(4, "big") + bytes(4096 - 71 - 4)
    with pytest.raises(NotAuthentic):
        sizes.unpad(padded, 71, Kind.REQUEST)


def test_a_sender_cannot_choose_a_larger_size() -> None:
    """One content has one size: a second one would be a mark."""
    padded = sizes.pad(b"x", 71, Kind.REQUEST) + bytes(4096)
    with pytest.raises(NotAuthentic):
        sizes.unpad(padded, 71, Kind.REQUEST)


@pytest.mark.parametrize("kind", Kind)
def test_what_is_too_long_is_said_so(kind: Kind) -> None:
    """No kind is without an end."""
    with pytest.raises(TooLong):
        sizes.size_for(kind, 25 * 2**20)
