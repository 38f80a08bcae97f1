"""Weekly keys: made when needed, renewed without a break, destroyed when nothing living needs them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from pytest_django import Settings

from tests.protection.cast import HOUSE, NOON
from wayhome import audit
from wayhome.audit import ReadPermit
from wayhome.audit.errors import KeyFileError
from wayhome.protection import keyring, sealed
from wayhome.protection.errors import CipherMissing, KeyMissing, ProtectionError
from wayhome.protection.models import DataKey

pytestmark = pytest.mark.django_db
ROW = UUID(int=7)
WEEK = timedelta(weeks=1)


@pytest.fixture(autouse=True)
def keys(settings: Settings, tmp_path: Path) -> Path:
    """An empty key folder of its own for each test."""
    settings.WAYHOME_KEYS = tmp_path / "keys"
    return tmp_path / "keys"


def new_record() -> tuple[DataKey, bytes]:
    (key,) = sealed.new_keys("person", 1, at=NOON)
    key.save()
    return key, sealed.seal({"name": "Данило"}, kind="person", id=ROW, version=1, key=key)


def test_weeks_begin_on_monday() -> None:
    sunday = datetime(2026, 5, 3, 23, 59, tzinfo=UTC)
    assert keyring.epoch_of(sunday) + 1 == keyring.epoch_of(NOON)
    assert keyring.epoch_of(datetime(1970, 1, 5, tzinfo=UTC)) == 0


def test_one_week_has_one_key(keys: Path) -> None:
    new_record()
    new_record()
    assert [file.name for file in keys.glob("kek-*")] == [f"kek-{keyring.epoch_of(NOON):06d}"]


def test_rotation_moves_every_living_key(permit: Callable[[int], ReadPermit]) -> None:
    """Records open before, during and after; only the wrapping is new."""
    records = [new_record() for _ in range(5)]
    done = keyring.rotate(NOON + WEEK)
    assert (done.moved, done.destroyed) == (5, 0)
    leave = permit(5)
    for key, blob in records:
        moved = DataKey.objects.get(pk=key.pk)
        assert moved.epoch == keyring.epoch_of(NOON) + 1
        assert sealed.open_sealed(blob, kind="person", id=ROW, version=1, key=moved, permit=leave)


def test_rotating_twice_changes_nothing() -> None:
    new_record()
    keyring.rotate(NOON + WEEK)
    assert keyring.rotate(NOON + WEEK).moved == 0


def test_old_weeks_are_destroyed_after_five(keys: Path) -> None:
    new_record()
    first = keys / f"kek-{keyring.epoch_of(NOON):06d}"
    keyring.rotate(NOON + 5 * WEEK)
    assert first.exists()
    assert keyring.rotate(NOON + 6 * WEEK).destroyed == 1
    assert not first.exists()


def test_a_clock_that_leaps_ahead_destroys_no_key(permit: Callable[[int], ReadPermit], keys: Path) -> None:
    """A year ahead for a night, and back: another process still closes records under this week's key all the time."""
    key, blob = new_record()
    late, late_blob = new_record()
    DataKey.objects.filter(pk=late.pk).delete()  # not committed yet when the keys are moved
    this_week = keys / f"kek-{keyring.epoch_of(NOON):06d}"
    assert keyring.rotate(NOON + 52 * WEEK).destroyed == 0
    late.save(force_insert=True)
    assert this_week.exists()
    keyring.rotate(NOON + WEEK)
    for one, closed in ((key, blob), (late, late_blob)):
        living = DataKey.objects.get(pk=one.pk)
        assert sealed.open_sealed(closed, kind="person", id=ROW, version=1, key=living, permit=permit(1))


def test_a_week_that_something_living_needs_is_kept(keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even when moving the keys has failed for months."""
    key, _ = new_record()
    monkeypatch.setattr(keyring, "_move_batch", lambda *args: 0)
    keyring.rotate(NOON + 20 * WEEK)
    assert keyring.unwrap(DataKey.objects.get(pk=key.pk))


def test_an_erased_record_is_closed_everywhere_after_five_weeks(
    permit: Callable[[int], ReadPermit], keys: Path
) -> None:
    """A thief kept the row of the key and the record. When its week's key is destroyed, his copy is worth nothing."""
    key, blob = new_record()
    stolen = DataKey(id=key.pk, kind=key.kind, epoch=key.epoch, wrapped=bytes(key.wrapped), made_on=key.made_on)
    sealed.erase(key, by=HOUSE, at=NOON, reason="")
    for week in range(1, 7):
        keyring.rotate(NOON + week * WEEK)
    with pytest.raises(KeyMissing, match="kek-"):
        sealed.open_sealed(blob, kind="person", id=ROW, version=1, key=stolen, permit=permit(1))


def test_rotation_is_in_the_log() -> None:
    new_record()
    keyring.rotate(NOON + WEEK)
    assert audit.newest(1)[0].act == "keys_rotated"


def test_a_missing_key_file_is_said_plainly(keys: Path) -> None:
    key, _ = new_record()
    fresh = keyring.FileProvider(keys)
    next(keys.glob("kek-*")).unlink()
    with pytest.raises(KeyMissing, match="Restore the keys from a backup"):
        fresh.unwrap(key.epoch, bytes(key.wrapped), b"")


def test_a_key_file_open_to_others_is_refused(keys: Path) -> None:
    key, _ = new_record()
    next(keys.glob("kek-*")).chmod(0o644)
    with pytest.raises(KeyFileError, match="read by others"):
        keyring.FileProvider(keys).unwrap(key.epoch, bytes(key.wrapped), b"")


def test_without_the_cipher_nothing_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """No second-best: a bureau that cannot seal properly does not open."""

    def absent(key: bytes) -> None:
        raise UnsupportedAlgorithm("AES-GCM-SIV")

    monkeypatch.setattr(keyring, "AESGCMSIV", absent)
    with pytest.raises(CipherMissing, match="AES-256-GCM-SIV is not available"):
        keyring.cipher_of(bytes(32))


def test_a_keyed_hash_is_steady_and_bound_to_its_purpose() -> None:
    assert keyring.keyed_hash("source-row", b"x") == keyring.keyed_hash("source-row", b"x")
    assert keyring.keyed_hash("source-row", b"x") != keyring.keyed_hash("other", b"x")
    assert len(keyring.keyed_hash("source-row", b"x")) == 32


def test_a_keyed_hash_means_nothing_elsewhere(settings: Settings, tmp_path: Path) -> None:
    here = keyring.keyed_hash("source-row", b"x")
    settings.WAYHOME_KEYS = tmp_path / "another-bureau"
    assert keyring.keyed_hash("source-row", b"x") != here


@pytest.mark.parametrize("purpose", ["", "../x", "Upper", "a b"])
def test_a_purpose_is_a_plain_word(purpose: str) -> None:
    with pytest.raises(ProtectionError):
        keyring.keyed_hash(purpose, b"x")


def test_joined_parts_are_told_apart() -> None:
    assert keyring.length_prefixed(b"ab", b"c") != keyring.length_prefixed(b"a", b"bc")
