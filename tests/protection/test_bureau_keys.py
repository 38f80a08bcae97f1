"""The bureau's two key pairs: made once, kept closed, and only their public halves handed on."""

from pathlib import Path

import pytest
from pytest_django import Settings

from wayhome.protection import bureau_keys
from wayhome.seal.envelopes import open_envelope, seal_to
from wayhome.seal.kinds import Kind


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.WAYHOME_KEYS = tmp_path / "keys"
    return tmp_path / "keys"


def test_a_key_is_made_once(folder: Path) -> None:
    """The second asking gives the same key; nobody else can read the files."""
    assert bureau_keys.seal_private().private_bytes_raw() == bureau_keys.seal_private().private_bytes_raw()
    assert bureau_keys.sign_private().private_bytes_raw() == bureau_keys.sign_private().private_bytes_raw()
    assert {file.name: file.stat().st_mode & 0o777 for file in folder.iterdir()} == {
        "bureau-seal": 0o600,
        "bureau-sign": 0o600,
    }


def test_the_public_halves_fit(folder: Path) -> None:
    """What is sealed to the half that is handed on opens with the one that stays; what is signed is known by it."""
    seal, sign = bureau_keys.public_halves(folder)
    assert (seal, sign) == (bureau_keys.seal_public().public_bytes_raw(), bureau_keys.sign_public().public_bytes_raw())
    envelope = seal_to(bureau_keys.seal_public(), b"words", kind=Kind.REQUEST, context=b"x")
    assert open_envelope(bureau_keys.seal_private(), envelope, kind=Kind.REQUEST, context=b"x") == b"words"
    bureau_keys.sign_public().verify(bureau_keys.sign_private().sign(b"words"), b"words")


def test_the_two_pairs_are_not_one(folder: Path) -> None:
    """A key for closing must not also sign."""
    assert bureau_keys.seal_private().private_bytes_raw() != bureau_keys.sign_private().private_bytes_raw()
