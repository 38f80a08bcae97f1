"""The cast: Danylo is held, Iryna and Marek write in the register, Lev is a stranger who must see nothing."""

import uuid
from datetime import UTC, datetime

import pytest

from wayhome.matching import PartialDate
from wayhome.protection.models import Officer
from wayhome.protection.roles import Role
from wayhome.registry.identity import Identity, WrittenBy, WrittenName

NOON = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)

# Invented, and meant to look it.
DANYLO = Identity(
    names=(
        WrittenName(family="Выдуманченко", given="Данило", patronymic="Казкович", written_by=WrittenBy.HIMSELF),
        WrittenName(line="Vydumanchenko Danylo", written_by=WrittenBy.DOCUMENT),
    ),
    birth_date=PartialDate(2003, 4),
    birth_date_as_written="квітень 2003",
    birth_place="Небувалівка",
    service_number="ВИГ-000-417",
)


def officer(login: str, *roles: Role, language: str = "en") -> Officer:
    return Officer.objects.create(
        id=uuid.uuid4(), login=login, display_name=login.title(), roles=list(roles), language=language, made_at=NOON
    )


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture
def danylo() -> Identity:
    return DANYLO


@pytest.fixture
def iryna(db: None) -> Officer:
    """A caseworker: she imports, corrects, records custody and wishes."""
    return officer("iryna", Role.CASEWORKER)


@pytest.fixture
def marek(db: None) -> Officer:
    """He meets people first and registers them."""
    return officer("marek", Role.RECEPTION_OFFICER)


@pytest.fixture
def lev(db: None) -> Officer:
    """He keeps the machines running and must see nobody."""
    return officer("lev", Role.ADMINISTRATOR)
