"""Raw bytes to keys and back, and the short id by which a key is called."""

import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from wayhome.seal.errors import NotAKey

KEY_ID_SIZE = 8


def key_id(key: X25519PublicKey | Ed25519PublicKey) -> bytes:
    """The first 8 bytes of SHA-256 over the raw public key. It finds a key; it never proves one."""
    return hashlib.sha256(key.public_bytes_raw()).digest()[:KEY_ID_SIZE]


def sealing_key(raw: bytes) -> X25519PublicKey:
    """The public half, from 32 bytes.

    Raises:
        NotAKey: another length.
    """
    try:
        return X25519PublicKey.from_public_bytes(raw)
    except ValueError:
        raise NotAKey("A public sealing key has 32 bytes.") from None


def opening_key(raw: bytes) -> X25519PrivateKey:
    """The private half, from 32 secret bytes.

    Raises:
        NotAKey: another length.
    """
    try:
        return X25519PrivateKey.from_private_bytes(raw)
    except ValueError:
        raise NotAKey("A private opening key has 32 bytes.") from None


def verifying_key(raw: bytes) -> Ed25519PublicKey:
    """The key with which a signature is checked, from 32 bytes.

    Raises:
        NotAKey: another length.
    """
    try:
        return Ed25519PublicKey.from_public_bytes(raw)
    except ValueError:
        raise NotAKey("A verifying key has 32 bytes.") from None
