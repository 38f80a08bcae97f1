"""The drill: a backup made in one place, restored in an empty one with the recovery key; without it, nothing."""

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pyrage
import pytest
from django.db import connections
from pytest_django import Settings

from tests.live import until
from tests.protection.cast import HOUSE, NOON
from wayhome import audit
from wayhome.audit import keyfiles
from wayhome.audit.acts import Act
from wayhome.protection import actions, archive, backup, recovery, restore, sealed
from wayhome.protection import databases as servers
from wayhome.protection.errors import (
    BackupError,
    KeyMissing,
    NoRoom,
    NotAWayhomeBackup,
    TargetNotEmpty,
    WrongRecoveryKey,
)
from wayhome.protection.models import DataKey, Officer
from wayhome.run.databases import environment_for, prepare
from wayhome.run.postgres import Cluster
from wayhome.run.settings.base import database

ROW = UUID(int=7)
CANARY = "Приметненко-Вигаданий"


def databases(cluster: Cluster) -> dict[str, str]:
    return {
        "bureau": cluster.url("bureau_owner", "wayhome_bureau"),
        "portal": cluster.url("portal_owner", "wayhome_portal"),
    }


def settle(cluster: Cluster, keys: Path, settings: Settings) -> None:
    """Let this process work with that machine: its database, its keys."""
    settings.WAYHOME_KEYS = keys
    os.environ.update(environment_for(cluster))
    connections["default"].close()
    connections["default"].settings_dict.update(database("WAYHOME_BUREAU_DATABASE_URL"))


@dataclass
class Bureau:
    """A small bureau: one officer, one sealed record, a sealed log; and its recovery key."""

    cluster: Cluster
    keys: Path
    identity: str
    blob: bytes

    def back_up(self, out: Path, **other: object) -> tuple[Path, backup.Manifest]:
        given: dict[str, Any] = {
            "recipients": [recovery.recipient(self.keys)],
            "databases": databases(self.cluster),
            "keys_folder": self.keys,
            "public_keys": self.keys.parent / "portal",
            "pg_dump": self.cluster.bin_folder / "pg_dump",
            "by": HOUSE,
            "at": NOON,
        }
        return backup.make_backup(out, **{**given, **other})


@pytest.fixture
def bureau(committed: None, cluster: Cluster, tmp_path: Path, settings: Settings) -> Bureau:
    keys = tmp_path / "keys"
    settings.WAYHOME_KEYS = keys
    identity = recovery.first_key(keys, at=NOON)
    assert identity is not None
    actions.make_officer("iryna", CANARY, ["caseworker"], "uk", at=NOON)
    (key,) = sealed.new_keys("person", 1, at=NOON)
    key.save()
    blob = sealed.seal({"name": CANARY}, kind="person", id=ROW, version=1, key=key)
    audit.seal_pending(NOON)
    audit.sign_checkpoint(NOON)
    return Bureau(cluster, keys, identity, blob)


@pytest.fixture
def file(bureau: Bureau, tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return bureau.back_up(folder)[0]


@dataclass
class Machine:
    """Another machine: PostgreSQL with roles and empty databases, and no keys."""

    cluster: Cluster
    keys: Path

    def restore(self, file: Path, identity: str, **other: object) -> restore.Restored:
        given: dict[str, Any] = {
            "databases": databases(self.cluster),
            "keys_folder": self.keys,
            "public_keys": self.keys.parent / "portal",
            "pg_restore": self.cluster.bin_folder / "pg_restore",
            "by": HOUSE,
            "at": NOON,
        }
        return restore.restore_backup(file, identity, **{**given, **other})

    def is_untouched(self) -> bool:
        return not self.keys.exists() and all(servers.is_empty(url) for url in databases(self.cluster).values())


@pytest.fixture(scope="module")
def second_server() -> Iterator[Cluster]:
    second = Cluster(Path(tempfile.mkdtemp(prefix="wayhome-second-", dir="/tmp")), throwaway=True)
    try:
        second.start()
        yield second
    finally:
        second.stop()
        shutil.rmtree(second.folder, ignore_errors=True)


@pytest.fixture
def machine(
    second_server: Cluster, cluster: Cluster, bureau: Bureau, tmp_path: Path, settings: Settings
) -> Iterator[Machine]:
    with psycopg.connect(second_server.superuser_url, autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS wayhome_bureau WITH (FORCE)")
        server.execute("DROP DATABASE IF EXISTS wayhome_portal WITH (FORCE)")
    prepare(second_server)
    yield Machine(second_server, tmp_path / "other" / "keys")
    settle(cluster, bureau.keys, settings)


def test_the_drill(bureau: Bureau, file: Path, machine: Machine, settings: Settings) -> None:
    """Same officers, same log, and the sealed record opens with the restored keys."""
    settle(machine.cluster, machine.keys, settings)
    done = machine.restore(file, bureau.identity)
    assert Officer.objects.get().display_name == CANARY
    permit = audit.before_reading(Act.PERSON_OPENED, by=HOUSE, at=NOON, count=1)
    opened = sealed.open_sealed(bureau.blob, kind="person", id=ROW, version=1, key=DataKey.objects.get(), permit=permit)
    assert opened == {"name": CANARY}
    assert done.log.is_sound
    assert done.log.size == done.manifest.log_size == 1


def test_the_pepper_of_the_codes_comes_back(
    bureau: Bureau, machine: Machine, tmp_path: Path, settings: Settings
) -> None:
    """It lies apart from the bureau's keys, before and after; without it no family's code would open anything."""
    pepper = keyfiles.load_or_make(tmp_path / "portal", "pepper", 32)
    file, manifest = bureau.back_up(tmp_path)
    assert "portal/pepper" in manifest.fingerprints
    settle(machine.cluster, machine.keys, settings)
    machine.restore(file, bureau.identity)
    assert keyfiles.load(machine.keys.parent / "portal", "pepper", 32) == pepper
    assert not (machine.keys / "pepper").exists()


def test_the_log_goes_on_after_a_restore(bureau: Bureau, file: Path, machine: Machine, settings: Settings) -> None:
    """Same signing key, same chain; the restore itself is in it."""
    settle(machine.cluster, machine.keys, settings)
    machine.restore(file, bureau.identity)
    audit.seal_pending(NOON)
    made = audit.sign_checkpoint(NOON)
    assert made is not None
    assert audit.verify([made]).is_sound
    assert audit.newest(1)[0].act == "backup_restored"


def test_nothing_readable_lies_in_the_file_or_beside_it(
    bureau: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it is written and afterwards: one sealed file, 0600, nothing in the folder for temporary files."""
    aside, out = tmp_path / "aside", tmp_path / "out"
    aside.mkdir()
    out.mkdir()
    monkeypatch.setenv("TMPDIR", str(aside))
    file, _ = bureau.back_up(out)
    assert list(aside.iterdir()) == []
    assert list(out.iterdir()) == [file]
    assert file.stat().st_mode & 0o777 == 0o600
    content = file.read_bytes()
    assert CANARY.encode() not in content
    assert b"protection_officer" not in content
    assert all(key.read_bytes() not in content for key in bureau.keys.iterdir())


def test_the_name_tells_the_day_and_no_more(file: Path) -> None:
    assert file.name == "wayhome-2026-05-04.age"


def test_the_log_says_that_a_backup_was_made(file: Path) -> None:
    assert audit.newest(1)[0].act == "backup_made"


def test_without_the_key_nothing(file: Path, machine: Machine) -> None:
    """Another bureau's recovery key opens nothing and touches nothing."""
    another = str(pyrage.x25519.Identity.generate())
    with pytest.raises(WrongRecoveryKey):
        machine.restore(file, another)
    assert machine.is_untouched()


@pytest.mark.parametrize("identity", ["", "hello", "AGE-SECRET-KEY-1", "age1qqq"])
def test_another_word_is_no_recovery_key(file: Path, machine: Machine, identity: str) -> None:
    with pytest.raises(WrongRecoveryKey, match="not a recovery key"):
        machine.restore(file, identity)
    assert machine.is_untouched()


def test_a_recovery_key_may_be_typed_in_pieces(bureau: Bureau, file: Path) -> None:
    """People type it from paper, in groups and over two lines."""
    typed = " ".join(bureau.identity[at : at + 6] for at in range(0, len(bureau.identity), 6)) + "\n"
    assert restore._checked_manifest(file, restore._identity(typed)).format == 1


@pytest.mark.parametrize("kept", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_cut_off_file_touches_nothing(bureau: Bureau, file: Path, machine: Machine, kept: float) -> None:
    os.truncate(file, int(file.stat().st_size * kept))
    with pytest.raises(NotAWayhomeBackup):
        machine.restore(file, bureau.identity)
    assert machine.is_untouched()


def test_one_altered_byte_touches_nothing(bureau: Bureau, file: Path, machine: Machine) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) * 2 // 3] ^= 1
    file.write_bytes(content)
    with pytest.raises(NotAWayhomeBackup):
        machine.restore(file, bureau.identity)
    assert machine.is_untouched()


class _Part:
    def __init__(self) -> None:
        self.content = b""
        self.is_closed = False

    def write(self, data: bytes) -> None:
        self.content += data

    def close(self) -> None:
        self.is_closed = True


def _forged(bureau: Bureau, file: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The same backup with something else in it, sealed again: what a thief of the public half could make."""
    parts: dict[str, _Part] = {}
    unpacker = archive.Unpacker(lambda name: parts.setdefault(name, _Part()))
    unpacker.write(pyrage.decrypt(file.read_bytes(), [restore._identity(bureau.identity)]))
    contents = {name: part.content for name, part in parts.items()}
    change(contents)
    stream = b"".join(archive.pack((name, iter([content])) for name, content in contents.items()))
    recipient = pyrage.x25519.Recipient.from_str(recovery.recipient(bureau.keys))
    forged = file.with_name("forged.age")
    forged.write_bytes(pyrage.encrypt(stream, [recipient]))
    return forged


def _another_key(contents: dict[str, bytes]) -> None:
    contents["keys/log-checkpoint"] = bytes(32)


def _one_part_more(contents: dict[str, bytes]) -> None:
    contents["keys/kek-000001"] = bytes(32)


def _no_manifest(contents: dict[str, bytes]) -> None:
    del contents["manifest.json"]


@pytest.mark.parametrize("change", [_another_key, _one_part_more, _no_manifest])
def test_a_backup_holds_exactly_what_its_list_says(
    bureau: Bureau, file: Path, machine: Machine, change: Callable[[dict[str, bytes]], None]
) -> None:
    with pytest.raises(NotAWayhomeBackup):
        machine.restore(_forged(bureau, file, change), bureau.identity)
    assert machine.is_untouched()


def _one_row_more(contents: dict[str, bytes]) -> None:
    manifest = json.loads(contents["manifest.json"])
    manifest["counts"]["bureau"]["protection_officer"] += 1
    contents["manifest.json"] = json.dumps(manifest).encode()


def _another_head(contents: dict[str, bytes]) -> None:
    manifest = json.loads(contents["manifest.json"])
    contents["manifest.json"] = json.dumps({**manifest, "log_head": "00" * 32}).encode()


@pytest.mark.parametrize(("change", "said"), [(_one_row_more, "rows"), (_another_head, "log does not end")])
def test_what_was_restored_is_counted(
    bureau: Bureau,
    file: Path,
    machine: Machine,
    settings: Settings,
    change: Callable[[dict[str, bytes]], None],
    said: str,
) -> None:
    """A row lost on the way, or a log that ends elsewhere, is said at once."""
    settle(machine.cluster, machine.keys, settings)
    with pytest.raises(BackupError, match=said):
        machine.restore(_forged(bureau, file, change), bureau.identity)


def test_a_file_of_another_kind_is_refused(bureau: Bureau, machine: Machine, tmp_path: Path) -> None:
    """Sealed to the right key, but not by us."""
    (tmp_path / "letter.age").write_bytes(
        pyrage.encrypt(b"Dear bureau", [pyrage.x25519.Recipient.from_str(recovery.recipient(bureau.keys))])
    )
    (tmp_path / "letter.txt").write_bytes(b"Dear bureau")
    for name in ("letter.age", "letter.txt"):
        with pytest.raises(NotAWayhomeBackup):
            machine.restore(tmp_path / name, bureau.identity)


def test_a_missing_file_is_said_plainly(bureau: Bureau, machine: Machine, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="cannot be read"):
        machine.restore(tmp_path / "absent.age", bureau.identity)


def test_a_bureau_in_use_is_not_overwritten(bureau: Bureau, file: Path, machine: Machine) -> None:
    """Neither its database nor its keys."""
    with pytest.raises(TargetNotEmpty, match="database"):
        machine.restore(file, bureau.identity, databases=databases(bureau.cluster))
    with pytest.raises(TargetNotEmpty, match="keys"):
        machine.restore(file, bureau.identity, keys_folder=bureau.keys)


def test_a_restored_key_that_is_missing_is_noticed(
    bureau: Bureau, machine: Machine, tmp_path: Path, settings: Settings
) -> None:
    """A backup that lacks a key is worth nothing, and says so at the drill and not on the day it is needed."""
    incomplete = tmp_path / "incomplete"
    shutil.copytree(bureau.keys, incomplete)
    next(incomplete.glob("kek-*")).unlink()
    file, _ = bureau.back_up(tmp_path / "x.age", keys_folder=incomplete)
    settle(machine.cluster, machine.keys, settings)
    with pytest.raises(KeyMissing):
        machine.restore(file, bureau.identity)


def test_a_damaged_log_is_restored_and_shown(
    bureau: Bureau, machine: Machine, tmp_path: Path, settings: Settings
) -> None:
    """Restoring neither hides nor mends what was done to the log before."""
    with psycopg.connect(bureau.cluster.superuser_url, dbname="wayhome_bureau", autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("UPDATE audit_logrow SET reason = 'changed'")
    file, _ = bureau.back_up(tmp_path / "x.age")
    settle(machine.cluster, machine.keys, settings)
    done = machine.restore(file, bureau.identity)
    assert [finding.problem.value for finding in done.log.findings] == ["row_changed"]


def test_an_existing_file_is_left_as_it_is(bureau: Bureau, file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(BackupError, match="already"):
        bureau.back_up(file)
    with pytest.raises(BackupError, match="already"):
        bureau.back_up(file.parent)
    assert file.read_bytes() == before


def _fails_with(code: int) -> Callable[..., int]:
    def write(self: object, data: bytes) -> int:
        problem = OSError(code, os.strerror(code))
        self.problem = problem  # type: ignore[attr-defined]
        raise problem

    return write


def _dumps(cluster: Cluster) -> int:
    with psycopg.connect(cluster.superuser_url) as server:
        query = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pg_dump'"
        row = server.execute(query).fetchone()
    return int(row[0]) if row else 0


def test_a_full_disk_leaves_nothing_half_written(
    bureau: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(backup._Writer, "write", _fails_with(errno.ENOSPC))
    with pytest.raises(NoRoom, match="disk is full"):
        bureau.back_up(out)
    assert list(out.iterdir()) == []
    until(lambda: _dumps(bureau.cluster) == 0, "pg_dump to be gone with its locks", 10)


def test_a_failing_pg_dump_leaves_nothing(bureau: Bureau, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(BackupError, match="pg_dump"):
        bureau.back_up(out, pg_dump=Path("/bin/false"))
    with pytest.raises(BackupError, match="cannot be started"):
        bureau.back_up(out, pg_dump=Path("/nonexistent/pg_dump"))
    assert list(out.iterdir()) == []


def test_an_unreachable_database_is_said_plainly(bureau: Bureau, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="does not answer"):
        bureau.back_up(tmp_path / "x.age", databases={"bureau": "postgresql://x@/y?host=/nonexistent"})


def test_without_a_recipient_there_is_no_backup(bureau: Bureau, tmp_path: Path) -> None:
    with pytest.raises(BackupError):
        bureau.back_up(tmp_path / "x.age", recipients=[])
    with pytest.raises(BackupError):
        bureau.back_up(tmp_path / "x.age", recipients=["age1nonsense"])


def test_passwords_are_not_arguments(bureau: Bureau) -> None:
    """Everybody on a machine can read the arguments of a program."""
    url = databases(bureau.cluster)["bureau"]
    password = bureau.cluster.passwords.of("bureau_owner")
    assert servers.environment_of(url)["PGPASSWORD"] == password


def test_the_recovery_key_is_shown_once(bureau: Bureau) -> None:
    """It is nowhere on the machine; asking again gives nothing."""
    assert recovery.first_key(bureau.keys, at=NOON) is None
    assert all(bureau.identity.encode() not in file.read_bytes() for file in bureau.keys.iterdir())


def test_a_lost_recovery_key_is_replaced(bureau: Bureau, tmp_path: Path) -> None:
    """Later backups need the new key; the old one opens them no more."""
    new = recovery.renew(bureau.keys, by=HOUSE, at=NOON)
    file, _ = bureau.back_up(tmp_path / "x.age")
    assert restore._checked_manifest(file, restore._identity(new)).format == 1
    with pytest.raises(WrongRecoveryKey):
        restore._checked_manifest(file, restore._identity(bureau.identity))


def test_without_a_recovery_key_nothing_is_backed_up(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="no recovery key"):
        recovery.recipient(tmp_path / "keys")


@pytest.mark.parametrize("step", [1, 2, 3, 7, 1_000])
def test_parts_come_out_as_they_went_in(step: int) -> None:
    """However the stream is cut into writes."""
    parts = {"keys/one": [b"a" * 10, b"", b"b"], "empty": [], "database/x": [bytes(5_000)]}
    stream = b"".join(archive.pack((name, iter(chunks)) for name, chunks in parts.items()))
    out: dict[str, _Part] = {}
    unpacker = archive.Unpacker(lambda name: out.setdefault(name, _Part()))
    for at in range(0, len(stream), step):
        unpacker.write(stream[at : at + step])
    unpacker.finish()
    assert {name: part.content for name, part in out.items()} == {name: b"".join(c) for name, c in parts.items()}
    assert all(part.is_closed for part in out.values())


def test_an_archive_without_its_end_is_not_whole() -> None:
    stream = b"".join(archive.pack([("x", iter([b"abc"]))]))
    for cut in range(len(stream)):
        unpacker = archive.Unpacker(lambda name: _Part())
        unpacker.write(stream[:cut])
        with pytest.raises(NotAWayhomeBackup):
            unpacker.finish()
