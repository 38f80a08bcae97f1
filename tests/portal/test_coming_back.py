"""Back with the code: a draft, a letter, an answer, a withdrawal; and Lev with a wrong one."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.portal.people import SEAL, Visitor
from tests.portal.test_asking import no_database
from wayhome.mailbox import drafts, incoming, slots
from wayhome.portal import visits
from wayhome.seal import slots as reply_slots
from wayhome.seal.envelopes import open_envelope
from wayhome.seal.kinds import Kind
from wayhome.seal.receipts import ReceiptCode, new_receipt_code

pytestmark = pytest.mark.django_db

NOTHING = "За цим кодом ми нічого не можемо відкрити. Перевірте цифри."
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Envelopes put into the box after the question itself."""
    noted: dict[Any, bytes] = {}
    monkeypatch.setattr(incoming, "put", lambda envelope, *, id, day: noted.setdefault(id, envelope))
    return noted.values()  # type: ignore[return-value]


def opened(envelope: bytes, kind: str) -> dict[str, Any]:
    content = open_envelope(SEAL, envelope, kind=Kind.REQUEST, context=f"wayhome/in/1/{kind}".encode())
    found: dict[str, Any] = json.loads(content)
    return found


def wrong_by_one(code: str) -> str:
    return f"{(int(code[0]) + 1) % 10}{code[1:]}"


def test_an_unfinished_question_goes_on(olena: Visitor) -> None:
    """A siren after the first page; days later the code leads to the second, with everything kept."""
    code = olena.begin().code
    olena.ask().ask(name="Данило")
    back = Visitor().come_back(code)
    assert back.hidden()["at"] == "you"
    back.ask(relation="мама").ask(way="code")
    assert "Данило" in back.text
    assert "Ваш запит у нас" in back.ask("send").text


def test_a_question_that_only_waits_to_be_sent_opens_at_the_end(olena: Visitor) -> None:
    """All is written; she comes back to read it over."""
    olena.at_review()
    assert Visitor().come_back(olena.code).hidden()["at"] == "review"


def test_a_code_just_begun_opens_its_empty_question(olena: Visitor) -> None:
    """She wrote the digits down and was called away: they work."""
    assert Visitor().come_back(olena.begin().code).hidden()["at"] == "whom"


@pytest.mark.parametrize(
    "written",
    [
        lambda code: ReceiptCode(code).shown(),
        lambda code: "-".join(re.findall("....", code)),
        lambda code: code.translate(ARABIC),
        lambda code: f"  {code[:11]}\u00a0{code[11:]} ",
    ],
)
def test_a_code_is_read_as_people_write_it(olena: Visitor, written: Any) -> None:
    """Groups, dashes, another script's digits, spaces that came along."""
    olena.file()
    assert "Ваш запит у нас" in Visitor().come_back(written(olena.code)).text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda code: "", "Будь ласка, введіть цифри свого коду."),
        (lambda code: code[:-1], "У коді 24 цифри. Тут їх менше."),
        (lambda code: code + "1", "У коді 24 цифри. Тут їх більше."),
        (lambda code: "о" + code[1:], "У коді є щось, крім цифр."),
        (wrong_by_one, "Одна цифра не та або дві помінялися місцями."),
        (lambda code: ReceiptCode(code).shown()[:-1], "У групі 6 бракує цифри."),
    ],
)
def test_each_slip_is_named(olena: Visitor, change: Any, sentence: str) -> None:
    """What is wrong, where, and what she typed still in the field."""
    code = olena.begin().code
    assert sentence in olena.come_back(change(code)).text.replace("групі 1 є", "коді є")
    assert f'value="{change(code)}"' in olena.html or not change(code)


def test_lev_with_a_wrong_code_sees_nothing(olena: Visitor, lev: Visitor) -> None:
    """One sentence, which is the same for every code that opens nothing."""
    olena.file()
    lev.come_back(new_receipt_code().digits)
    assert NOTHING in lev.text
    for word in ("Данило", "Грушка", "Олена", "листів", "Ваш запит у нас"):
        assert word not in lev.text


def test_a_hit_and_a_miss_look_alike_from_outside(olena: Visitor, lev: Visitor) -> None:
    """Status, headers, length and the questions to the database are the same; only what she reads differs."""
    olena.file()
    with CaptureQueriesContext(connection) as hit:
        olena.come_back(olena.code)
    with CaptureQueriesContext(connection) as miss:
        lev.come_back(new_receipt_code().digits)
    assert olena.page.status_code == lev.page.status_code == 200
    assert dict(olena.page.items()) == dict(lev.page.items())
    assert len(olena.page.content) == len(lev.page.content) == 20_000
    assert [re.sub("'[0-9a-f]{32}'", "?", one["sql"]) for one in hit] == [
        re.sub("'[0-9a-f]{32}'", "?", one["sql"]) for one in miss
    ]
    assert len(hit) == 2


def test_a_hit_and_a_miss_open_as_much(olena: Visitor, lev: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A draft, a question that was filed, or nothing at all: one code is stretched and two envelopes are opened, so
    that a clock tells no more than the page. The two that stand in for missing ones are made beforehand."""
    olena.file()
    unfinished = lev.begin().code
    stranger = Visitor()
    stranger.come_back(new_receipt_code().digits)  # from here on the stand-ins are there
    done: list[str] = []

    def count(room: Any, function: str, name: str) -> None:
        real = getattr(room, function)

        def counted(*args: Any, **kwargs: Any) -> Any:
            done.append(name)
            return real(*args, **kwargs)

        monkeypatch.setattr(room, function, counted)

    count(visits, "open_draft", "draft")
    count(reply_slots, "open_envelope", "slot")
    count(visits, "holder_of", "code")
    work = []
    for visitor, code in ((olena, olena.code), (lev, unfinished), (stranger, new_receipt_code().digits)):
        done.clear()
        visitor.come_back(code)
        work.append(list(done))
    assert work == [["code", "draft", "slot"]] * 3


def test_a_draft_put_under_another_code_opens_nothing(olena: Visitor, lev: Visitor) -> None:
    """Who can write to the table cannot make Lev's code open Olena's words."""
    olena.begin().ask().ask(name="Данило")
    code = lev.begin().code
    drafts.put(lev.holder.locator, drafts.read(olena.holder.locator) or b"", day=timezone.now().date())
    assert NOTHING in lev.come_back(code).text
    assert "Данило" not in lev.text


def test_before_any_letter_the_page_is_true(olena: Visitor) -> None:
    """The day of her question, that no letter lies here, and that this says nothing about him."""
    olena.file().letters("look")
    assert re.search(r"Надіслано \d+ \w+ 20\d\d року\. Сьогодні тут немає листа\.", olena.text)
    assert "Це нічого не говорить про те, що з людиною" in olena.text


def test_she_writes_back(olena: Visitor, said: list[bytes]) -> None:
    """Her words reach the bureau with the token that only her code gives."""
    olena.file().letters("look").letters("write")
    olena.letters("say", text="Він має шрам на лівій руці.\r\nЦе важливо.")
    assert "Ваші слова в нас" in olena.text
    message = opened(list(said)[-1], "message")
    assert message == {
        "format": 1,
        "receipt": {"locator": olena.holder.locator.hex()},
        "token": olena.holder.token.hex(),
        "text": "Він має шрам на лівій руці.\nЦе важливо.",
    }


def test_the_same_words_sent_twice_are_one(olena: Visitor, said: list[bytes]) -> None:
    """A page loaded anew sends nothing twice; other words from the same page do arrive."""
    olena.file().letters("look").letters("write")
    page = olena.hidden() | {"go": "say"}
    for text in ("Перше", "Перше", "Друге"):
        olena.post("/letters/", page | {"text": text})
    assert [opened(envelope, "message")["text"] for envelope in list(said)[1:]] == ["Перше", "Друге"]


@pytest.mark.parametrize(("text", "sentence"), [("", "Тут іще немає слів."), ("а" * 2001, "щонайбільше 2000 знаків")])
def test_a_message_that_cannot_go_stays(olena: Visitor, said: list[bytes], text: str, sentence: str) -> None:
    """One sentence; her words still in the box."""
    olena.file().letters("look").letters("write").letters("say", text=text)
    assert sentence in olena.text
    assert text in olena.html
    assert len(said) == 1


def test_a_message_survives_a_change_of_language(olena: Visitor, said: list[bytes]) -> None:
    """The words stay while the page changes its own."""
    olena.file().letters("look").letters("write")
    olena.post("/letters/", olena.hidden() | {"language": "ru", "text": "Недописане"})
    assert "Написать нам" in olena.text
    assert "Недописане" in olena.html
    assert len(said) == 1


def test_withdrawing_takes_two_steps(olena: Visitor, said: list[bytes]) -> None:
    """First it says what it does; only the second press sends it."""
    olena.file().letters("look").letters("withdraw")
    assert "Бюро перестане шукати за Вашим запитом" in olena.text
    assert len(said) == 1
    olena.letters("withdraw_yes")
    assert "Запит відкликано" in olena.text
    assert opened(list(said)[-1], "withdrawal")["token"] == olena.holder.token.hex()


def test_the_token_is_nowhere_outside_the_envelope(olena: Visitor, said: list[bytes]) -> None:
    """The question carries only its hash, and no page shows it."""
    olena.file()
    question = opened(next(iter(said)), "request")
    assert olena.holder.token.hex() not in json.dumps(question)
    assert olena.holder.token.hex() not in olena.html


@pytest.mark.parametrize("at", ["write", "withdraw", ""])
def test_without_a_database_the_page_stays(olena: Visitor, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    """A plain sentence and her words, whichever page she was on."""
    olena.file().letters("look").letters(at)
    monkeypatch.setattr(slots, "read", no_database)
    olena.letters({"write": "say", "withdraw": "withdraw_yes", "": ""}[at], text="Мої слова")
    assert "Зараз не вийшло." in olena.text
    assert ("Мої слова" in olena.html) == (at == "write")
    assert "відкликано" not in olena.text


def test_a_message_is_acknowledged_only_when_it_is_stored(olena: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The box is closed: she is not told that her words have arrived."""
    olena.file().letters("look").letters("write")
    monkeypatch.setattr(incoming, "put", no_database)
    olena.letters("say", text="Мої слова")
    assert "Ваші слова в нас" not in olena.text
    assert "Мої слова" in olena.html
