"""How long a sign-in lasts: 15 minutes without a click, 12 hours in all."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=12)
# The last click is written down at most once a minute: a write for each request would be most of the site's writing.
# It is written early rather than late, so a session never outlives IDLE.
_GRAIN = timedelta(minutes=1)
SIGNED_IN = "signed_in_at"
LAST_CLICK = "last_click_at"


def begin(request: HttpRequest, at: datetime) -> None:
    """Start both clocks of a session that has just been signed in."""
    request.session[SIGNED_IN] = request.session[LAST_CLICK] = at.timestamp()


def is_over(request: HttpRequest, at: datetime) -> bool:
    """Whether either clock has run out. A session without clocks was not begun by us and is over."""
    signed_in, last_click = request.session.get(SIGNED_IN), request.session.get(LAST_CLICK)
    if not isinstance(signed_in, float) or not isinstance(last_click, float):
        return True
    now = at.timestamp()
    idle, age = now - last_click, now - signed_in
    # A clock set back must not make a session young again.
    return not (-60 <= idle < IDLE.total_seconds() and -60 <= age < ABSOLUTE.total_seconds())


def touch(request: HttpRequest, at: datetime) -> None:
    """Note that the officer is still there."""
    if at.timestamp() - request.session[LAST_CLICK] >= _GRAIN.total_seconds():
        request.session[LAST_CLICK] = at.timestamp()


class SessionLimits:
    """Ends what is over before any page sees it. Stands after Django's AuthenticationMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            at = timezone.now()
            if is_over(request, at):
                logout(request)
            else:
                touch(request, at)
        return self.get_response(request)
