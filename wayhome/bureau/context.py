"""What every page of the staff's site shows."""

from typing import Any

from django.http import HttpRequest


def standing(request: HttpRequest) -> dict[str, Any]:
    """The name of the site, for the header."""
    return {"site_name": "Bureau"}
