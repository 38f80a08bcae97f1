"""Olena asks, Danylo is held, Iryna and Marek read, Halyna reads third; Lev must see nothing."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest

from tests.tracing import cast
from tests.tracing.cast import DANYLO, NOON, Family
from wayhome.protection.models import Officer
from wayhome.protection.roles import Role
from wayhome.registry import finding
from wayhome.registry.models import PersonHeld
from wayhome.tracing import actions
from wayhome.tracing.models import Candidate
from wayhome.tracing.states import Says


@pytest.fixture(autouse=True)
def matcher(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "ask", cast.ask_in_process)


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture
def iryna(db: None) -> Officer:
    return cast.officer("iryna", Role.CASEWORKER)


@pytest.fixture
def marek(db: None) -> Officer:
    return cast.officer("marek", Role.CASEWORKER, Role.RECORDS_OFFICER)


@pytest.fixture
def halyna(db: None) -> Officer:
    return cast.officer("halyna", Role.PROTECTION_OFFICER)


@pytest.fixture
def rita(db: None) -> Officer:
    return cast.officer("rita", Role.RECEPTION_OFFICER)


@pytest.fixture
def lev(db: None) -> Officer:
    return cast.officer("lev", Role.ADMINISTRATOR)


@pytest.fixture
def danylo(rita: Officer) -> PersonHeld:
    return cast.hold(DANYLO, rita)


@pytest.fixture
def olena(db: None) -> Family:
    """Her question has come in and was opened."""
    family = Family()
    cast.arrive(family.question())
    return family


@pytest.fixture
def candidate(danylo: PersonHeld, olena: Family) -> UUID:
    """The matcher found Danylo for her."""
    actions.follow(NOON)
    return Candidate.objects.get(request=olena.request(), person=danylo).id


@pytest.fixture
def agree(iryna: Officer, marek: Officer) -> Callable[[UUID], None]:
    """Two readers find that both records are one person."""

    def agree(candidate_id: UUID) -> None:
        for reader in (iryna, marek):
            actions.decide(candidate_id, Says.SAME, because="the same scar", by=reader, at=NOON)

    return agree


@pytest.fixture
def confirmed(candidate: UUID, agree: Callable[[UUID], None]) -> UUID:
    agree(candidate)
    return candidate
