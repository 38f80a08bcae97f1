"""What every answer says to the browser, which language it speaks, and what it says when something breaks."""

import logging
import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, override_settings
from django.urls import include, path

SECRET = "Вигаданенко Данило"


def plain(request: HttpRequest) -> HttpResponse:
    return render(request, "web/base.html")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(SECRET)


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied(SECRET)


def away(request: HttpRequest) -> HttpResponse:
    raise OperationalError(SECRET)


def strange(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation(SECRET)


urlpatterns = [
    path("", plain),
    path("broken/", broken),
    path("forbidden/", forbidden),
    path("strange/", strange),
    path("away/", away),
    path("", include("wayhome.web.urls")),
]
handler400 = "wayhome.web.errors.handler400"
handler403 = "wayhome.web.errors.handler403"
handler404 = "wayhome.web.errors.handler404"
handler500 = "wayhome.web.errors.handler500"

BROKEN = [("/broken/", 500), ("/away/", 503), ("/forbidden/", 403), ("/strange/", 400), ("/no-such-page/", 404)]


@pytest.fixture
def client() -> Iterator[Client]:
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False)


@pytest.mark.django_db  # closing an answer lets go of a connection that an earlier test may have left open
@pytest.mark.parametrize("address", ["/", "/static/web/wayhome.css", *(address for address, _ in BROKEN)])
def test_every_answer_is_strict(client: Client, address: str) -> None:
    """Pages, files and mistakes alike: nothing from elsewhere, nothing inline, nothing told to other sites."""
    reply = client.get(address)
    reply.close()
    headers = reply.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert not re.search(r"unsafe|data:|https?:|\*", policy)
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("address", ["/", *(address for address, _ in BROKEN)])
def test_no_page_stays_in_the_browser(client: Client, address: str) -> None:
    """What was read here cannot be found in a phone's cache."""
    assert client.get(address).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("address", "status"), BROKEN)
@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_a_mistake_is_told_in_plain_words(client: Client, address: str, status: int, language: str) -> None:
    """In the reader's language, with a number to quote, and without a word of what went wrong inside."""
    reply = client.get(address, headers={"accept-language": language})
    html = reply.content.decode()
    assert reply.status_code == status
    assert f'<html lang="{language}"' in html
    assert re.search(r"<strong>[0-9a-f]{4}-[0-9a-f]{4}</strong>", html)
    assert SECRET not in html


def test_the_number_on_the_page_leads_to_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    """Our own log line holds the number, the status and the name of the class; never the text of the mistake."""
    with caplog.at_level(logging.WARNING, logger="wayhome.web"):
        html = client.get("/forbidden/").content.decode()
    number = re.search(r"<strong>([0-9a-f]{4}-[0-9a-f]{4})</strong>", html)
    assert number is not None
    ours = [record.msg for record in caplog.records if record.name == "wayhome.web"]
    assert ours == [f"incident {number[1]}: status 403 PermissionDenied"]


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("uk-UA,uk;q=0.9", "uk"), ("ru-RU,ru;q=0.9", "ru"), ("en-GB", "en"), ("de", "uk"), ("", "uk")],
)
def test_the_phone_says_which_language(client: Client, asked: str, spoken: str) -> None:
    """The phone's language where we speak it, else Ukrainian."""
    assert f'<html lang="{spoken}"' in client.get("/", headers={"accept-language": asked}).content.decode()


def test_a_chosen_language_stays_until_the_browser_closes(client: Client) -> None:
    """The choice is a cookie of this host that no script reads and that has no date to outlive the visit."""
    reply = client.post("/language/", {"language": "ru", "next": "/no-such-page/"})
    assert (reply.status_code, reply.headers["Location"]) == (302, "/no-such-page/")
    cookie = reply.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["expires"], cookie["max-age"]) == (True, "Strict", "", "")
    assert '<html lang="ru"' in client.get("/", headers={"accept-language": "en"}).content.decode()


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_choosing_a_language_leads_nowhere_else(client: Client, elsewhere: str) -> None:
    """Nobody can use the button to send a reader to another site."""
    assert client.post("/language/", {"language": "uk", "next": elsewhere}).headers["Location"] == "/"


def test_an_unknown_language_sets_nothing(client: Client) -> None:
    """Only the three languages we speak can be chosen."""
    assert not client.post("/language/", {"language": "xx"}).cookies


def test_a_plain_visit_sets_no_cookie(client: Client) -> None:
    """Reading leaves nothing in the browser."""
    assert not client.get("/").cookies
