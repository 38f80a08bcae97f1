"""The public front page: honest, small, quiet, and blind."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.contrib.staticfiles import finders
from django.test import Client, override_settings
from django.urls import get_resolver

from tests.browsing import CHROMIUM, Window, window

LANGUAGES = ["uk", "ru", "en"]
NEVER_MONEY = {
    "uk": "Платити нікому не треба",
    "ru": "Платить никому не нужно",
    "en": "Nobody needs to be paid",
}
AGENCY = {
    "uk": "Центральне агентство з розшуку",
    "ru": "Центральное агентство по розыску",
    "en": "Central Tracing Agency",
}
# What people.md §4 asks us not to say, and what would be a promise or an answer.
NEVER_SAID = (
    r"розшукуван|разыскива|сповіщен|извещен|передач[аі]|proof of life|surrender|\bздал|\bздав|сдал|"
    r"не знайден|не найден|not found"
)


def front(language: str) -> str:
    return Client().get("/", headers={"accept-language": language}).content.decode()


class Links(HTMLParser):
    """Every address a page names."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in ("href", "src", "action", "srcset", "poster")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_three_languages(language: str) -> None:
    """The same page for everyone: the other ways to ask, and that nobody pays."""
    html = front(language)
    assert f'<html lang="{language}"' in html
    assert NEVER_MONEY[language] in html
    assert AGENCY[language] in html


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_no_sentence_is_left_in_english(language: str) -> None:
    """But for the name of the service and the button of the language itself, no Latin word remains."""
    text = re.sub(r"<[^>]*>", " ", front(language))
    assert set(re.findall(r"[A-Za-z]{2,}", text)) == {"Wayhome", "English"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_frighten_or_promise_are_not_used(language: str) -> None:
    """No word of police, of a death paper, of a parcel, of ransom; nothing on how anyone was captured."""
    assert not re.search(NEVER_SAID, front(language), re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_title_says_nothing(language: str) -> None:
    """In a list of tabs or of visited pages the title names neither us nor captivity."""
    (title,) = re.findall(r"<title>\s*(.*?)\s*</title>", front(language), re.DOTALL)
    assert title in ("Довідка", "Справка", "Information")


def test_no_address_leads_to_another_host() -> None:
    """The page itself names no third party; the way out is ours, and only a press on it leads elsewhere."""
    assert all(re.match(r"(/(?!/)|#)", address) for address in Links(front("uk")).found)


def test_a_visit_leaves_no_cookie_and_no_copy() -> None:
    """Nothing is set, nothing may be kept."""
    reply = Client().get("/")
    assert not reply.cookies
    assert reply.headers["Cache-Control"] == "no-store"


def test_the_page_may_run_nothing() -> None:
    """No script at all, and the browser is told so."""
    reply = Client().get("/")
    policy = reply.headers["Content-Security-Policy"]
    for directive in ("default-src 'none'", "script-src 'none'", "trusted-types 'none'", "frame-ancestors 'none'"):
        assert directive in policy
    assert b"<script" not in reply.content
    assert b"style=" not in reply.content


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_light(language: str) -> None:
    """Page, stylesheet and icon together stay within 60 kB before any compression."""
    html = front(language)
    files = [address.removeprefix("/static/") for address in Links(html).found if address.startswith("/static/")]
    sizes = []
    for name in files:
        found = finders.find(name)
        assert isinstance(found, str)
        with open(found, "rb") as file:  # noqa: PTH123
            sizes.append(len(file.read()))
    assert len(files) == 2
    assert len(html.encode()) + sum(sizes) <= 60_000


def test_leaving_is_quick_and_clean() -> None:
    """One press: an ordinary page, our cookies gone, and no word to it about where the reader came from."""
    reply = Client().get("/leave/")
    assert reply.status_code == 302
    assert reply.headers["Clear-Site-Data"] == '"cookies", "storage"'
    assert reply.headers["Referrer-Policy"] == "same-origin"
    assert reply.headers["Location"].startswith("https://")


@override_settings(WAYHOME_LEAVE_TO="https://weather.example/")
def test_a_bureau_names_its_own_ordinary_page() -> None:
    """What looks ordinary depends on the country."""
    assert Client().get("/leave/").headers["Location"] == "https://weather.example/"


STILL = ["/", "/seen/", "/ways/", "/ask/", "/letters/"]


def test_lev_learns_nothing_about_anyone() -> None:
    """A stranger finds no page to look anybody up: few addresses, and none of them takes a word from its address.

    This test is not allowed to open a database; a page that tried would fail here.
    """
    addresses = {str(entry.pattern) for entry in get_resolver().url_patterns}
    inner = {str(entry.pattern) for part in get_resolver().url_patterns for entry in getattr(part, "url_patterns", [])}
    assert (addresses, inner) == ({"", "seen/", "ways/", "ask/", "letters/", "leave/"}, {"language/"})
    for path in STILL:
        asked = Client().get(path, {"q": "Вигаданенко", "name": "Данило", "code": "1" * 24, "go": "open"})
        assert asked.status_code == 200
        assert unfilled(asked.content) == unfilled(Client().get(path).content)


def unfilled(page: bytes) -> bytes:
    """A page without the random filling at its end."""
    return re.sub(rb"<!-- [0-9a-f]*-->", b"", page)


@pytest.fixture(params=[360, 1280])
def seen(request: pytest.FixtureRequest) -> Iterator[Window]:
    """The page in a browser."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with window(Client(), width=request.param) as opened:
        opened.open("/")
        yield opened


def test_axe_finds_nothing(seen: Window) -> None:
    """Screen reader, keyboard, weak eyes."""
    assert seen.faults() == []


def test_it_fits_and_every_button_can_be_hit(seen: Window) -> None:
    """From a small phone to a desk, without a scroll to the side."""
    assert (seen.too_wide(), seen.small_targets()) == (0, [])


def test_the_browser_asks_nobody_else(seen: Window) -> None:
    """The page, its stylesheet and perhaps its icon, all from us, and not one complaint."""
    assert set(seen.asked) | {"/static/web/icon.svg"} == {"/", "/static/web/icon.svg", "/static/web/wayhome.css"}
    assert (seen.elsewhere, seen.complaints) == ([], [])


def test_it_is_whole_without_javascript() -> None:
    """With scripts switched off the same words stand there."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with window(Client(), javascript=False) as opened:
        opened.open("/")
        assert opened.page.locator("main").inner_text().count("\n") > 20
        assert opened.page.get_by_role("link", name="Швидко вийти").is_visible()
