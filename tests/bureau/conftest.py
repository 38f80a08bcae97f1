"""The cast at the bureau's door: officers of every role, Lev who has none, Danylo who is held."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from wayhome.matching import PartialDate
from wayhome.protection.models import Officer
from wayhome.protection.roles import Role
from wayhome.registry import actions
from wayhome.registry.identity import Identity, WrittenBy, WrittenName
from wayhome.registry.models import PersonHeld
from wayhome.registry.states import Custody, Source
from wayhome.run.matcher import Matcher, Server

NOON = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
LEV = "lev"  # an officer without a role: signed in, and a stranger to everything

DANYLO = Identity(
    names=(
        WrittenName(family="Вигаданенко", given="Данило", patronymic="Петрович"),
        WrittenName(line="Vyhadanenko Danylo", written_by=WrittenBy.LIST),
    ),
    birth_date=PartialDate(1991, 4, 12),
    birth_place="Вигадане, Київська обл.",
    rank="солдат",
    service_number="WH-7710042",
    father_given_name="Петро",
    next_of_kin="Олена Вигаданенко, мати",
)
# What a stranger must never see, in any page or header.
PLANTED = ("Вигаданенко", "Vyhadanenko", "Данило", "Danylo", "WH-7710042", "1991", "Вигадане", "Олена")

SignIn = Callable[[str], Client]


def officer_named(login: str, *roles: Role) -> Officer:
    """An officer of these roles; no action makes one without any, and Lev has none."""
    return Officer.objects.create(
        login=login, display_name=login.capitalize(), roles=[role.value for role in roles], language="uk", made_at=NOON
    )


@pytest.fixture
def officers(committed: None) -> dict[str, Officer]:
    """One officer for each role, under the role's name, and Lev."""
    everyone = {role.value: officer_named(role.value.replace("_", "-"), role) for role in Role}
    return everyone | {LEV: officer_named(LEV)}


def signed_in_as(officer: Officer) -> Client:
    """A browser in which this officer has just signed in."""
    client = Client()
    client.force_login(officer, backend="wayhome.protection.backends.PasskeyBackend")
    session = client.session
    session["signed_in_at"] = session["last_click_at"] = timezone.now().timestamp()
    session.save()
    return client


@pytest.fixture
def sign_in(officers: dict[str, Officer]) -> SignIn:
    """A browser signed in as the officer of a role, or as Lev."""
    return lambda who: signed_in_as(officers[who])


@pytest.fixture
def iryna(committed: None) -> Client:
    """Iryna, a caseworker, at her desk; she reads English in tests so that sentences can be told apart."""
    client = signed_in_as(officer_named("iryna", Role.CASEWORKER))
    client.cookies["bureau_language"] = "en"
    client.cookies["__Host-bureau_language"] = "en"
    return client


@pytest.fixture
def danylo(committed: None) -> PersonHeld:
    """Danylo is held, and our own record says so."""
    reception = officer_named("rita", Role.RECEPTION_OFFICER)
    person = actions.register_person(DANYLO, by=reception, at=NOON)
    actions.record_custody(
        person.id, Custody.HELD, source=Source.OWN_RECORD, on_date=PartialDate(2026, 5, 3), by=reception, at=NOON
    )
    return person


@pytest.fixture
def matcher(committed: None, home: Path) -> Iterator[Matcher]:
    """The real matcher behind its real socket, reading when a test says so."""
    import threading

    matcher = Matcher()
    server = Server(home / "run" / "matcher.sock", matcher)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield matcher
    server.shutdown()
    server.server_close()
    thread.join()
    (home / "run" / "matcher.sock").unlink(missing_ok=True)


@pytest.fixture
def found_by_matcher(danylo: PersonHeld, matcher: Matcher) -> UUID:
    """Danylo, and a matcher that has read him."""
    matcher.read_everyone()
    return danylo.id
