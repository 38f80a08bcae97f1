"""A backup: one file, sealed to the recovery key, with both databases and every key file.

pg_dump → frame → age → file, as a stream: nothing readable is ever written down, and memory does not grow with the
bureau.
"""

import errno
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import psycopg
import pyrage

from wayhome import audit
from wayhome.audit import keyfiles
from wayhome.audit.canonical import START
from wayhome.protection import databases as servers
from wayhome.protection.archive import StreamReader, pack
from wayhome.protection.errors import BackupError, NoRoom

MANIFEST = "manifest.json"
KEYS = "keys/"
PUBLIC_KEYS = "portal/"
DATABASE = "database/"
LOG = "bureau"  # the name of the database that holds the log


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says about itself; checked part by part before anything is restored.

    made_on: a day. counts: database → table → rows. log_size, log_head: where the log's chain stood. fingerprints:
    part → SHA-256 in hexadecimal.
    """

    format: int
    made_on: str
    counts: dict[str, dict[str, int]]
    log_size: int
    log_head: str
    fingerprints: dict[str, str]


def backup_name(at: datetime) -> str:
    """A backup's file name. It tells the day and no more: the hours of a bureau's work are nobody's business."""
    return f"wayhome-{at:%Y-%m-%d}.age"


def make_backup(
    out: Path,
    *,
    recipients: Sequence[str],
    databases: Mapping[str, str],
    keys_folder: Path,
    pg_dump: Path,
    by: audit.Actor,
    at: datetime,
    public_keys: Path | None = None,
) -> tuple[Path, Manifest]:
    """Write one backup file and log that it was made; returns where it is and what it holds.

    out: the file, or a folder in which it gets its usual name. recipients: the public halves of recovery keys.
    databases: name → address of its owner; the one named "bureau" holds the log. public_keys: the folder of the public
    site's own secret, without which no family's code would open anything any more.

    Raises:
        NoRoom: the disk is full; nothing half-written remains.
        BackupError: there is already such a file, a database does not answer, or a key cannot be read.
    """
    target = out / backup_name(at) if out.is_dir() else out
    if target.exists():
        raise BackupError(f"There is already a file {target.name}; it is left as it is.")
    draft = target.with_name(f".{target.name}.part")
    try:
        manifest = _write(draft, recipients, databases, _folders(keys_folder, public_keys), pg_dump, at)
        target.touch(mode=0o600, exist_ok=False)  # from here on the name is ours
        draft.replace(target)
    except FileExistsError:
        raise BackupError(f"There is already a file {target.name}; it is left as it is.") from None
    except OSError as problem:
        raise _plain(problem) from None
    finally:
        draft.unlink(missing_ok=True)
    audit.record(audit.Act.BACKUP_MADE, by=by, at=at, scope={"log_size": manifest.log_size})
    return target, manifest


def _write(
    draft: Path,
    recipients: Sequence[str],
    databases: Mapping[str, str],
    folders: Mapping[str, Path],
    pg_dump: Path,
    at: datetime,
) -> Manifest:
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file, ExitStack() as moment:
        content = _Content(databases, folders, pg_dump, at, moment)
        reader = StreamReader(pack(content.parts()))
        writer = _Writer(file)
        try:
            pyrage.encrypt_io(reader, writer, [pyrage.x25519.Recipient.from_str(text) for text in recipients])
        except (pyrage.EncryptError, pyrage.RecipientError, OSError):
            raise reader.problem or writer.problem or BackupError("No recovery key to seal the backup to.") from None
        file.flush()
        os.fsync(file.fileno())
    return content.manifest()


class _Writer:
    """A file that remembers why it could not be written."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.problem: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._file.write(data)
        except OSError as problem:
            self.problem = problem
            raise

    def flush(self) -> None:
        self._file.flush()


class _Content:
    """The parts of one backup, each fingerprinted as it passes."""

    def __init__(
        self,
        databases: Mapping[str, str],
        folders: Mapping[str, Path],
        pg_dump: Path,
        at: datetime,
        moment: ExitStack,
    ) -> None:
        self._databases, self._folders, self._pg_dump, self._at = databases, folders, pg_dump, at
        self._moment = moment
        self._counts: dict[str, dict[str, int]] = {}
        self._log: tuple[int, bytes] = (0, START)
        self._fingerprints: dict[str, str] = {}

    def parts(self) -> Iterator[tuple[str, Iterable[bytes]]]:
        # Keys are read before and after: none that a row of the copy needs may be made or destroyed in between.
        keys = self._read_keys()
        for name, url in self._databases.items():
            connection, snapshot = self._moment.enter_context(servers.snapshot(url))
            self._counts[name] = servers.counts(connection)
            if name == LOG:
                self._log = _log_of(connection)
            pieces = self._moment.enter_context(servers.dumping(self._pg_dump, url, snapshot))
            yield DATABASE + name, self._passing(DATABASE + name, pieces)
        for name, content in sorted((keys | self._read_keys()).items()):
            yield name, self._passing(name, iter([content]))
        yield MANIFEST, iter([json.dumps(asdict(self.manifest()), sort_keys=True).encode()])

    def manifest(self) -> Manifest:
        size, head = self._log
        return Manifest(1, f"{self._at:%Y-%m-%d}", self._counts, size, head.hex(), self._fingerprints)

    def _read_keys(self) -> dict[str, bytes]:
        return {
            prefix + file.name: keyfiles.load(folder, file.name, file.stat().st_size)
            for prefix, folder in self._folders.items()
            for file in folder.iterdir()
            if file.is_file() and not file.name.startswith(".")
        }

    def _passing(self, name: str, chunks: Iterator[bytes]) -> Iterator[bytes]:
        digest = hashlib.sha256()
        for chunk in chunks:
            digest.update(chunk)
            yield chunk
        self._fingerprints[name] = digest.hexdigest()


def _folders(keys: Path, public_keys: Path | None) -> dict[str, Path]:
    """Where the secret files lie; the public site has none before its first start."""
    if public_keys is None or not public_keys.is_dir():
        return {KEYS: keys}
    return {KEYS: keys, PUBLIC_KEYS: public_keys}


def _log_of(connection: psycopg.Connection) -> tuple[int, bytes]:
    row = connection.execute("SELECT position, head FROM audit_sealrow ORDER BY position DESC LIMIT 1").fetchone()
    return (int(row[0]), bytes(row[1])) if row else (0, START)


def _plain(problem: OSError) -> BackupError:
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return NoRoom("The disk is full. Nothing half-written remains.")
    return BackupError(f"The backup could not be written: {problem.strerror or 'an error of the disk'}.")
