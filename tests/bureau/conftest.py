"""Fixtures of the staff's site: officers of every role, Danylo in the register, the real matcher."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client

from tests.bureau import desk
from tests.bureau.cast import DANYLO, LEV, NOON, officer_named, signed_in_as
from tests.tracing.cast import Family, ask_in_process
from wayhome.matching import PartialDate
from wayhome.protection.models import Officer
from wayhome.protection.roles import Role
from wayhome.registry import actions, finding
from wayhome.registry.models import PersonHeld
from wayhome.registry.states import Custody, Source
from wayhome.run.matcher import Matcher, Server

SignIn = Callable[[str], Client]


@pytest.fixture
def officers(committed: None) -> dict[str, Officer]:
    """One officer for each role, under the role's name, and Lev."""
    everyone = {role.value: officer_named(role.value.replace("_", "-"), role) for role in Role}
    return everyone | {LEV: officer_named(LEV)}


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
def rita(committed: None) -> Officer:
    """Rita registers people at the reception."""
    return officer_named("rita", Role.RECEPTION_OFFICER)


@pytest.fixture
def danylo(rita: Officer) -> PersonHeld:
    """Danylo is held, and our own record says so."""
    person = actions.register_person(DANYLO, by=rita, at=NOON)
    actions.record_custody(
        person.id, Custody.HELD, source=Source.OWN_RECORD, on_date=PartialDate(2026, 5, 3), by=rita, at=NOON
    )
    return person


@pytest.fixture
def matcher(committed: None, home: Path) -> Iterator[Matcher]:
    """The real matcher behind its real socket, reading when a test says so."""
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


@pytest.fixture
def marek(committed: None) -> Client:
    """Marek, the other caseworker."""
    return desk.in_english(signed_in_as(officer_named("marek", Role.CASEWORKER)))


@pytest.fixture
def halyna(committed: None) -> Client:
    """Halyna, a protection officer: she may read as the third."""
    return desk.in_english(signed_in_as(officer_named("halyna", Role.PROTECTION_OFFICER)))


@pytest.fixture
def olena(committed: None) -> Family:
    """Olena, who has asked; her question came in today."""
    family = Family(language="ru")
    desk.file(family)
    return family


@pytest.fixture
def candidate(danylo: PersonHeld, olena: Family, monkeypatch: pytest.MonkeyPatch) -> UUID:
    """The matcher has found Danylo for her; two are to read."""
    monkeypatch.setattr(finding, "ask", ask_in_process)
    desk.match()
    return desk.candidate_of(olena)


@pytest.fixture
def confirmed(candidate: UUID, iryna: Client, marek: Client) -> UUID:
    """Iryna and Marek have both read, and agree."""
    desk.read(iryna, candidate)
    desk.read(marek, candidate)
    return candidate
