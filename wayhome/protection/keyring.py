"""Keys: one for each week, which lock the keys of single records; and keyed fingerprints.

    key-encryption key of a week (a key file)  →  data key of one record (a row, wrapped)  →  one sealed record

An epoch is a week, counted from Monday 5 January 1970. Every living data key is moved into the current week's key by
`rotate`; a week's key that is five weeks old is then destroyed, and with it every copy of an erased record.
"""

import hashlib
import hmac
import re
import secrets
import struct
import time
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from django.conf import settings
from django.db import transaction

from wayhome import audit
from wayhome.audit import keyfiles
from wayhome.protection.errors import CipherMissing, KeyMissing, NotAuthentic, ProtectionError
from wayhome.protection.models import DataKey

KEEP_EPOCHS = 5  # weeks; "everywhere erased" is promised after 35 days
_FIRST_MONDAY = date(1970, 1, 5).toordinal()
_NONCE = 12
_REMEMBER = 300.0  # seconds a week's key stays in this process's memory
_BATCH = 1_000
_PURPOSE = re.compile(r"[a-z][a-z0-9-]{0,40}")


class Provider(Protocol):
    """Who holds the weekly keys: files now, later perhaps a key service or token that never hands a key out."""

    def epochs(self) -> list[int]:
        """The weeks whose key still exists."""
        ...

    def ensure(self, epoch: int) -> None:
        """Make the key of this week unless it exists."""
        ...

    def wrap(self, epoch: int, key: bytes, bound_to: bytes) -> bytes: ...

    def unwrap(self, epoch: int, wrapped: bytes, bound_to: bytes) -> bytes: ...

    def destroy(self, epoch: int) -> None: ...


class FileProvider:
    """Weekly keys as files `kek-<epoch>` in the key folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[int, tuple[float, AESGCMSIV]] = {}

    def epochs(self) -> list[int]:
        if not self.folder.is_dir():
            return []
        return sorted(int(path.name[4:]) for path in self.folder.glob("kek-*") if path.name[4:].isdigit())

    def ensure(self, epoch: int) -> None:
        if epoch not in self._known:
            keyfiles.load_or_make(self.folder, self._name(epoch), 32)

    def wrap(self, epoch: int, key: bytes, bound_to: bytes) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher(epoch).encrypt(nonce, key, bound_to)

    def unwrap(self, epoch: int, wrapped: bytes, bound_to: bytes) -> bytes:
        try:
            return self._cipher(epoch).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], bound_to)
        except (InvalidTag, ValueError):
            raise NotAuthentic("A data key was altered or exchanged.") from None

    def destroy(self, epoch: int) -> None:
        self._known.pop(epoch, None)
        keyfiles.destroy(self.folder, self._name(epoch))

    def _cipher(self, epoch: int) -> AESGCMSIV:
        read_at, cipher = self._known.get(epoch, (0.0, None))
        if cipher is None or time.monotonic() - read_at > _REMEMBER:
            try:
                cipher = cipher_of(keyfiles.load(self.folder, self._name(epoch), 32))
            except FileNotFoundError:
                self._known.pop(epoch, None)
                raise KeyMissing(
                    f"The key file {self._name(epoch)} is missing. Restore the keys from a backup of that time; "
                    "without it the records of that week stay closed."
                ) from None
            self._known[epoch] = (time.monotonic(), cipher)
        return cipher

    @staticmethod
    def _name(epoch: int) -> str:
        return f"kek-{epoch:06d}"


def cipher_of(key: bytes) -> AESGCMSIV:
    """AES-256-GCM-SIV with this key.

    Raises:
        CipherMissing: the installed OpenSSL does not have it.
    """
    try:
        return AESGCMSIV(key)
    except UnsupportedAlgorithm:
        raise CipherMissing(
            "AES-256-GCM-SIV is not available: install the wheel of `cryptography` that brings OpenSSL 3.2 or newer."
        ) from None


@lru_cache(maxsize=4)
def _provider_for(folder: Path) -> Provider:
    return FileProvider(folder)


def provider() -> Provider:
    """This process's holder of weekly keys."""
    return _provider_for(settings.WAYHOME_KEYS)


def epoch_of(at: datetime) -> int:
    """The number of the week this moment falls in."""
    return (at.date().toordinal() - _FIRST_MONDAY) // 7


def wrap_new(kind: str, ids: Iterable[UUID], *, at: datetime) -> list[DataKey]:
    """Fresh random data keys, wrapped for the current week, not yet saved."""
    holder, epoch, made_on = provider(), epoch_of(at), at.date()
    holder.ensure(epoch)
    return [
        DataKey(
            id=id,
            kind=kind,
            epoch=epoch,
            wrapped=holder.wrap(epoch, secrets.token_bytes(32), _bound_to(kind, id, epoch)),
            made_on=made_on,
        )
        for id in ids
    ]


def unwrap(key: DataKey) -> bytes:
    """The 32 plain bytes of a data key. They are used and dropped, never stored.

    Raises:
        KeyMissing: the week's key is not on this machine.
        NotAuthentic: the row was altered or exchanged.
    """
    return provider().unwrap(key.epoch, bytes(key.wrapped), _bound_to(key.kind, key.pk, key.epoch))


class Rotation:
    """What `rotate` did: how many data keys moved into which epoch, and how many old epochs were destroyed."""

    def __init__(self, epoch: int, moved: int, destroyed: int) -> None:
        self.epoch, self.moved, self.destroyed = epoch, moved, destroyed


def rotate(at: datetime) -> Rotation:
    """Move every living data key into the current week, then destroy the keys of weeks that are five weeks old.

    Safe to run at any time and to break off anywhere: a batch is moved whole or not at all, and a week's key goes
    only when nothing living is wrapped under it. A clock that leaps ahead destroys nothing: age is counted from the
    week after the last one that was lived through, so a leap has to last into a second week before it counts.
    """
    holder, now = provider(), epoch_of(at)
    holder.ensure(now)
    lived_until = max((epoch for epoch in holder.epochs() if epoch < now), default=now) + 1
    moved = 0
    while batch := _move_batch(holder, now):
        moved += batch
    destroyed = 0
    for epoch in holder.epochs():
        if epoch < min(now, lived_until) - KEEP_EPOCHS and not DataKey.objects.filter(epoch=epoch).exists():
            holder.destroy(epoch)
            destroyed += 1
    if moved or destroyed:
        audit.record(
            audit.Act.KEYS_ROTATED,
            by=audit.Actor.process("keyring"),
            at=at,
            scope={"epoch": now, "moved": moved, "destroyed": destroyed},
        )
    return Rotation(now, moved, destroyed)


@transaction.atomic
def _move_batch(holder: Provider, now: int) -> int:
    # Locked rows wait for the process that erases or moves them; what it leaves comes in the next batch.
    keys = list(DataKey.objects.select_for_update().filter(epoch__lt=now).order_by("id")[:_BATCH])
    for key in keys:
        plain = unwrap(key)
        key.wrapped = holder.wrap(now, plain, _bound_to(key.kind, key.pk, now))
        key.epoch = now
    DataKey.objects.bulk_update(keys, ["epoch", "wrapped"])
    return len(keys)


def keyed_hash(purpose: str, data: bytes) -> bytes:
    """HMAC-SHA-256 with this purpose's own key: equal data give equal hashes here, and mean nothing elsewhere."""
    return hmac.digest(_hash_key(settings.WAYHOME_KEYS, purpose), data, hashlib.sha256)


@lru_cache(maxsize=32)
def _hash_key(folder: Path, purpose: str) -> bytes:
    if not _PURPOSE.fullmatch(purpose):
        raise ProtectionError("A purpose is named in lower case, with digits and hyphens.")
    return keyfiles.load_or_make(folder, f"hash-{purpose}", 32)


def _bound_to(kind: str, id: UUID, epoch: int) -> bytes:
    return length_prefixed(b"wayhome.datakey.v1", kind.encode(), id.bytes, struct.pack("!Q", epoch))


def length_prefixed(*parts: bytes) -> bytes:
    """The parts joined so that no other list of parts gives the same bytes."""
    return b"".join(struct.pack("!I", len(part)) + part for part in parts)
