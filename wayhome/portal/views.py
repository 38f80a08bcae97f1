"""The still pages of the family's site. Nothing on this site looks anyone up: there is nothing here to look in."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

# A page anyone might have open. A bureau names another one with the setting WAYHOME_LEAVE_TO.
_ORDINARY_PAGE: Final = "https://www.wikipedia.org/"


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What this place is, the path, and the two doors: to ask, and to come back."""
    return render(request, "portal/front.html")


@require_safe
def seen(request: HttpRequest) -> HttpResponse:
    """What others can see when she writes to us. Comes before the first question."""
    return render(request, "portal/seen.html")


@require_safe
def ways(request: HttpRequest) -> HttpResponse:
    """Which way is safest: this page is one of six, and none is put forward."""
    return render(request, "portal/ways.html")


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Leave at once for an ordinary page, taking what we left in the browser along.

    The cache is not cleared: browsers take seconds over it, our pages are never in it, and this must be quick.
    """
    response = HttpResponseRedirect(getattr(settings, "WAYHOME_LEAVE_TO", _ORDINARY_PAGE))
    response["Clear-Site-Data"] = '"cookies", "storage"'
    return response
