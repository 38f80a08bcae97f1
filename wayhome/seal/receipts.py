"""The one code a family keeps, and the keys that grow from it.

22 digits from the system's generator (73.08 bits) and two check digits, shown as six groups of four: digits are on
every keyboard, can be dictated, and look like nothing when a phone is searched.

    salt    = HMAC-SHA-256(pepper, "wayhome receipt salt 1")                                   32 bytes
    master  = Argon2id(the 24 digits in ASCII, salt; 19 MiB, t = 2, p = 1, version 1.3)        32 bytes
    locator = HKDF-Expand-SHA-256(master, "wayhome receipt locator 1")                         16 bytes
    private = HKDF-Expand-SHA-256(master, "wayhome receipt opening key 1")                     32 bytes, an X25519 key

The pepper belongs to the portal. Without it a stolen database tells nothing about any code; if it is lost, no receipt
works any more, so it is part of every backup. The locator finds the row. The public half of the key pair travels
inside the sealed request, so that whoever can write to the outer row cannot have the answer sealed to a key of their
own.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from wayhome.seal import digits
from wayhome.seal.digits import Family
from wayhome.seal.errors import NotASecret
from wayhome.seal.keys import opening_key

GROUP: Final = 4
PEPPER_SIZE: Final = 32
LOCATOR_SIZE: Final = 16

_MEMORY_KIB = 19 * 1024
_PASSES = 2
_LANES = 1


@dataclass(frozen=True, slots=True)
class ReceiptCode:
    """24 plain digits with right check digits. Never printed by accident: only `shown` gives them away."""

    digits: str = field(repr=False)

    def shown(self) -> str:
        """Six groups of four, as they stand on paper."""
        return digits.grouped(self.digits, GROUP)


@dataclass(frozen=True, slots=True)
class ReceiptKeys:
    """What a code turns into: where its row is (16 bytes), and the key that opens what was sealed to it."""

    locator: bytes = field(repr=False)
    private: X25519PrivateKey = field(repr=False)

    @property
    def public(self) -> X25519PublicKey:
        """To this key letters are sealed. Put its raw bytes inside the request."""
        return self.private.public_key()


def new_receipt_code() -> ReceiptCode:
    """A code nobody has: among a million receipts two alike turn up once in 2 · 10¹⁰ bureaux."""
    payload = f"{secrets.randbelow(10**digits.PAYLOAD):0{digits.PAYLOAD}d}"
    return ReceiptCode(digits.with_check_digits(payload, Family.RECEIPT))


def read_receipt_code(text: str) -> ReceiptCode:
    """The code somebody typed, in any script's digits, with or without groups.

    Raises:
        Miswritten: it cannot be a receipt code; `slip` says how, `group` where if that can be told.
    """
    return ReceiptCode(digits.read(text, Family.RECEIPT, GROUP))


def derive(code: ReceiptCode, pepper: bytes) -> ReceiptKeys:
    """The keys of a code: the same work for a code that exists and for one that does not (19 MiB, about 14 ms).

    Raises:
        NotASecret: the pepper has another length than 32 bytes.
    """
    if len(pepper) != PEPPER_SIZE:
        raise NotASecret("The pepper of the receipts has 32 bytes.")
    salt = hmac.digest(pepper, b"wayhome receipt salt 1", hashlib.sha256)
    master = Argon2id(salt=salt, length=32, iterations=_PASSES, lanes=_LANES, memory_cost=_MEMORY_KIB).derive(
        code.digits.encode()
    )
    return ReceiptKeys(
        locator=_expand(master, b"wayhome receipt locator 1", LOCATOR_SIZE),
        private=opening_key(_expand(master, b"wayhome receipt opening key 1", 32)),
    )


def _expand(master: bytes, purpose: bytes, size: int) -> bytes:
    return HKDFExpand(SHA256(), size, purpose).derive(master)
