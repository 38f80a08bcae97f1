"""Iryna is a caseworker, Taras an administrator, Halyna a protection officer. Lev never gets past a door."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from tests.protection.cast import HOUSE, NOON
from wayhome import audit
from wayhome.audit import ReadPermit
from wayhome.audit.acts import Act
from wayhome.protection import actions, sessions
from wayhome.protection.models import Officer


@pytest.fixture
def make(db: None) -> Callable[..., Officer]:
    def make(login: str, *roles: str) -> Officer:
        return actions.make_officer(login, login.title(), roles, "uk", at=NOON)

    return make


@pytest.fixture
def iryna(make: Callable[..., Officer]) -> Officer:
    return make("iryna", "caseworker")


@pytest.fixture
def taras(make: Callable[..., Officer]) -> Officer:
    return make("taras", "administrator")


@pytest.fixture
def halyna(make: Callable[..., Officer]) -> Officer:
    return make("halyna", "protection_officer")


@pytest.fixture
def enter() -> Callable[[Officer], Client]:
    """A browser in which this officer has just signed in."""

    def enter(officer: Officer) -> Client:
        client = Client()
        client.force_login(officer)
        session = client.session
        now = timezone.now().timestamp()
        session[sessions.SIGNED_IN] = session[sessions.LAST_CLICK] = now
        session.save()
        return client

    return enter


@pytest.fixture
def permit(db: None) -> Callable[[int], ReadPermit]:
    def permit(count: int) -> ReadPermit:
        return audit.before_reading(Act.PEOPLE_OPENED, by=HOUSE, at=NOON, count=count)

    return permit
