"""Invented officers for the demonstration. Outside demo mode this module cannot even be imported."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from wayhome import audit
from wayhome.protection.actions import make_officer
from wayhome.protection.models import Officer
from wayhome.protection.roles import Role


def check_demo_mode() -> None:
    """Nothing, or ImproperlyConfigured: asked when this module is imported and again by each of its functions."""
    if not settings.WAYHOME_DEMO:
        raise ImproperlyConfigured("Invented officers exist in demo mode only (WAYHOME_DEMO=1).")


check_demo_mode()


@dataclass(frozen=True, slots=True)
class Persona:
    """One invented officer: anybody at the machine may enter as this person."""

    login: str
    display_name: str
    roles: tuple[Role, ...]
    language: str


PERSONAS: Mapping[str, Persona] = MappingProxyType(
    {
        persona.login: persona
        for persona in (
            Persona("iryna", "Ірина", (Role.CASEWORKER,), "uk"),
            Persona("marek", "Марек", (Role.CASEWORKER, Role.RECORDS_OFFICER), "uk"),
            Persona("halyna", "Галина", (Role.PROTECTION_OFFICER,), "uk"),
            Persona("sergei", "Сергей", (Role.RECEPTION_OFFICER,), "ru"),
            Persona("taras", "Тарас", (Role.ADMINISTRATOR,), "uk"),
        )
    }
)


@transaction.atomic
def ensure_personas(at: datetime) -> list[Officer]:
    """The invented officers, made where they are missing. Running it again changes nothing."""
    check_demo_mode()
    present = {officer.login: officer for officer in Officer.objects.filter(is_demo=True)}
    for persona in PERSONAS.values():
        if persona.login not in present:
            present[persona.login] = make_officer(
                persona.login, persona.display_name, persona.roles, persona.language, at=at, is_demo=True
            )
            audit.record(
                audit.Act.OFFICER_ADDED,
                by=audit.Actor.process("demo"),
                at=at,
                subjects=[present[persona.login].pk],
                reason="invented",
            )
    return [present[login] for login in PERSONAS if login in present]


def persona_officer(login: str) -> Officer | None:
    """The invented officer behind a button of the sign-in page; None if there is no such persona."""
    check_demo_mode()
    return Officer.objects.filter(login=login, is_demo=True, is_active=True).first() if login in PERSONAS else None
