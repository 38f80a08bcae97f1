"""Restoring a backup into an empty place, and proving that it is whole.

Read twice: first everything is opened and checked against the manifest without touching anything, then it is restored.
A wrong key, a cut-off file or one altered byte is therefore found before the first row is written.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
import pyrage
from django.db import connection

from wayhome import audit
from wayhome.audit import keyfiles
from wayhome.protection import databases as servers
from wayhome.protection import keyring
from wayhome.protection.archive import Sink, Unpacker
from wayhome.protection.backup import DATABASE, KEYS, MANIFEST, PUBLIC_KEYS, Manifest
from wayhome.protection.errors import BackupError, NotAWayhomeBackup, TargetNotEmpty, WrongRecoveryKey
from wayhome.protection.models import DataKey

_AGE = b"age-encryption.org/v1\n"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored. A log with findings had them before: restoring neither hides nor mends them, so show them."""

    manifest: Manifest
    log: audit.Verification


def restore_backup(
    path: Path,
    identity: str,
    *,
    databases: Mapping[str, str],
    keys_folder: Path,
    pg_restore: Path,
    by: audit.Actor,
    at: datetime,
    public_keys: Path | None = None,
) -> Restored:
    """Restore a backup and verify it: counts equal, every data key unwraps, the log ends where it should.

    identity: the recovery key. databases: name → address of its owner, empty databases with their roles. keys_folder,
    public_keys: absent or empty. The process must run with settings that point at the same place, because verification
    reads through them.

    Raises:
        WrongRecoveryKey, NotAWayhomeBackup, TargetNotEmpty: nothing was touched.
        BackupError: it could not be restored whole; begin again in a new, empty place.
    """
    key = _identity(identity)
    manifest = _checked_manifest(path, key)
    for folder in (keys_folder, public_keys):
        _check_no_keys(folder)
    _check_empty(manifest, databases)
    keys_folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def open_part(name: str) -> Sink:
        if name.startswith(DATABASE):
            return servers.Loading(pg_restore, databases[name.removeprefix(DATABASE)])
        if name.startswith(KEYS):
            return _KeyFile(keys_folder, name.removeprefix(KEYS))
        if name.startswith(PUBLIC_KEYS) and public_keys is not None:
            return _KeyFile(public_keys, name.removeprefix(PUBLIC_KEYS))
        return _Kept()

    _read(path, key, open_part)
    restored = verify_restored(manifest, databases)
    audit.record(audit.Act.BACKUP_RESTORED, by=by, at=at, scope={"log_size": manifest.log_size})
    return restored


def verify_restored(manifest: Manifest, databases: Mapping[str, str]) -> Restored:
    """What now stands there, or BackupError naming what does not agree with the manifest."""
    for name, url in databases.items():
        with psycopg.connect(url) as server:
            if servers.counts(server) != manifest.counts[name]:
                raise BackupError(f"The restored database {name} does not have the rows the backup speaks of.")
    # The sites' connection may still belong to the place before.
    connection.close()
    for key in DataKey.objects.iterator(chunk_size=2_000):
        keyring.unwrap(key)
    found = audit.verify()
    if (found.size, found.head.hex()) != (manifest.log_size, manifest.log_head):
        raise BackupError("The restored log does not end where the backup says.")
    return Restored(manifest, found)


def _checked_manifest(path: Path, key: pyrage.x25519.Identity) -> Manifest:
    kept: dict[str, _Kept] = {}

    def open_part(name: str) -> Sink:
        kept[name] = _Kept(keep=name == MANIFEST)
        return kept[name]

    fingerprints = _read(path, key, open_part)
    try:
        manifest = Manifest(**json.loads(kept[MANIFEST].content))
    except (KeyError, TypeError, ValueError):
        raise NotAWayhomeBackup("The backup has no list of its contents.") from None
    found = {name: digest for name, digest in fingerprints.items() if name != MANIFEST}
    if manifest.format != 1 or found != manifest.fingerprints:
        raise NotAWayhomeBackup("The backup does not hold what its list of contents says.")
    return manifest


def _check_no_keys(folder: Path | None) -> None:
    if folder is not None and folder.is_dir() and any(folder.iterdir()):
        raise TargetNotEmpty("There are keys already. A backup is restored into a new, empty state folder only.")


def _check_empty(manifest: Manifest, databases: Mapping[str, str]) -> None:
    if set(databases) != set(manifest.counts):
        raise BackupError("The backup holds other databases than were asked for.")
    for name, url in databases.items():
        if not servers.is_empty(url):
            raise TargetNotEmpty(f"The database {name} is not empty. A backup is restored into an empty one only.")


def _read(path: Path, key: pyrage.x25519.Identity, open_part: Callable[[str], Sink]) -> dict[str, str]:
    """Stream the file through the unpacker; returns the fingerprint of every part."""
    unpacker = Unpacker(open_part)
    try:
        with path.open("rb") as file:
            if file.read(len(_AGE)) != _AGE:
                raise NotAWayhomeBackup("This is not a backup of Wayhome.")
            file.seek(0)
            pyrage.decrypt_io(file, unpacker, [key])
        unpacker.finish()
    except (pyrage.DecryptError, OSError) as problem:
        if unpacker.problem is not None:
            raise unpacker.problem from None
        if isinstance(problem, pyrage.DecryptError):
            raise WrongRecoveryKey("This recovery key does not open this backup.") from None
        if isinstance(problem, FileNotFoundError | PermissionError | IsADirectoryError):
            raise BackupError("The backup file cannot be read.") from None
        raise NotAWayhomeBackup("The backup is cut off or damaged.") from None
    finally:
        unpacker.close_part()
    return unpacker.fingerprints


def _identity(text: str) -> pyrage.x25519.Identity:
    try:
        return pyrage.x25519.Identity.from_str("".join(text.split()))
    except pyrage.IdentityError:
        raise WrongRecoveryKey("This is not a recovery key: it begins with AGE-SECRET-KEY-1, 74 signs.") from None


class _Kept:
    """A part that is only counted, or kept in memory when it is small and ours."""

    def __init__(self, *, keep: bool = False) -> None:
        self._keep = keep
        self.content = b""

    def write(self, data: bytes) -> None:
        if self._keep:
            self.content += data

    def close(self) -> None:
        """Nothing to close."""


class _KeyFile:
    """A key file on its way back into the key folder."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._content = b""

    def write(self, data: bytes) -> None:
        self._content += data

    def close(self) -> None:
        keyfiles.write_new(self._folder, self._name, self._content)
