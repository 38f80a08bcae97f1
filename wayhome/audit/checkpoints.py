"""A signed statement "our log had this many links, and this was the last": what a witness keeps."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from wayhome.audit import keyfiles
from wayhome.audit.errors import AuditError, KeyFileError

_FIRST_LINE = "wayhome log checkpoint 1"
_KEY = "log-checkpoint"


class CheckpointUnreadable(AuditError):
    """The text is not one of our checkpoints."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The first `size` links end in `head` (32 bytes): said at `at`, signed by the key fingerprinted `key_id`"""

    size: int
    head: bytes
    at: datetime
    key_id: str
    signature: bytes

    def to_text(self) -> str:
        """Six short lines that fit a bulletin page; `from_text` reads them back."""
        return signed_bytes(self.size, self.head, self.at, self.key_id).decode() + _b64(self.signature) + "\n"

    @classmethod
    def from_text(cls, text: str) -> "Checkpoint":
        """Read what `to_text` wrote. The signature is not checked here: `verify` does that.

        Raises:
            CheckpointUnreadable: the text has another form.
        """
        try:
            first, size, head, at, key_id, signature = text.strip().split("\n")
            moment = datetime.strptime(at, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
            found = cls(int(size), _unb64(head), moment, key_id, _unb64(signature))
        except (ValueError, binascii.Error):
            raise CheckpointUnreadable("This is not a checkpoint of the log.") from None
        if first != _FIRST_LINE or found.to_text().strip() != text.strip():
            raise CheckpointUnreadable("This is not a checkpoint of the log.")
        return found


def signed_bytes(size: int, head: bytes, at: datetime, key_id: str) -> bytes:
    """Exactly what is signed."""
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return f"{_FIRST_LINE}\n{size}\n{_b64(head)}\n{moment}\n{key_id}\n".encode()


def sign(size: int, head: bytes, at: datetime, key: Ed25519PrivateKey) -> Checkpoint:
    key_id = key_id_of(key.public_key())
    return Checkpoint(size, head, at, key_id, key.sign(signed_bytes(size, head, at, key_id)))


def is_genuine(checkpoint: Checkpoint, key: Ed25519PublicKey) -> bool:
    """Whether this key signed exactly these figures."""
    try:
        key.verify(
            checkpoint.signature,
            signed_bytes(checkpoint.size, checkpoint.head, checkpoint.at, checkpoint.key_id),
        )
    except InvalidSignature:
        return False
    return checkpoint.key_id == key_id_of(key)


def signing_key(folder: Path, *, may_make: bool) -> Ed25519PrivateKey:
    """This bureau's checkpoint key.

    Made only while nothing has been signed: a new key in place of a lost one would make every earlier checkpoint
    look forged.

    Raises:
        KeyFileError: the key file is missing though something was signed with it, or it cannot be trusted.
    """
    if may_make:
        return Ed25519PrivateKey.from_private_bytes(keyfiles.load_or_make(folder, _KEY, 32))
    try:
        return Ed25519PrivateKey.from_private_bytes(keyfiles.load(folder, _KEY, 32))
    except FileNotFoundError:
        raise KeyFileError(f"The key file {_KEY} is missing. Restore it from a backup.") from None


def key_id_of(key: Ed25519PublicKey) -> str:
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def _b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _unb64(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
