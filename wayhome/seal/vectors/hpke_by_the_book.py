"""HPKE's sender, written from RFC 9180 and from nothing else, with an ephemeral key that can be chosen.

Only the vectors and tests use it: so vectors are the same on every run, and a second opinion on the library that seals.
Base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256; AES-GCM with the key size asked for.
"""

import hashlib
import hmac

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_KEM_ID, _KDF_ID = 0x0020, 0x0001
_AEAD_IDS = {16: 0x0001, 32: 0x0002}


def seal(
    recipient: X25519PublicKey,
    ephemeral: X25519PrivateKey,
    info: bytes,
    content: bytes,
    *,
    aad: bytes = b"",
    key_size: int = 32,
) -> tuple[bytes, bytes]:
    """`enc` and the ciphertext of the first message (RFC 9180 §4.1, §5.1, §5.2)."""
    enc = ephemeral.public_key().public_bytes_raw()
    kem = b"KEM" + _KEM_ID.to_bytes(2, "big")
    shared = ephemeral.exchange(recipient)
    pseudo_random = _extract(kem, b"", b"eae_prk", shared)
    secret = _expand(kem, pseudo_random, b"shared_secret", enc + recipient.public_bytes_raw(), 32)

    suite = b"HPKE" + b"".join(id.to_bytes(2, "big") for id in (_KEM_ID, _KDF_ID, _AEAD_IDS[key_size]))
    schedule = b"\0" + _extract(suite, b"", b"psk_id_hash", b"") + _extract(suite, b"", b"info_hash", info)
    base = _extract(suite, secret, b"secret", b"")
    key = _expand(suite, base, b"key", schedule, key_size)
    nonce = _expand(suite, base, b"base_nonce", schedule, 12)
    return enc, AESGCM(key).encrypt(nonce, content, aad)


def _extract(suite: bytes, salt: bytes, label: bytes, material: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + material, hashlib.sha256)


def _expand(suite: bytes, key: bytes, label: bytes, info: bytes, size: int) -> bytes:
    labelled = size.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    block, blocks = b"", b""
    for counter in range(1, -(-size // 32) + 1):
        block = hmac.digest(key, block + labelled + bytes([counter]), hashlib.sha256)
        blocks += block
    return blocks[:size]
