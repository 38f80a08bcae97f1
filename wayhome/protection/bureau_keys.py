"""The bureau's own two key pairs: to one the families' envelopes are closed, with the other letters are signed.

The private halves are files of the key folder and never leave the inner zone; the public site is told the public halves
by the supervisor. Exchanging a key: keep the old file until nothing closed to it is under way any more.
"""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from django.conf import settings

from wayhome.audit import keyfiles

SEAL_FILE = "bureau-seal"
SIGN_FILE = "bureau-sign"
_SIZE = 32  # any 32 bytes are a private key of either kind


def seal_private() -> X25519PrivateKey:
    """Opens what families have closed for the bureau. Made on first use."""
    return X25519PrivateKey.from_private_bytes(keyfiles.load_or_make(settings.WAYHOME_KEYS, SEAL_FILE, _SIZE))


def seal_public() -> X25519PublicKey:
    """To this key the public site closes every envelope."""
    return seal_private().public_key()


def sign_private() -> Ed25519PrivateKey:
    """Signs letters and notices. Made on first use."""
    return Ed25519PrivateKey.from_private_bytes(keyfiles.load_or_make(settings.WAYHOME_KEYS, SIGN_FILE, _SIZE))


def sign_public() -> Ed25519PublicKey:
    """With this key a letter is checked before it is shown."""
    return sign_private().public_key()
