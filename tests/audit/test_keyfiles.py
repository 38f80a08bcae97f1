"""Key files: closed to others, whole or absent, the same for everybody who asks."""

import multiprocessing
import os
from pathlib import Path

import pytest

from wayhome.audit import keyfiles
from wayhome.audit.errors import KeyFileError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def test_a_key_is_made_once_and_then_found(folder: Path) -> None:
    first = keyfiles.load_or_make(folder, "log-pseudonym", 32)
    assert len(first) == 32
    assert keyfiles.load_or_make(folder, "log-pseudonym", 32) == first


def test_only_the_owner_can_read(folder: Path) -> None:
    keyfiles.load_or_make(folder, "kek-1", 32)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "kek-1").stat().st_mode & 0o777 == 0o600


def _ask(folder: Path, barrier: "multiprocessing.synchronize.Barrier", answers: "multiprocessing.Queue[bytes]") -> None:
    barrier.wait()
    answers.put(keyfiles.load_or_make(folder, "kek-1", 32))


def test_processes_that_ask_together_get_one_key(folder: Path) -> None:
    """Two keys under one name would mean records that open for one process only."""
    context = multiprocessing.get_context("fork")
    barrier, answers = context.Barrier(6), context.Queue()
    processes = [context.Process(target=_ask, args=(folder, barrier, answers)) for _ in range(6)]
    for process in processes:
        process.start()
    given = {answers.get(timeout=30) for _ in processes}
    for process in processes:
        process.join()
    assert len(given) == 1
    assert [file.name for file in folder.iterdir()] == ["kek-1"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666])
def test_a_key_that_others_can_read_is_refused(folder: Path, mode: int) -> None:
    keyfiles.load_or_make(folder, "kek-1", 32)
    (folder / "kek-1").chmod(mode)
    with pytest.raises(KeyFileError, match="read by others"):
        keyfiles.load_or_make(folder, "kek-1", 32)


def test_a_folder_that_others_can_enter_is_refused(folder: Path) -> None:
    keyfiles.load_or_make(folder, "kek-1", 32)
    folder.chmod(0o750)
    with pytest.raises(KeyFileError, match="entered by others"):
        keyfiles.load(folder, "kek-1", 32)


@pytest.mark.parametrize("content", [b"", b"short", bytes(33)])
def test_a_damaged_key_is_refused(folder: Path, content: bytes) -> None:
    """Padding or cutting it would silently make another key."""
    keyfiles.write_new(folder, "kek-1", content)
    with pytest.raises(KeyFileError, match="damaged"):
        keyfiles.load_or_make(folder, "kek-1", 32)


def test_a_link_is_not_followed(folder: Path, tmp_path: Path) -> None:
    keyfiles.load_or_make(folder, "kek-1", 32)
    (folder / "kek-2").symlink_to(folder / "kek-1")
    with pytest.raises(OSError, match="symbolic"):
        keyfiles.load(folder, "kek-2", 32)


@pytest.mark.parametrize("name", ["../kek-1", "/etc/passwd", "", "KEK", ".hidden", "a/b"])
def test_a_name_cannot_lead_elsewhere(folder: Path, name: str) -> None:
    with pytest.raises(KeyFileError):
        keyfiles.load_or_make(folder, name, 32)


def test_an_existing_key_is_never_overwritten(folder: Path) -> None:
    first = keyfiles.load_or_make(folder, "kek-1", 32)
    keyfiles.write_new(folder, "kek-1", bytes(32))
    assert keyfiles.load(folder, "kek-1", 32) == first


def test_a_destroyed_key_is_gone(folder: Path) -> None:
    """The bytes are overwritten before the name is removed."""
    keyfiles.load_or_make(folder, "kek-1", 32)
    handle = os.open(folder / "kek-1", os.O_RDONLY)
    before = os.pread(handle, 32, 0)
    keyfiles.destroy(folder, "kek-1")
    assert os.pread(handle, 32, 0) != before
    os.close(handle)
    assert list(folder.iterdir()) == []
