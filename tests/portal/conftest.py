"""The family's site with keys of its own, and people who use it: Olena asks, Lev must see nothing."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from pytest_django import Settings

from tests.portal.people import SEAL, SIGN, Visitor
from wayhome.portal import throttle, visits


@pytest.fixture(autouse=True)
def keys(settings: Settings) -> tuple[X25519PrivateKey, Ed25519PrivateKey]:
    """The bureau's two pairs, of which the site knows the public halves; and a pepper."""
    settings.WAYHOME_BUREAU_SEAL_KEY = SEAL.public_key().public_bytes_raw()
    settings.WAYHOME_BUREAU_SIGN_KEY = SIGN.public_key().public_bytes_raw()
    settings.WAYHOME_PORTAL_PEPPER = bytes(32)
    return SEAL, SIGN


@pytest.fixture(autouse=True)
def fresh_site(monkeypatch: pytest.MonkeyPatch) -> None:
    """No wrong code of an earlier test slows this one down, and none has let old drafts go today."""
    monkeypatch.setattr(throttle.BUDGET, "_level", 0.0)
    monkeypatch.setattr(visits._Swept, "day", None)


@pytest.fixture
def olena() -> Visitor:
    """A mother with a telephone."""
    return Visitor()


@pytest.fixture
def lev() -> Visitor:
    """A stranger."""
    return Visitor()
