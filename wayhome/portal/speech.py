"""Changing the language in the middle of a page, without losing a word: the form itself carries the wish."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


def wished_language(request: HttpRequest) -> str | None:
    """The language whose button sent this form, now spoken; None when another button did."""
    wished = request.POST.get("language")
    if wished not in dict(settings.LANGUAGES):
        return None
    translation.activate(wished)
    request.LANGUAGE_CODE = wished
    return wished


def remember(response: HttpResponse, language: str) -> HttpResponse:
    """Keep the choice until the browser closes, as the language buttons of the other pages do."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Strict",
    )
    response.headers["Content-Language"] = language
    return response
