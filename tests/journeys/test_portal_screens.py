"""Every page of Olena's way as she sees it: on a small phone and on a desk, by keyboard alone, in three languages.

With WAYHOME_SHOTS=folder each page is saved as a picture, to be looked at and read aloud.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.browsing import Window
from tests.journeys.live_portal import CHROMIUM, SHOTS, LivePortal, Phone, kept_phone, live_portal, phone
from tests.journeys.test_portal_question import NO_NEWS, WORD, answer_everything, walk_to_the_question
from tests.portal.people import a_letter, a_slot
from wayhome.portal.keys import Holder
from wayhome.run.postgres import Cluster
from wayhome.seal.receipts import ReceiptCode, derive, new_receipt_code

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed on this machine (apt install chromium)"),
]
NEXT_CONTENT = ".po-first-line + *"


@pytest.fixture
def portal(committed: None, cluster: Cluster, tmp_path: Path) -> Iterator[LivePortal]:
    with live_portal(cluster, tmp_path) as running:
        yield running


class Careful(Phone):
    """A phone whose every page is checked where its picture is taken."""

    faults: list[str]

    def shot(self, name: str) -> None:
        super().shot(name)
        window = Window(self.page)
        found = [*window.faults(), *window.small_targets()]
        if wide := window.too_wide():
            found.append(f"{wide} px too wide")
        self.faults = [*getattr(self, "faults", []), *(f"{name}: {one}" for one in found)]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_every_page_is_for_every_eye_and_thumb(portal: LivePortal, language: str, width: int) -> None:
    """Axe finds nothing, nothing sticks out, everything to press is 44 px high; and the first good line is alone."""
    with phone(portal, language=language, width=width, javascript=True) as one:
        olena = Careful(one.page, portal, language, width)
        walk_to_the_question(olena)
        code = olena.code
        olena.go("next")
        olena.go("next")
        olena.shot("06b-whom-bad")
        olena.page.goto(portal.url + "/letters/")
        olena.fill(code=code)
        olena.go("open")
        assert olena.page.locator("input[name=at]").input_value() == "whom"
        olena.go("back")
        answer_everything(olena)
        olena.go("send")
        olena.shot("10-receipt")
        olena.go("look")
        olena.shot("11-waiting")
        olena.go("write")
        olena.shot("14-write")
        olena.fill(text="Дякую.")
        olena.go("say")
        olena.shot("15-said")
        olena.go("letters")
        olena.go("withdraw")
        olena.shot("16-withdraw")
        olena.go("withdraw_yes")
        olena.shot("17-withdrawn")
        read_letters(olena, code)
        olena.page.goto(portal.url + "/letters/")
        olena.fill(code=new_receipt_code().digits)
        olena.go("open")
        olena.shot("19-nothing")
        assert olena.faults == []
        assert one.elsewhere == []


def read_letters(olena: Careful, code: str) -> None:
    """A letter without news, then word from him above it, then one that is not the bureau's."""
    portal = olena.portal
    holder = Holder(derive(ReceiptCode(code), portal.pepper), b"")
    news = a_letter(holder, *NO_NEWS[olena.language], key=portal.sign, language=olena.language)
    word = a_letter(holder, *WORD[olena.language], kind="word_from_him", key=portal.sign, language=olena.language)
    for name, slot in (
        ("12-no-news", a_slot(holder, news)),
        ("13-word", a_slot(holder, word, news)),
        ("18-refused", bytes(16384)),
    ):
        portal.reply(holder.locator, slot)
        olena.page.goto(portal.url + "/letters/")
        olena.fill(code=code)
        olena.go("open")
        olena.shot(name)
        if name == "13-word":
            first, following = olena.page.locator(".po-first-line"), olena.page.locator(NEXT_CONTENT)
            assert olena.page.evaluate("window.scrollY") == 0
            assert first.bounding_box()["y"] < 740 <= following.bounding_box()["y"]  # type: ignore[index]
            save_first_screen(olena)


def save_first_screen(olena: Careful) -> None:
    if SHOTS:
        olena.page.screenshot(path=Path(SHOTS) / f"portal-{olena.language}-{olena.width}-13-word-first-screen.png")


def tab_to(olena: Phone, selector: str) -> None:
    """Press Tab until this is in focus."""
    for _ in range(60):
        olena.page.keyboard.press("Tab")
        if olena.page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def test_the_whole_way_by_keyboard_alone(portal: LivePortal) -> None:
    """Tab, letters and Enter are enough; Enter in a field goes on, and does not change the language."""
    with phone(portal, width=1280) as olena:
        keys = olena.page.keyboard

        def enter() -> None:
            with olena.page.expect_navigation():
                keys.press("Enter")

        olena.page.goto(portal.url + "/ask/")
        tab_to(olena, "main button[value=begin]")
        enter()
        tab_to(olena, "main button[value=next]")
        enter()
        tab_to(olena, "[name=name]")
        keys.type("Вигаданенко Данило")
        enter()
        tab_to(olena, "[name=relation]")
        keys.type("мама")
        enter()
        tab_to(olena, "[name=way]")
        tab_to(olena, "main button[value=next]")
        enter()
        assert "Вигаданенко Данило" in olena.text
        tab_to(olena, "main button[value=send]")
        enter()
        assert "Ваш запит у нас" in olena.text


def test_a_mistake_is_reached_from_its_sentence(portal: LivePortal) -> None:
    """The summary at the top leads to the field that needs her."""
    with phone(portal) as olena:
        olena.page.goto(portal.url + "/ask/")
        olena.go("begin")
        olena.go("next")
        olena.go("next")
        olena.page.locator(".govuk-error-summary a").first.click()
        assert olena.page.evaluate("document.activeElement.name") == "name"


def test_the_receipt_on_paper_is_digits_and_nothing_else(portal: LivePortal) -> None:
    """Printed, the page does not say what the digits are for."""
    with phone(portal) as olena:
        walk_to_the_question(olena)
        code = olena.code
        answer_everything(olena)
        olena.go("send")
        olena.page.emulate_media(media="print")
        seen = olena.page.locator("body").inner_text()
        assert "".join(seen.split()) == code


def readable_in(folder: Path, words: list[str]) -> set[str]:
    """Which of the words lie in any file of this folder, in the encodings a browser writes."""
    content = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    dresses = {word: (word.encode(), word.encode("utf-16-le"), quote(word).encode()) for word in words}
    return {word for word, forms in dresses.items() if any(form in content for form in forms)}


def test_nothing_of_it_stays_in_the_phone(portal: LivePortal, tmp_path: Path) -> None:
    """Who searches the browser's folder finds that a page was open, and neither a word nor the code."""
    with kept_phone(portal, tmp_path / "profile") as olena:
        walk_to_the_question(olena)
        code = olena.code
        answer_everything(olena)
        olena.go("send")
        olena.go("look")
        olena.go("write")
        olena.fill(text="Приметні слова")
        olena.go("say")
        olena.page.goto(portal.url + "/seen/")
    words = [code, code[:4] + " " + code[4:8], "Вигаданенко", "Грушка", "Приметні", "Vyhadanenko", "Данило"]
    assert readable_in(tmp_path / "profile", words) == set()
    assert readable_in(tmp_path / "profile", [portal.url + "/ask/"]) == {portal.url + "/ask/"}


def test_leaving_leaves_no_words_behind(portal: LivePortal) -> None:
    """One press away, and the way back does not show what she wrote."""
    with phone(portal, javascript=True) as olena:
        olena.page.route("https://**", lambda route: route.fulfill(body="an ordinary page"))
        olena.page.goto(portal.url + "/ask/")
        olena.go("begin")
        olena.go("next")
        olena.fill(name="Вигаданенко Данило")
        olena.go("next")
        olena.page.locator(".wh-leave").click()
        olena.page.wait_for_url("https://**")
        olena.page.go_back()
        assert "Вигаданенко" not in olena.page.content()
