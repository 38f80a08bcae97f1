"""Headers and language for every answer of both sites."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware

from wayhome.web.security import HEADERS

Answer = Callable[[HttpRequest], HttpResponseBase]


class HouseHeaders:
    """Strict headers on everything, and `no-store` on every page: nothing read here stays on the phone."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if _is_page(response) or "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response


def _is_page(response: HttpResponseBase) -> bool:
    return bool(response.headers.get("Content-Type", "").startswith("text/html"))


class LanguageMiddleware(LocaleMiddleware):
    """Ukrainian, Russian or English: the chosen language (cookie), else the phone's, else Ukrainian.

    A name of our own for Django's middleware, so that both sites and their tests have one place to look.
    """
