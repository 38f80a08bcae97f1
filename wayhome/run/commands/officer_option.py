"""`--as OFFICER`: nobody reads or changes anything about a person without saying who he is."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from wayhome.run.errors import RunError

if TYPE_CHECKING:
    from wayhome.protection.models import Officer

Door = TypeVar("Door", bound=Callable[..., Any])


class OfficerUnknown(RunError):
    def __init__(self) -> None:
        super().__init__("There is no active officer with this login; `wayhome officer list` shows them.")


def as_officer(function: Door) -> Door:
    """The option that names the officer by login."""
    return click.option(
        "--as", "login", required=True, metavar="OFFICER", help="Your login; what You do is logged under it."
    )(function)


def active_officer(login: str) -> "Officer":
    """The officer behind a login. Whoever runs commands here can reach the keys anyway: this is for the log."""
    from wayhome.protection.models import Officer

    found = Officer.objects.filter(login=login, is_active=True).first()
    if found is None:
        raise OfficerUnknown
    return found


def site_address() -> str:
    """Where staff reach the bureau's site from this machine."""
    return os.environ.get("WAYHOME_BUREAU_URL") or f"http://localhost:{os.environ.get('WAYHOME_BUREAU_PORT', '8001')}"
