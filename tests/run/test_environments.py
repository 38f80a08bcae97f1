"""What each process is told: the public site learns nothing that opens anything."""

from pathlib import Path

import pytest

from wayhome.protection import bureau_keys
from wayhome.run import environments
from wayhome.run.databases import VARIABLES
from wayhome.run.home import Home

ADDRESSES = {name: f"postgresql://{name.lower()}" for name in VARIABLES}


@pytest.fixture
def place(tmp_path: Path) -> Home:
    """A state folder of its own."""
    return Home(tmp_path / "state").make()


def test_the_public_site_is_told_three_keys_and_one_database(place: Home) -> None:
    """Two public halves, a pepper, an address; no folder, no other address."""
    told = environments.public(place, ADDRESSES, {})
    seal, sign = bureau_keys.public_halves(place.keys)
    assert told == {
        "WAYHOME_PORTAL_DATABASE_URL": ADDRESSES["WAYHOME_PORTAL_DATABASE_URL"],
        "WAYHOME_BUREAU_SEAL_KEY": seal.hex(),
        "WAYHOME_BUREAU_SIGN_KEY": sign.hex(),
        "WAYHOME_PORTAL_PEPPER": (place.portal / "pepper").read_bytes().hex(),
    }


def test_no_private_half_is_among_them(place: Home) -> None:
    """Not one byte string of the key folder is handed to the public site."""
    told = " ".join(environments.public(place, ADDRESSES, {}).values())
    files = [file.read_bytes().hex() for file in place.keys.iterdir()]
    assert len(files) == 2
    assert not [secret for secret in files if secret in told]


def test_the_pepper_stays_and_lies_apart(place: Home) -> None:
    """The same after a restart, for its owner only, and not among the bureau's keys."""
    first, second = (environments.public(place, ADDRESSES, {})["WAYHOME_PORTAL_PEPPER"] for _ in range(2))
    assert first == second
    assert (place.portal / "pepper").stat().st_mode & 0o777 == 0o600
    assert not (place.keys / "pepper").exists()
