"""Olena's way through the family's site, on a real server, in a real browser, without JavaScript."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.live_portal import CHROMIUM, LivePortal, Phone, live_portal, phone
from tests.portal.people import a_letter, a_slot
from wayhome.portal.keys import Holder
from wayhome.run.postgres import Cluster
from wayhome.seal.envelopes import open_envelope
from wayhome.seal.kinds import Kind
from wayhome.seal.receipts import ReceiptCode, derive

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed on this machine (apt install chromium)"),
]
NO_NEWS = {
    "uk": (
        "Дорога Олено!",
        "3 травня ми перевірили. Сьогодні не маємо вістки, яку можемо Вам передати.",
        "Це нічого не говорить про те, що з ним. Перевіримо знову 3 червня.",
        "Платити нікому не треба.",
    ),
    "ru": (
        "Дорогая Олена!",
        "3 мая мы проверили. Сегодня у нас нет вести, которую мы можем Вам передать.",
        "Это ничего не говорит о том, что с ним. Проверим снова 3 июня.",
        "Платить никому не нужно.",
    ),
    "en": (
        "Dear Olena,",
        "On 3 May we looked. Today we have no word we may pass on to you.",
        "This says nothing about what has happened to him. We look again on 3 June.",
        "Nobody needs to be paid.",
    ),
}
WORD = {
    "uk": (
        "Він живий. Наш працівник говорив із ним 3 травня.",
        "«Мамо, я живий. Не хвилюйся».",
        "Де він, він просив не казати.",
    ),
    "ru": (
        "Он жив. Наш сотрудник говорил с ним 3 мая.",
        "«Мама, я жив. Не волнуйся».",
        "Где он, он просил не говорить.",
    ),
    "en": (
        "He is alive. Our officer spoke with him on 3 May.",
        "“Mum, I am alive. Do not worry.”",
        "He asked us not to say where he is.",
    ),
}


@pytest.fixture
def portal(committed: None, cluster: Cluster, tmp_path: Path) -> Iterator[LivePortal]:
    with live_portal(cluster, tmp_path) as running:
        yield running


def walk_to_the_question(olena: Phone) -> None:
    """From the front page to the code."""
    olena.page.goto(olena.portal.url)
    olena.shot("01-front")
    olena.follow("/seen/")
    olena.shot("02-seen")
    olena.follow("/ways/")
    olena.shot("03-ways")
    olena.follow("/ask/")
    olena.shot("04-start")
    olena.go("begin")
    olena.shot("05-code")


def answer_everything(olena: Phone) -> None:
    """Three pages of answers; the last page stands in front of her."""
    olena.go("next")
    olena.shot("06-whom")
    olena.fill(
        name="Вигаданенко Данило Петрович", born="весна 1999", place="Вигадане, навесні", also="Danylo Vyhadanenko"
    )
    olena.choose("sex", "he")
    olena.go("next")
    olena.shot("07-you")
    olena.fill(relation="мама", you="Олена", question="Як звали нашого собаку?", answer="Грушка")
    olena.go("next")
    olena.shot("08-reach")
    olena.go("next")
    olena.shot("09-review")


def test_she_asks_and_reads_her_letters(portal: LivePortal) -> None:
    """Front page, question, receipt, a letter without news, then word from him; the bureau can open what she sent."""
    with phone(portal) as olena:
        walk_to_the_question(olena)
        code = olena.code
        answer_everything(olena)
        assert "Грушка" in olena.text
        olena.go("send")
        olena.shot("10-receipt")
        assert olena.code == code

        (envelope,) = portal.fetch()
        sent = json.loads(open_envelope(portal.seal, envelope, kind=Kind.REQUEST, context=b"wayhome/in/1/request"))
        assert sent["sought"]["name"] == "Вигаданенко Данило Петрович"
        assert sent["enquirer"]["answer"] == "Грушка"
        assert sent["reach"]["way"] == "code"

        holder = Holder(derive(ReceiptCode(code), portal.pepper), b"")
        assert sent["receipt"]["public_key"] == holder.keys.public.public_bytes_raw().hex()
        olena.go("look")
        olena.shot("11-waiting")
        news = a_letter(holder, *NO_NEWS["uk"], key=portal.sign)
        portal.reply(holder.locator, a_slot(holder, news))
        olena.page.goto(portal.url + "/letters/")
        olena.shot("12-enter")
        olena.fill(code=ReceiptCode(code).shown())
        olena.go("open")
        olena.shot("13-no-news")
        assert NO_NEWS["uk"][1] in olena.text
        word = a_letter(holder, *WORD["uk"], kind="word_from_him", key=portal.sign)
        portal.reply(holder.locator, a_slot(holder, word, news))
        olena.page.goto(portal.url + "/letters/")
        olena.fill(code=code)
        olena.go("open")
        assert olena.text.startswith(WORD["uk"][0])
        assert code not in olena.page.url
        assert olena.elsewhere == []
