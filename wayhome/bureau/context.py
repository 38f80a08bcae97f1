"""What every page of the staff's site shows: its name, the pages this officer may enter, and who he is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from wayhome.bureau import switch
from wayhome.protection import roles
from wayhome.protection.roles import ROLE_NAMES, Permission, Role

# In the order of a working day. Each page stands in the list of those who may enter it and of nobody else.
PLACES: list[tuple[str, Promise, Permission | None]] = [
    ("home", pgettext_lazy("page", "Today"), None),
    ("cases", pgettext_lazy("page", "Requests"), Permission.SEE_REQUESTS),
    ("find", pgettext_lazy("page", "Find"), Permission.FIND_PEOPLE),
    ("imports", pgettext_lazy("page", "Lists"), Permission.IMPORT_LISTS),
    ("officers", pgettext_lazy("page", "Officers"), Permission.MANAGE_OFFICERS),
    ("log", pgettext_lazy("page", "Log"), Permission.SEE_LOG),
    ("health", pgettext_lazy("page", "State of the house"), Permission.SEE_STANDING),
    ("outgoing", pgettext_lazy("page", "The switch"), Permission.STOP_OUTGOING),
]


@dataclass(frozen=True, slots=True)
class Place:
    """One page in the row under the header."""

    label: Promise
    address: str
    here: bool


def standing(request: HttpRequest) -> dict[str, Any]:
    """The name of the site, and for someone signed in the row of pages and his roles in words."""
    officer = getattr(request, "user", None)
    if officer is None or not officer.is_authenticated:
        return {"site_name": _("Bureau")}
    return {
        "site_name": _("Bureau"),
        "places": list(_places(request)),
        "stopped_banner": switch.banner(),
        "roles": [str(ROLE_NAMES[Role(role)]) for role in officer.roles if role in ROLE_NAMES],
    }


def _places(request: HttpRequest) -> Iterator[Place]:
    for name, label, permission in PLACES:
        if permission is None or roles.may(request.user, permission):
            address = reverse(name)
            yield Place(label, address, here=request.path == address)
