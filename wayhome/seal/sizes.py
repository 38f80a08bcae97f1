"""The published sizes of envelopes, so that a length on the wire or on a disk tells little.

An envelope is always exactly one of these sizes in whole; `vectors/sizes.json` lists them for other implementations.

* text (requests, drafts, captures, partner messages): steps of 4 KiB, at most 64 KiB;
* a reply: 16 KiB, always, from filing on, whether there is a letter or not;
* an attachment: Padmé with a floor of 4 KiB, at most 24 MiB. Padmé lets a length leak O(log log n) bits and costs at
  most 12 %: Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", PoPETS
  2019(4).
"""

from collections.abc import Callable

from wayhome.seal.errors import NotAuthentic, TooLong
from wayhome.seal.kinds import Kind
from wayhome.seal.wire import long

STEP = 4096
TEXT_LIMIT = 16 * STEP
REPLY_SIZE = 4 * STEP
ATTACHMENT_LIMIT = 24 * 2**20

_LENGTH = 4


def padme(length: int) -> int:
    """The next length of which only the highest bits are set; the fewer bits, the longer it is.

    >>> padme(100_000), padme(1_000_000)
    (100352, 1015808)
    """
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    free_bits = exponent - exponent.bit_length()
    mask = (1 << free_bits) - 1
    return (length + mask) & ~mask


def size_for(kind: Kind, size: int) -> int:
    """The published size of an envelope of this kind that would need `size` bytes unpadded.

    Raises:
        TooLong: the kind has no such large size.
    """
    smallest, limit, step = _RULES[kind]
    published = max(smallest, step(size))
    if published > limit:
        raise TooLong("There is more than the largest envelope of this kind holds.")
    return published


def is_published(kind: Kind, size: int) -> bool:
    """Whether an envelope of this kind may have this size in whole."""
    smallest, limit, step = _RULES[kind]
    return smallest <= size <= limit and step(size) == size


def pad(content: bytes, overhead: int, kind: Kind) -> bytes:
    """The content behind its length, with zeros up to the published size less what the envelope itself needs.

    Raises:
        TooLong: see `size_for`.
    """
    size = size_for(kind, overhead + _LENGTH + len(content)) - overhead
    return long(content).ljust(size, b"\0")


def unpad(padded: bytes, overhead: int, kind: Kind) -> bytes:
    """What `pad` was given.

    Raises:
        NotAuthentic: no `pad` made this. A sender could otherwise hide something in the padding, or mark one reader
            by size.
    """
    length = int.from_bytes(padded[:_LENGTH], "big")
    content = padded[_LENGTH : _LENGTH + length]
    if len(content) != length or size_for(kind, overhead + _LENGTH + length) != overhead + len(padded):
        raise NotAuthentic("The content has another size than its envelope.")
    if padded[_LENGTH + length :].strip(b"\0"):
        raise NotAuthentic("There is something in the padding.")
    return content


def _steps(size: int) -> int:
    return -(-size // STEP) * STEP


_RULES: dict[Kind, tuple[int, int, Callable[[int], int]]] = {
    Kind.REQUEST: (STEP, TEXT_LIMIT, _steps),
    Kind.DRAFT: (STEP, TEXT_LIMIT, _steps),
    Kind.REPLY: (REPLY_SIZE, REPLY_SIZE, _steps),
    Kind.ATTACHMENT: (STEP, ATTACHMENT_LIMIT, padme),
    Kind.CAPTURE: (STEP, TEXT_LIMIT, _steps),
    Kind.PARTNER: (STEP, TEXT_LIMIT, _steps),
}
