"""Every page in three languages: whole, light, quiet, with the way out on it."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.contrib.staticfiles import finders

from tests.portal.people import Visitor, a_letter, a_slot
from wayhome.mailbox import slots
from wayhome.portal.keys import holder_of
from wayhome.seal.receipts import new_receipt_code

pytestmark = pytest.mark.django_db

LANGUAGES = ["uk", "ru", "en"]
LEAVE = {"uk": "Швидко вийти", "ru": "Быстро выйти", "en": "Leave quickly"}
TITLES = {"uk": "Довідка", "ru": "Справка", "en": "Information"}
NEVER_MONEY = {"uk": "Ми ніколи не просимо грошей", "ru": "Мы никогда не просим денег", "en": "We never ask for money"}
NEVER_SAID = (
    r"розшукуван|разыскива|сповіщен|извещен|передач[аі]\b|proof of life|surrender|\bздав|сдал|ворог|враг|"
    r"не знайден|не найден|not found|not held|сесі|сесси|помилк|ошибк|error|invalid"
)
Way = Callable[[Visitor], Visitor]


def get(path: str) -> Way:
    def way(visitor: Visitor) -> Visitor:
        return visitor.open(path)

    return way


def with_letters(*kinds: str) -> Way:
    def way(visitor: Visitor) -> Visitor:
        code = new_receipt_code()
        me = holder_of(code)
        lines = ("Олена,", "1 2 3.")
        slots.make(me.locator, a_slot(me, *(a_letter(me, *lines, kind=kind) for kind in kinds)))
        return visitor.come_back(code.digits)

    return way


def forged(visitor: Visitor) -> Visitor:
    code = new_receipt_code()
    slots.make(holder_of(code).locator, bytes(16384))
    return visitor.come_back(code.digits)


PAGES: dict[str, Way] = {
    "front": get("/"),
    "seen": get("/seen/"),
    "ways": get("/ways/"),
    "start": get("/ask/"),
    "code": lambda one: one.begin(),
    "whom": lambda one: one.begin().ask(),
    "whom, bad": lambda one: one.begin().ask().ask(),
    "you": lambda one: one.begin().ask().ask(name="Данило"),
    "you, bad": lambda one: one.begin().ask().ask(name="Данило").ask(question="?"),
    "reach": lambda one: one.begin().ask().ask(name="Данило").ask(relation="мама"),
    "reach, bad": lambda one: one.begin().ask().ask(name="Данило").ask(relation="мама").ask(way="post"),
    "review": lambda one: one.at_review(),
    "receipt": lambda one: one.file(),
    "enter": get("/letters/"),
    "enter, slip": lambda one: one.come_back("1234"),
    "enter, nothing": lambda one: one.come_back(new_receipt_code().digits),
    "waiting": lambda one: one.file().letters("look"),
    "no news": with_letters("no_news"),
    "word": with_letters("word_from_him", "no_news"),
    "refused": forged,
    "write": lambda one: one.file().letters("look").letters("write"),
    "write, bad": lambda one: one.file().letters("look").letters("write").letters("say"),
    "said": lambda one: one.file().letters("look").letters("write").letters("say", text="Дякую"),
    "withdraw": lambda one: one.file().letters("look").letters("withdraw"),
    "withdrawn": lambda one: one.file().letters("look").letters("withdraw").letters("withdraw_yes"),
}


@pytest.fixture(params=PAGES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_stands_in_every_language(name: str, language: str) -> None:
    """Whole, in one language, with the way out, a title that says nothing, and nothing kept in the browser."""
    visitor = PAGES[name](Visitor(language))
    html = visitor.html
    assert visitor.page.status_code == 200
    assert f'<html lang="{language}"' in html
    assert LEAVE[language] in visitor.text
    assert NEVER_MONEY[language] in visitor.text
    assert re.findall(r"<title>\s*(.*?)\s*</title>", html, re.DOTALL) == [TITLES[language]]
    assert visitor.page["Cache-Control"] == "no-store"
    assert not visitor.client.cookies
    assert "<script" not in html
    assert "style=" not in html
    assert html.count("<h1") == 1


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_no_sentence_is_left_in_english(name: str, language: str) -> None:
    """Not one Latin word but the name of the service and the button of the language."""
    assert set(re.findall(r"[A-Za-z]{2,}", PAGES[name](Visitor(language)).text)) == {"Wayhome", "English"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_frighten_or_promise_are_not_used(name: str, language: str) -> None:
    """No word of police, of a death paper, of ransom, of an office; nothing on how anyone was captured."""
    assert not re.search(NEVER_SAID, PAGES[name](Visitor(language)).text, re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_light(name: str, language: str) -> None:
    """After the first page, which brings the stylesheet, none is heavier than 20 kB; one small sheet is loaded once."""
    assert len(PAGES[name](Visitor(language)).page.content) <= 20_000
    found = finders.find("portal/portal.css")
    assert isinstance(found, str)
    with open(found, "rb") as file:  # noqa: PTH123
        assert len(file.read()) < 4_000


def test_a_code_stands_in_no_address(name: str) -> None:
    """Links and forms lead to plain addresses; the code goes in the body only."""
    html = PAGES[name](Visitor()).html
    addresses = re.findall(r'(?:href|action|src)="([^"]*)"', html)
    assert addresses
    assert all(re.fullmatch(r"/[a-z./]*|#[a-z_0-9]+", unescape(address)) for address in addresses)


def test_every_form_is_sent_as_a_post(name: str) -> None:
    """A GET would write her words into the address."""
    forms = re.findall(r"<form[^>]*>", PAGES[name](Visitor()).html)
    assert all('method="post"' in form for form in forms)
