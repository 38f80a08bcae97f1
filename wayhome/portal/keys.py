"""The few keys this site is told, and those that grow from a family's code for the time of one request."""

import hashlib
from dataclasses import dataclass, field
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from django.conf import settings

from wayhome.portal.errors import KeysNotGiven
from wayhome.seal.errors import NotAKey
from wayhome.seal.keys import sealing_key, verifying_key
from wayhome.seal.receipts import PEPPER_SIZE, ReceiptCode, ReceiptKeys, derive

TOKEN_SIZE: Final = 32
_SPEAKING = b"wayhome speaking token 1"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever knows the code: where her things lie, the key that opens them, and the token that speaks for her.

    The question carries only the token's hash. A copy of this site's database therefore cannot write or withdraw in her
    name; the bureau compares.
    """

    keys: ReceiptKeys
    token: bytes = field(repr=False)

    @property
    def locator(self) -> bytes:
        return self.keys.locator

    @property
    def speaks(self) -> str:
        """SHA-256 of the token, in hex."""
        return hashlib.sha256(self.token).hexdigest()


def holder_of(code: ReceiptCode) -> Holder:
    """The same work for a code that exists and one that does not (about 15 ms, 19 MiB).

    Raises:
        KeysNotGiven: this process was not told the pepper.
    """
    pepper: bytes = getattr(settings, "WAYHOME_PORTAL_PEPPER", b"")
    if len(pepper) != PEPPER_SIZE:
        raise KeysNotGiven("WAYHOME_PORTAL_PEPPER is not set to 32 bytes in hex.")
    keys = derive(code, pepper)
    return Holder(keys, HKDFExpand(SHA256(), TOKEN_SIZE, _SPEAKING).derive(keys.private.private_bytes_raw()))


def bureau_seal_key() -> X25519PublicKey:
    """To this key everything is closed that goes to the bureau.

    Raises:
        KeysNotGiven: this process was not told it.
    """
    try:
        return sealing_key(getattr(settings, "WAYHOME_BUREAU_SEAL_KEY", b""))
    except NotAKey:
        raise KeysNotGiven("WAYHOME_BUREAU_SEAL_KEY is not set to 32 bytes in hex.") from None


def bureau_sign_key() -> Ed25519PublicKey:
    """By this key a letter is known to be the bureau's.

    Raises:
        KeysNotGiven: this process was not told it.
    """
    try:
        return verifying_key(getattr(settings, "WAYHOME_BUREAU_SIGN_KEY", b""))
    except NotAKey:
        raise KeysNotGiven("WAYHOME_BUREAU_SIGN_KEY is not set to 32 bytes in hex.") from None
