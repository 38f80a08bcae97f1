"""Doors: which officer may enter which page. A page you may not see looks like a page that does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from wayhome.protection import roles
from wayhome.protection.models import Officer
from wayhome.protection.roles import Permission

P = ParamSpec("P")


class OfficerRequest(HttpRequest):
    """A request that has passed a door: its user is an officer."""

    user: Officer


Page = Callable[Concatenate[OfficerRequest, P], HttpResponseBase]
Door = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def may_enter(*permissions: Permission) -> Callable[[Page[P]], Door[P]]:
    """Only officers with every one of these permissions enter. Nobody signed in → sign-in page; everybody else → 404.

    The 404 is the same page as for an address that does not exist, so a refusal tells nothing.
    """
    if not permissions:
        raise ValueError("A door names at least one permission; for any officer use `signed_in`.")

    def guard(page: Page[P]) -> Door[P]:
        return _door(page, permissions)

    return guard


def signed_in(page: Page[P]) -> Door[P]:
    """Any officer enters: for the first page and for an officer's own settings."""
    return _door(page, ())


def _door(page: Page[P], permissions: tuple[Permission, ...]) -> Door[P]:
    @wraps(page)
    def door(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        officer = request.user
        if not officer.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not all(roles.may(officer, permission) for permission in permissions):
            raise Http404
        return page(request, *args, **kwargs)  # type: ignore[arg-type]  # its user was just seen to be an officer

    door.permissions = permissions  # type: ignore[attr-defined]  # read by the test that walks every address
    return door
