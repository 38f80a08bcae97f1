"""Roles and permissions. What each role may do stands in policy/roles.yaml, in words a lawyer can read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayhome.protection.errors import NotAllowed, PolicyBroken, RolesDoNotMix

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from wayhome.protection.models import Officer


class Role(StrEnum):
    """A kind of work at the bureau."""

    CASEWORKER = "caseworker"
    RECEPTION_OFFICER = "reception_officer"
    RECORDS_OFFICER = "records_officer"
    PROTECTION_OFFICER = "protection_officer"
    MEDICAL_OFFICER = "medical_officer"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


ROLE_NAMES: Mapping[Role, Promise] = {
    Role.CASEWORKER: _("Caseworker"),
    Role.RECEPTION_OFFICER: _("Reception officer"),
    Role.RECORDS_OFFICER: _("Records officer"),
    Role.PROTECTION_OFFICER: _("Protection officer"),
    Role.MEDICAL_OFFICER: _("Medical officer"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.AUDITOR: _("Auditor"),
}


class Permission(StrEnum):
    """One thing that may be allowed. There is none for publishing a person, and none for exporting everybody."""

    IMPORT_LISTS = "import_lists"
    FIND_PEOPLE = "find_people"
    SEE_PERSON = "see_person"
    SEE_PERSON_LOG = "see_person_log"
    REGISTER_PERSON = "register_person"
    CORRECT_IDENTITY = "correct_identity"
    RECORD_CUSTODY = "record_custody"
    RECORD_WISHES = "record_wishes"
    SEE_HEALTH = "see_health"
    SEE_REQUESTS = "see_requests"
    DECIDE_CANDIDATES = "decide_candidates"
    ANSWER_FAMILIES = "answer_families"
    MANAGE_OFFICERS = "manage_officers"
    SEE_LOG = "see_log"
    VERIFY_LOG = "verify_log"
    SEE_STANDING = "see_standing"
    STOP_OUTGOING = "stop_outgoing"


_ROLES = frozenset(role.value for role in Role)
_PERMISSIONS = frozenset(permission.value for permission in Permission)


@dataclass(frozen=True, slots=True)
class RolePolicy:
    """policy/roles.yaml as the program obeys it. never_together: pairs that one officer must not have."""

    may: Mapping[Role, frozenset[Permission]]
    never_together: frozenset[frozenset[Permission]]

    def permissions_of(self, roles: Iterable[str]) -> frozenset[Permission]:
        """What these roles allow together. A role this version does not know allows nothing."""
        known = [Role(role) for role in roles if role in _ROLES]
        return frozenset().union(*(self.may[role] for role in known))


def may(officer: "Officer | AnonymousUser", permission: Permission) -> bool:
    """Whether this officer may do this now. Nobody who may not sign in may do anything."""
    if not officer.is_authenticated or not officer.is_active or (officer.is_demo and not settings.WAYHOME_DEMO):
        return False
    return permission in policy().permissions_of(officer.roles)


def check_may(officer: "Officer | AnonymousUser", permission: Permission) -> None:
    """Nothing, or:

    Raises:
        NotAllowed: none of this officer's roles permits it.
    """
    if not may(officer, permission):
        raise NotAllowed(f"None of the officer's roles permits: {permission.value}.")


def check_mix(roles: Iterable[str]) -> list[str]:
    """The roles, sorted and without repeats, if one officer may hold them together.

    Raises:
        RolesDoNotMix: a role is unknown, there is none, or together they allow what must stay apart.
    """
    chosen = sorted(set(roles))
    if not chosen or any(role not in _ROLES for role in chosen):
        raise RolesDoNotMix("An officer has at least one role, and every role stands in policy/roles.yaml.")
    allowed = policy().permissions_of(chosen)
    for pair in policy().never_together:
        if pair <= allowed:
            raise RolesDoNotMix("One officer may not hold these roles together: " + " and ".join(sorted(pair)) + ".")
    return chosen


def names_of(roles: Iterable[str]) -> str:
    """The roles as a reader sees them, in the language of the page."""
    return ", ".join(str(ROLE_NAMES[Role(role)]) for role in roles if role in _ROLES)


def policy() -> RolePolicy:
    """The policy in force in this process."""
    return load(settings.WAYHOME_POLICY / "roles.yaml")


@lru_cache(maxsize=4)
def load(path: Path) -> RolePolicy:
    """Read and check the file.

    Raises:
        PolicyBroken: an unknown role or permission, a missing role, a permission without its reason, or one role that
            alone joins what must stay apart.
    """
    try:
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
        policy = RolePolicy(
            may={_role(name): _permissions(name, role["may"]) for name, role in written["roles"].items()},
            never_together=frozenset(_pair(entry) for entry in written["never together"]),
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as problem:
        raise PolicyBroken(f"{path.name} cannot be read: {type(problem).__name__}.") from None
    if missing := set(Role) - set(policy.may):
        raise PolicyBroken(f"{path.name} says nothing about: {', '.join(sorted(missing))}.")
    for role, allowed in policy.may.items():
        if any(pair <= allowed for pair in policy.never_together):
            raise PolicyBroken(f"{path.name}: the role {role} alone joins what must stay apart.")
    return policy


def _role(name: str) -> Role:
    try:
        return Role(name)
    except ValueError:
        raise PolicyBroken(f"roles.yaml names a role the program does not know: {name}.") from None


def _permissions(role: str, reasons: Mapping[str, Any]) -> frozenset[Permission]:
    for name, reason in reasons.items():
        if name not in _PERMISSIONS:
            raise PolicyBroken(f"roles.yaml gives {role} a permission the program does not know: {name}.")
        if not isinstance(reason, str) or len(reason.split()) < 3:
            raise PolicyBroken(f"roles.yaml gives {role} the permission {name} without saying why.")
    return frozenset(Permission(name) for name in reasons)


def _pair(entry: Mapping[str, Any]) -> frozenset[Permission]:
    names = entry["permissions"]
    if len(names) < 2 or any(name not in _PERMISSIONS for name in names) or not entry["why"]:
        raise PolicyBroken("roles.yaml: under `never together` stand at least two known permissions and a reason.")
    return frozenset(Permission(name) for name in names)
