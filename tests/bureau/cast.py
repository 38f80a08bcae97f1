"""The cast at the bureau's door, and how they sign in."""

from datetime import UTC, datetime
from typing import Protocol

from django.test import Client
from django.utils import timezone

from wayhome.matching import PartialDate
from wayhome.protection.models import Officer
from wayhome.protection.roles import Role
from wayhome.registry.identity import Identity, WrittenBy, WrittenName

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


def officer_named(login: str, *roles: Role) -> Officer:
    """An officer of these roles; no action makes one without any, and Lev has none."""
    return Officer.objects.create(
        login=login, display_name=login.capitalize(), roles=[role.value for role in roles], language="uk", made_at=NOON
    )


class Answered(Protocol):
    """Whatever the test client gives back for a page."""

    @property
    def content(self) -> bytes: ...


def body(answer: Answered) -> str:
    """What a page says."""
    return answer.content.decode()


def signed_in_as(officer: Officer) -> Client:
    """A browser in which this officer has just signed in."""
    client = Client()
    client.force_login(officer, backend="wayhome.protection.backends.PasskeyBackend")
    session = client.session
    session["signed_in_at"] = session["last_click_at"] = timezone.now().timestamp()
    session.save()
    return client
