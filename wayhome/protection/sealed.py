"""Sealed records: the only form in which personal data lie in the database.

    format 1 byte │ suite 1 byte │ nonce 12 │ AES-256-GCM-SIV ciphertext with its tag of 16

What is authenticated beside the content: format, suite, kind, id, version and the data key's id. So a blob opens
only in its own row, at its own version, with its own key; one moved, exchanged or rolled back does not.
"""

import json
import secrets
import struct
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.db import connection, transaction

from wayhome import audit
from wayhome.audit.permits import ReadPermit
from wayhome.protection import keyring
from wayhome.protection.errors import NotAuthentic
from wayhome.protection.models import DataKey
from wayhome.protection.padding import pad, unpad

FORMAT = 1
AES_256_GCM_SIV = 1  # suite; a second number would be a second cipher, chosen by us, never by the blob alone
_NONCE = 12
_HEAD = 2 + _NONCE


def new_keys(kind: str, count: int, *, at: datetime) -> list[DataKey]:
    """That many fresh data keys, not yet saved: the caller writes them together with the records they will close."""
    return keyring.wrap_new(kind, [uuid.uuid4() for _ in range(count)], at=at)


def seal(content: Mapping[str, Any], *, kind: str, id: UUID, version: int, key: DataKey) -> bytes:
    """Close the content (anything JSON can say) for the row `id` of this kind, at this version."""
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    nonce = secrets.token_bytes(_NONCE)
    cipher = keyring.cipher_of(keyring.unwrap(key))
    closed = cipher.encrypt(nonce, pad(plain), _bound_to(kind, id, version, key))
    return bytes((FORMAT, AES_256_GCM_SIV)) + nonce + closed


def open_sealed(blob: bytes, *, kind: str, id: UUID, version: int, key: DataKey, permit: ReadPermit) -> dict[str, Any]:
    """Open one record, with leave: the permit proves that the log already says who reads how many.

    Raises:
        PermitSpent: the log row allows no further record.
        NotAuthentic: the blob was altered, moved from another row, belongs to another version or has another key.
        KeyMissing: the week's key is not on this machine.
    """
    permit.use()
    blob = bytes(blob)
    if blob[:2] != bytes((FORMAT, AES_256_GCM_SIV)):
        raise NotAuthentic("A sealed record has a form this program does not write.")
    cipher = keyring.cipher_of(keyring.unwrap(key))
    try:
        padded = cipher.decrypt(blob[2:_HEAD], blob[_HEAD:], _bound_to(kind, id, version, key))
    except (InvalidTag, ValueError):
        raise NotAuthentic("A sealed record was altered, moved, or belongs to another version.") from None
    opened: dict[str, Any] = json.loads(unpad(padded))
    return opened


@transaction.atomic
def erase(key: DataKey, by: audit.Actor, at: datetime, reason: str) -> None:
    """Delete the data key: what it closed stays closed, here at once, and everywhere once the week's key is destroyed.

    A row that refers to the key must let it go in the same transaction, or be deleted in it; otherwise the database
    refuses the whole of it at the commit.
    """
    with connection.cursor() as cursor:
        # Not the ORM's delete, which would first look through every table of every room that may refer to a key.
        cursor.execute("DELETE FROM protection_datakey WHERE id = %s", [key.pk])
    audit.record(audit.Act.RECORD_ERASED, by=by, at=at, subjects=[key.pk], scope={"kind": key.kind}, reason=reason)


def _bound_to(kind: str, id: UUID, version: int, key: DataKey) -> bytes:
    return keyring.length_prefixed(
        b"wayhome.sealed",
        bytes((FORMAT, AES_256_GCM_SIV)),
        kind.encode(),
        id.bytes,
        struct.pack("!Q", version),
        key.pk.bytes,
    )
