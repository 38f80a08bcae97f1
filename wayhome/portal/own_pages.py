"""A form is taken only from a page of ours; and every page with words on it has a length that tells little.

Why no form tokens: there is no account and no cookie that could speak for her, so a stranger's page could gain only one
thing, to have her write into a question begun by somebody else. Browsers say where a form comes from, and that is
checked here. A token would need a cookie, and would expire in a long blackout and take her words with it.
"""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from wayhome.web.errors import error_page

View: TypeAlias = Callable[[HttpRequest], HttpResponse]

_COMMENT: Final = len(b"<!-- -->\n")


def takes_our_forms(view: View) -> View:
    """Answer a POST only if the browser says that it comes from a page of this site, or from the reader's reload."""

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and not _is_from_us(request):
            return error_page(403, "FormFromElsewhere")
        return view(request)

    return checked


def padded(step: int) -> Callable[[View], View]:
    """Make every page a multiple of `step` bytes long. The filling is random, so that packing it does not undo it."""

    def wrap(view: View) -> View:
        @wraps(view)
        def filled(request: HttpRequest) -> HttpResponse:
            response = view(request)
            missing = -(len(response.content) + _COMMENT) % step
            response.write(f"<!-- {secrets.token_hex(missing)[:missing]}-->\n")
            return response

        return filled

    return wrap


def _is_from_us(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    sender = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(sender).netloc == request.get_host()
