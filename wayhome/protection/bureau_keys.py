"""The bureau's own two key pairs: to one the families' envelopes are closed, with the other letters are signed.

The private halves are files of the key folder and never leave the inner zone; the public site is told the public halves
by the supervisor. Exchanging a key: keep the old file until nothing closed to it is under way any more.
"""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from django.conf import settings

from wayhome.audit import keyfiles

SEAL_FILE = "bureau-seal"
SIGN_FILE = "bureau-sign"
_SIZE = 32  # any 32 bytes are a private key of either kind


def seal_private() -> X25519PrivateKey:
    """Opens what families have closed for the bureau. Made on first use."""
    return _seal(settings.WAYHOME_KEYS)


def seal_public() -> X25519PublicKey:
    """To this key the public site closes every envelope."""
    return seal_private().public_key()


def sign_private() -> Ed25519PrivateKey:
    """Signs letters and notices. Made on first use."""
    return _sign(settings.WAYHOME_KEYS)


def sign_public() -> Ed25519PublicKey:
    """With this key a letter is checked before it is shown."""
    return sign_private().public_key()


def public_halves(folder: Path) -> tuple[bytes, bytes]:
    """What the public site is told: the keys to seal to and to check with, 32 bytes each. Needs no settings."""
    return _seal(folder).public_key().public_bytes_raw(), _sign(folder).public_key().public_bytes_raw()


def _seal(folder: Path) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(keyfiles.load_or_make(folder, SEAL_FILE, _SIZE))


def _sign(folder: Path) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(keyfiles.load_or_make(folder, SIGN_FILE, _SIZE))
