"""May this officer do this now? Each check returns nothing or raises."""

from uuid import UUID

from django.conf import settings

from wayhome import audit
from wayhome.protection import roles
from wayhome.protection.errors import NotAllowed, NotOneself, SignInRefused
from wayhome.protection.models import Officer
from wayhome.protection.roles import Permission


def may_sign_in(officer: Officer) -> bool:
    """Active officers, and a demonstration's invented officers only while the demonstration is on."""
    return officer.is_active and (not officer.is_demo or bool(settings.WAYHOME_DEMO))


def check_may_sign_in(officer: Officer) -> None:
    if not may_sign_in(officer):
        raise SignInRefused("This officer may not sign in now.")


def check_may_manage(by: audit.Actor) -> None:
    """Officers need the permission. Our own processes act for whoever holds the machine: the first link needs that."""
    if by.kind == "process":
        return
    officer = Officer.objects.filter(pk=by.id).first()
    if officer is None or not may_sign_in(officer):
        raise NotAllowed("This officer may not manage officers.")
    roles.check_may(officer, Permission.MANAGE_OFFICERS)


def check_not_oneself(officer_id: UUID, by: audit.Actor) -> None:
    if by.kind == "officer" and by.id == str(officer_id):
        raise NotOneself("Nobody changes his own standing or roles: ask another administrator.")
