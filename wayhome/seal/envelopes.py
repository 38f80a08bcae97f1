"""Sealed envelopes: anyone may close one, only the holder of one private key opens it, and only for what it was meant.

HPKE (RFC 9180), base mode, one message per envelope: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
AES-256-GCM and not ChaCha20-Poly1305, because WebCrypto offers the first in every browser and the second in almost
none, and an old phone should not need a cipher written in JavaScript. The nonce limits of GCM do not matter here:
each envelope has a key of its own, made from a fresh X25519 pair.

Bytes, lengths big-endian:

    "WHE" 01 | suite (2) | kind (1) | 0008 key id | 0020 enc | length (4) ciphertext

Everything before `enc`, and the caller's context, is bound as HPKE's `info`; `enc` and the ciphertext are bound by
HPKE itself. So a change to any bit, or a move to another row, is refused. Nothing says who closed an envelope:
letters are signed besides.
"""

from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from wayhome.seal import sizes
from wayhome.seal.errors import NotAKey, NotAuthentic, NotOurs
from wayhome.seal.keys import KEY_ID_SIZE, key_id
from wayhome.seal.kinds import Kind
from wayhome.seal.wire import Reader, long, short

SUITE: Final = 1
"""2 is reserved for X25519 with ML-KEM-768, once browsers have it. Any other number is refused, never guessed at."""

_MAGIC = b"WHE\x01"
_LABEL = b"wayhome envelope"
_HPKE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_ENC_SIZE = 32
_TAG_SIZE = 16
_HEADER_SIZE = len(_MAGIC) + 2 + 1 + 2 + KEY_ID_SIZE
OVERHEAD: Final = _HEADER_SIZE + 2 + _ENC_SIZE + 4 + _TAG_SIZE
"""Bytes of an envelope that are neither content nor padding nor the 4-byte length before the content."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What anyone can read of an envelope. Made by `from_bytes`, it has this suite and a published size."""

    kind: Kind
    key_id: bytes
    enc: bytes
    ciphertext: bytes

    def to_bytes(self) -> bytes:
        return _header(self.kind, self.key_id) + short(self.enc) + long(self.ciphertext)

    @classmethod
    def from_bytes(cls, content: bytes) -> "Envelope":
        """Read the outside. Cheap: nothing is opened.

        Raises:
            NotOurs: another format, version, suite, or a kind or size that is not published.
        """
        reader = Reader(content)
        if reader.take(len(_MAGIC)) != _MAGIC:
            raise NotOurs("This is not an envelope of a version we know.")
        if reader.number(2) != SUITE:
            raise NotOurs("The envelope is of a suite we do not open.")
        kind = _kind(reader.number(1))
        found = cls(kind, reader.short(), reader.short(), reader.long())
        reader.end()
        if len(found.key_id) != KEY_ID_SIZE or len(found.enc) != _ENC_SIZE:
            raise NotOurs("The envelope has parts of a length that this suite does not have.")
        if not sizes.is_published(kind, len(content)):
            raise NotOurs("The envelope has a size that is not published for its kind.")
        return found


def capacity(kind: Kind) -> int:
    """How many bytes of content the largest envelope of this kind holds."""
    limits = {Kind.REPLY: sizes.REPLY_SIZE, Kind.ATTACHMENT: sizes.ATTACHMENT_LIMIT}
    return limits.get(kind, sizes.TEXT_LIMIT) - OVERHEAD - 4


def seal_to(public_key: X25519PublicKey, content: bytes, *, kind: Kind, context: bytes) -> bytes:
    """An envelope of a published size that only the private half of `public_key` opens.

    `context` says what the envelope belongs to (see `context_of`); whoever opens it has to know the same bytes.

    Raises:
        TooLong: the content is longer than `capacity(kind)`.
        NotAKey: the public key is one of the few that would make the secret guessable.
    """
    recipient = key_id(public_key)
    padded = sizes.pad(content, OVERHEAD, kind)
    try:
        sealed = _HPKE.encrypt(padded, public_key, info=_info(kind, recipient, context))
    except ValueError:
        raise NotAKey("Nothing can be sealed to this key.") from None
    return Envelope(kind, recipient, sealed[:_ENC_SIZE], sealed[_ENC_SIZE:]).to_bytes()


def open_envelope(private_key: X25519PrivateKey, envelope: bytes, *, kind: Kind, context: bytes) -> bytes:
    """The content, exactly as it was sealed for this key, kind and context.

    Raises:
        NotOurs: the outside shows another format, kind, size or key. Nothing was tried.
        NotAuthentic: changed on the way, or sealed for another context.
    """
    found = Envelope.from_bytes(envelope)
    recipient = key_id(private_key.public_key())
    if found.kind is not kind:
        raise NotOurs("The envelope is of another kind.")
    if found.key_id != recipient:
        raise NotOurs("The envelope is closed for another key.")
    try:
        padded = _HPKE.decrypt(found.enc + found.ciphertext, private_key, info=_info(kind, recipient, context))
    except InvalidTag:
        raise NotAuthentic("The envelope was changed, or sealed for something else.") from None
    return sizes.unpad(padded, OVERHEAD, kind)


def _header(kind: Kind, recipient: bytes) -> bytes:
    return _MAGIC + SUITE.to_bytes(2, "big") + kind.to_bytes(1, "big") + short(recipient)


def _info(kind: Kind, recipient: bytes, context: bytes) -> bytes:
    return short(_LABEL) + short(_header(kind, recipient)) + long(context)


def _kind(number: int) -> Kind:
    try:
        return Kind(number)
    except ValueError:
        raise NotOurs("The envelope is of a kind we do not know.") from None
