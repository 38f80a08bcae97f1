"""The bureau's key, Olena's receipt, and Lev's, who should see nothing."""

import random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from wayhome.seal import receipts

PEPPER = bytes(range(32))


@pytest.fixture(scope="session")
def bureau() -> X25519PrivateKey:
    return X25519PrivateKey.generate()


@pytest.fixture(scope="session")
def signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture(scope="session")
def olena() -> receipts.ReceiptKeys:
    return receipts.derive(receipts.new_receipt_code(), PEPPER)


@pytest.fixture(scope="session")
def lev() -> receipts.ReceiptKeys:
    return receipts.derive(receipts.new_receipt_code(), PEPPER)


@pytest.fixture
def dice() -> random.Random:
    """Chance that can be repeated."""
    return random.Random(20260503)
