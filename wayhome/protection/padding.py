"""Padding, so that the length of a sealed record does not tell a short name from a long one. Pure."""

import struct

from wayhome.protection.errors import NotAuthentic

_LENGTH = struct.Struct("!I")
STEP = 64
FINE_UP_TO = 512


def padded_size(size: int) -> int:
    """Up to 512 bytes: steps of 64. Above: Padmé (Nikitin et al., PETS 2019, §4), which adds at most 12 %.

    >>> padded_size(1), padded_size(64), padded_size(65), padded_size(600)
    (64, 64, 128, 608)
    """
    if size <= FINE_UP_TO:
        return max(STEP, -(-size // STEP) * STEP)
    exponent = size.bit_length() - 1
    free = exponent - exponent.bit_length()
    mask = (1 << free) - 1
    return (size + mask) & ~mask


def pad(content: bytes) -> bytes:
    """The content behind its length in four bytes, filled with zeros."""
    framed = _LENGTH.pack(len(content)) + content
    return framed.ljust(padded_size(len(framed)), b"\0")


def unpad(padded: bytes) -> bytes:
    """What `pad` was given. Only called on authentic bytes; another form still never yields content."""
    if len(padded) < _LENGTH.size:
        raise NotAuthentic("A sealed record has a form this program does not write.")
    (size,) = _LENGTH.unpack_from(padded)
    content = padded[_LENGTH.size : _LENGTH.size + size]
    if len(content) != size or pad(content) != padded:
        raise NotAuthentic("A sealed record has a form this program does not write.")
    return content
