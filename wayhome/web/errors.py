"""Pages for when something cannot be shown. Each says one plain sentence and a number to quote, and nothing else.

A site's `urls.py` takes the four handlers over with `from wayhome.web.errors import handler400, handler403, …`.
"""

import logging
import secrets
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader

logger = logging.getLogger("wayhome.web")


def incident(status: int, cause: str = "") -> str:
    """A random number for the page and the log. `cause` names a class; the text of an error can hold a life."""
    number = f"{secrets.token_hex(2)}-{secrets.token_hex(2)}"
    # Filled in here and not by the logger: our log keeps the text of a message and drops its arguments.
    logger.warning(f"incident {number}: status {status} {cause}".rstrip())
    return number


def error_page(status: int, cause: str = "") -> HttpResponse:
    """The page for one status, in the reader's language. Needs no request, no database, no context processor."""
    html = loader.render_to_string("web/error.html", {"status": status, "incident": incident(status, cause)})
    return HttpResponse(html, status=status)


def handler400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(400, type(exception).__name__)


def handler403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(403, type(exception).__name__)


def handler404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(404, type(exception).__name__)


def handler500(request: HttpRequest) -> HttpResponse:
    """Where only the database is away, 503: whoever watches the site can tell "broken" from "in a moment again"."""
    problem = sys.exc_info()[1]
    if isinstance(problem, OperationalError | InterfaceError):
        response = error_page(503, type(problem).__name__)
        response.headers["Retry-After"] = "30"
        return response
    return error_page(500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open for too long, or came from elsewhere."""
    return error_page(403, "CsrfFailure")
