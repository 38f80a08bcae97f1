"""Olena asks: page after page, nothing lost, nothing promised before it is so."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from tests.portal.people import SEAL, Visitor
from wayhome.mailbox import drafts, incoming, slots
from wayhome.mailbox.models import Draft
from wayhome.portal import visits
from wayhome.portal.answers import open_draft
from wayhome.seal.envelopes import open_envelope
from wayhome.seal.errors import CannotOpen
from wayhome.seal.kinds import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Every envelope put into the box. The portal's role cannot read them back, so they are noted on the way in."""
    noted: list[bytes] = []
    put = incoming.put

    def note(envelope: bytes, **more: Any) -> None:
        put(envelope, **more)
        noted.append(envelope)

    monkeypatch.setattr(incoming, "put", note)
    return noted


def opened(envelope: bytes, kind: str = "request") -> dict[str, Any]:
    content = open_envelope(SEAL, envelope, kind=Kind.REQUEST, context=f"wayhome/in/1/{kind}".encode())
    found: dict[str, Any] = json.loads(content)
    return found


def no_database(*_: Any, **__: Any) -> Any:
    raise OperationalError("the server closed the connection")


def test_what_she_wrote_is_what_the_bureau_opens(olena: Visitor, sent: list[bytes]) -> None:
    """Every answer in its place, in her language, with the key and the place for the reply inside."""
    olena.file(unit="", video="https://video.example/1", way="phone", detail="+000 000", safe_when="субота")
    (envelope,) = sent
    question = opened(envelope)
    assert question["sought"] == {
        "name": "Вигаданенко Данило Петрович",
        "family": "",
        "given": "",
        "patronymic": "",
        "also": "",
        "sex": "he",
        "born": "весна 1999",
        "place": "Вигадане, навесні",
        "unit": "",
        "video": "https://video.example/1",
    }
    assert question["enquirer"] == {
        "name": "Олена",
        "relation": "мама",
        "question": "Як звали нашого собаку?",
        "answer": "Грушка",
    }
    assert question["reach"] == {"way": "phone", "detail": "+000 000", "safe_when": "субота"}
    assert question["receipt"] == {
        "public_key": olena.holder.keys.public.public_bytes_raw().hex(),
        "locator": olena.holder.locator.hex(),
        "speaks": olena.holder.speaks,
    }
    assert (question["language"], question["format"]) == ("uk", 1)


def test_an_envelope_is_not_taken_for_another_kind(olena: Visitor, sent: list[bytes]) -> None:
    """A question cannot be passed off as a withdrawal."""
    olena.file()
    with pytest.raises(CannotOpen):
        opened(sent[0], "withdrawal")


def test_the_receipt_is_the_code_she_began_with(olena: Visitor) -> None:
    """One code from the first page to the last, shown in six groups of four; the draft is gone, the slot is there."""
    began_with = olena.begin().code
    shown = " ".join(began_with[place : place + 4] for place in range(0, 24, 4))
    assert shown in olena.text
    olena.file()
    shown = " ".join(olena.code[place : place + 4] for place in range(0, 24, 4))
    assert shown in olena.text
    assert drafts.read(olena.holder.locator) is None
    assert len(slots.read(olena.holder.locator) or b"") == 16384


def test_the_code_stays_the_same_to_the_end(olena: Visitor) -> None:
    """No page on the way exchanges it."""
    olena.begin()
    code = olena.code
    olena.ask().ask(name="Данило").ask(relation="мама").ask(way="code").ask("send")
    assert olena.code == code


def test_every_page_keeps_what_was_written(olena: Visitor) -> None:
    """After each button the draft holds her words, and her code opens it."""
    olena.begin().ask().ask(name="Данило", born="весна")
    sealed = drafts.read(olena.holder.locator)
    assert sealed is not None
    assert "Данило".encode() not in sealed
    kept = open_draft(sealed, olena.holder) or {}
    assert (kept["name"], kept["born"]) == ("Данило", "весна")


def test_going_back_loses_nothing(olena: Visitor) -> None:
    """Half a page, back, and forward again: her words stand where she left them, even unfinished ones."""
    olena.begin().ask().ask(name="Данило").ask("back", you="Олена")
    assert 'value="Данило"' in olena.html
    olena.ask(name="Данило")
    assert 'value="Олена"' in olena.html


@pytest.mark.parametrize(("language", "sentence"), [("ru", "Кого Вы ищете?"), ("en", "Whom are you looking for?")])
def test_changing_the_language_loses_nothing(olena: Visitor, language: str, sentence: str) -> None:
    """The button is part of her form: the same page comes back, in the other language, with her words."""
    olena.begin().ask()
    olena.post("/ask/", olena.hidden() | {"language": language, "name": "Дан", "place": "Вигадане"})
    assert sentence in olena.text
    assert 'value="Дан"' in olena.html
    assert "Вигадане" in olena.html
    assert olena.page.cookies["site_language" if "site_language" in olena.page.cookies else "__Host-site_language"]


def test_a_bad_page_says_one_sentence_and_keeps_her_words(olena: Visitor) -> None:
    """Nothing is required but a name; the sentence says so, and what she did write stays."""
    olena.begin().ask().ask(born="весна 1999")
    assert olena.text.count("Будь ласка, напишіть ім’я, навіть якщо знаєте лише частину.") == 2  # summary and field
    assert 'value="весна 1999"' in olena.html


@pytest.mark.parametrize(
    ("page", "words", "sentence"),
    [
        (1, {"name": "а" * 201}, "Це задовго. Сюди вміщується щонайбільше 200 знаків."),
        (2, {"relation": ""}, "Будь ласка, напишіть, ким Ви доводитеся цій людині."),
        (2, {"relation": "мама", "question": "Як?"}, "напишіть і відповідь"),
        (2, {"relation": "мама", "answer": "Так"}, "напишіть і запитання"),
        (3, {"way": "phone"}, "Будь ласка, напишіть номер чи адресу"),
    ],
)
def test_each_slip_has_its_sentence(olena: Visitor, page: int, words: dict[str, str], sentence: str) -> None:
    """She is told what to do, on the page where it is to be done."""
    good = [{}, {"name": "Данило"}, {"relation": "мама"}, {"way": "code"}]
    olena.begin()
    for step in good[:page]:
        olena.ask(**step)
    olena.ask(**words)
    assert sentence in olena.text
    assert olena.hidden()["at"] == ["code", "whom", "you", "reach"][page]


def test_words_too_long_to_keep_stay_on_the_page(olena: Visitor) -> None:
    """A whole pasted book does not fit into a draft; it stays in the field until it is cut, also on the way back."""
    book = "слово " * 20_000
    olena.begin().ask().ask("back", name="Данило", also=book)
    assert "Сюди вміщується щонайбільше 1000 знаків." in olena.text
    assert olena.hidden()["at"] == "whom"
    assert book.strip() in olena.html


def test_a_change_leads_straight_back_to_the_last_page(olena: Visitor) -> None:
    """From reading everything over, one press to change it and one press back."""
    olena.at_review().ask("you")
    assert olena.hidden()["at"] == "you"
    olena.ask(relation="мати")
    assert olena.hidden()["at"] == "review"
    assert "мати" in olena.text


def test_a_question_with_a_gap_is_not_sent(olena: Visitor, sent: list[bytes]) -> None:
    """Should a page have been left empty, sending leads there instead."""
    olena.begin().ask().ask(name="Данило")
    olena.post("/ask/", {"code": olena.code, "at": "review", "go": "send", "name": "Данило"})
    assert olena.hidden()["at"] == "you"
    assert sent == []


def test_pressing_twice_sends_once(olena: Visitor, sent: list[bytes]) -> None:
    """The second press gets the same receipt, and the bureau one question."""
    olena.at_review()
    page = olena.hidden() | {"go": "send"}
    first = olena.post("/ask/", page).text
    assert olena.post("/ask/", page).text == first
    assert len(sent) == 1


def test_an_old_page_cannot_reopen_a_question_that_was_sent(olena: Visitor) -> None:
    """Going on from a page of before leads to the receipt; no draft comes into being beside the question."""
    olena.begin().ask()
    old = olena.hidden() | {"name": "Інший", "go": "next"}
    olena.ask(name="Данило").ask(relation="мама").ask(way="code").ask("send")
    olena.post("/ask/", old)
    assert "Ваш запит у нас" in olena.text
    assert drafts.read(olena.holder.locator) is None


@pytest.mark.parametrize("what", ["read", "put"])
def test_without_a_database_her_words_stay_on_the_page(
    olena: Visitor, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """A plain sentence, the form still filled, the same page."""
    olena.begin().ask()
    monkeypatch.setattr(drafts, what, no_database)
    olena.ask(name="Данило", born="весна")
    assert "Зараз не вийшло." in olena.text
    assert 'value="Данило"' in olena.html
    assert olena.hidden()["at"] == "whom"


@pytest.mark.parametrize("module", [slots, incoming, drafts])
def test_no_receipt_without_a_durable_question(olena: Visitor, monkeypatch: pytest.MonkeyPatch, module: Any) -> None:
    """Whichever of the three writes fails: no receipt, every word still on the page, and the next press sends it."""
    olena.at_review()
    name = {slots: "make", incoming: "put", drafts: "forget"}[module]
    with monkeypatch.context() as broken:
        broken.setattr(module, name, no_database)
        olena.ask("send")
    assert "Зараз не вийшло." in olena.text
    assert "Ваш запит у нас" not in olena.text
    assert "Грушка" in olena.text
    assert slots.read(olena.holder.locator) is None
    assert "Ваш запит у нас" in olena.ask("send").text


def test_without_a_database_no_code_is_given(olena: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A code that opens nothing would be worse than none."""
    monkeypatch.setattr(drafts, "put", no_database)
    olena.begin()
    assert "Зараз не вийшло." in olena.text
    assert 'name="code"' not in olena.html


def test_old_drafts_go_with_the_first_words_of_a_day(olena: Visitor) -> None:
    """Nobody else deletes them: the first who writes on a day lets go of what is over thirty days old."""
    today = timezone.now().date()
    drafts.put(bytes(16), b"d" * 4096, day=today - timedelta(days=31))
    olena.begin()
    assert not Draft.objects.filter(pk=bytes(16).hex()).exists()
    drafts.put(bytes(16), b"d" * 4096, day=today - timedelta(days=31))
    olena.ask()
    assert Draft.objects.filter(pk=bytes(16).hex()).exists()
    assert visits._Swept.day == today


def test_no_code_goes_anywhere_but_into_the_body(olena: Visitor) -> None:
    """A page that lost its code leads to the door, without a word in the address; and no page sets a form cookie."""
    reply = olena.post("/ask/", {"code": "1234", "go": "next"}).page
    assert (reply.status_code, reply["Location"]) == (302, "/letters/")
    olena.file()
    assert olena.html.count("?") == olena.text.count("?")
    assert not olena.client.cookies


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"referer": "https://elsewhere.example/ask/"},
        {},
    ],
)
def test_a_form_from_elsewhere_is_refused(headers: dict[str, str]) -> None:
    """Lev's page cannot have Olena write into a question that Lev has begun."""
    for path in ("/ask/", "/letters/"):
        assert Client(headers=headers).post(path, {"go": "begin"}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "same-origin"}, {"origin": "http://testserver"}, {"referer": "http://testserver/ask/"}],
)
def test_our_own_pages_are_taken_from_old_and_new_browsers(headers: dict[str, str]) -> None:
    """Whatever a browser says about where the form comes from, one of the three is enough."""
    assert Client(headers=headers).post("/ask/", {"go": "begin"}).status_code == 200
