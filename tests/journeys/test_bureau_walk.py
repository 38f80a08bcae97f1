"""Iryna's morning in a live demonstration: a list comes in, a man is found by another spelling, his record is opened.

At 360 and at 1280 px, in Ukrainian: every page is read by axe, nothing sticks out, the content policy has no complaint.
Screens are kept for human eyes in the folder WAYHOME_SHOTS, if it is set.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browsing import _SMALL_TARGETS
from tests.live import LiveBureau, live_bureau

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed on this machine (apt install chromium)"),
]

LIST = (
    "Прізвище;Ім'я;По батькові;Дата народження;Місце народження;Особистий номер\r\n"
    "Небувалий;Казимир;Вигадович;12.04.1991;Полтава;ВГ-100200\r\n"
    "Небувала;Мрія;Вигадівна;1988;Харків;\r\n"
    "Вимрійко;Остап;Казкович;колись;Умань;ВГ-100201\r\n"
    ";;;1990;Львів;\r\n"
).encode("cp1251")
A_LONG_NAME = "Ж" * 190
STRANGE = "\r\n".join(
    ["Name;Born", f"{A_LONG_NAME};1990", "<script>alert(1)</script> Вигаданий;1991", "🌻 Соняшник Вигаданий;1992"]
).encode()


@pytest.fixture(scope="module")
def bureau() -> Iterator[LiveBureau]:
    with live_bureau() as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


class Desk:
    """One officer's browser, and what was wrong with each page that was looked at."""

    def __init__(self, browser: Browser, url: str, width: int, *, javascript: bool = True) -> None:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, locale="uk", java_script_enabled=javascript
        )
        self.page: Page = context.new_page()
        self.url, self.width = url, width
        self.faults: dict[str, list[str]] = {}
        self.asked: list[str] = []
        self._complaints: list[str] = []
        self._looked = 0
        self.page.on("console", lambda message: self._complaints.append(message.text))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def enter(self, login: str) -> None:
        self.page.context.clear_cookies()
        self.open("/sign-in/")
        self.page.click(f'form[action="/sign-in/demo/{login}/"] button')

    def open(self, path: str) -> None:
        self.page.goto(self.url + path)

    def send(self) -> None:
        """Press the first button of the page's own part."""
        self.page.click("main form button")

    def bring_in(self, content: bytes, label: str) -> None:
        """Upload a list; the page that asks for a yes is open then."""
        self.open("/lists/")
        file = {"name": "list.csv", "mimeType": "text/csv", "buffer": content}
        self.page.set_input_files("input[type=file]", files=[file])  # type: ignore[arg-type]  # a plain dict, as the library documents
        self.page.fill("input[name=label]", label)
        self.send()

    def say_yes(self) -> None:
        """Put the list in, and wait for its result."""
        self.page.click('form[action$="/yes/"] button')
        self.page.wait_for_url(re.compile(r"/lists/[0-9a-f-]{36}/$"), timeout=20_000)

    def ask(self, **typed: str) -> None:
        self.open("/find/")
        for field, text in typed.items():
            self.page.fill(f"input[name={field}]", text)
        self.send()

    def look(self, name: str) -> None:
        """Keep what is wrong with the page as it stands, and its picture."""
        found = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in Axe().run(self.page).response["violations"]]
        found += list(self.page.evaluate(_SMALL_TARGETS)) + self._complaints
        excess = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        found += [f"{excess} px too wide"] * (excess > 0)
        self._complaints.clear()
        self.faults |= {name: found} if found else {}
        self._looked += 1
        if shots := os.environ.get("WAYHOME_SHOTS"):
            path = Path(shots) / f"{self.width}-{self._looked:02d}-{name}.png"
            self.page.screenshot(path=path, full_page=True)


def read(desk: Desk) -> str:
    """The page's own words."""
    return desk.page.inner_text("main")


@pytest.mark.parametrize("width", [360, 1280])
def test_irynas_morning(bureau: LiveBureau, browser: Browser, width: int) -> None:
    """From an office's file to the man a mother asks for, and every page on the way can be read."""
    desk = Desk(browser, bureau.bureau_url, width)
    desk.open("/")
    desk.look("sign-in")
    desk.enter("iryna")
    desk.look("today")
    desk.open("/find/")
    desk.look("find")
    desk.bring_in(LIST, "Вигаданий список, травень")
    desk.look("how-it-is-read")
    assert "Небувалий Казимир Вигадович" in read(desk)
    desk.say_yes()
    desk.look("the-list-is-in")

    desk.ask(name="Nebuvaly Kazimir", birth_date="квітень 1991", place="Poltava")
    desk.look("who-may-be-meant")
    assert "Небувалий Казимир Вигадович" in read(desk)
    desk.page.locator('form[action="/find/side-by-side/"] button').first.click()
    desk.look("side-by-side")
    desk.page.click("main .wh-actions a.govuk-button")
    desk.look("record")
    record = desk.page.url.removeprefix(desk.url)
    for page in ("custody", "wish", "correct", "versions"):
        desk.open(f"{record}{page}/")
        desk.look(page)

    desk.ask(name="Зззгрх Оксамит", birth_date="двадцять")
    desk.look("a-date-that-is-none")
    desk.ask(name="Зззгрх Оксамит", birth_date="1901")
    desk.look("no-one-fits")
    assert "Це нічого не говорить" in read(desk)
    desk.ask(name="Іван")
    desk.look("many")
    assert desk.faults == {}


@pytest.mark.parametrize("width", [360, 1280])
def test_who_watches_and_who_runs_the_house(bureau: LiveBureau, browser: Browser, width: int) -> None:
    """Halyna gives a reason and sees who looked; Taras sees how the house stands."""
    desk = Desk(browser, bureau.bureau_url, width)
    desk.enter("marek")
    desk.bring_in(LIST, f"Список для Галини, {width}")
    desk.say_yes()
    desk.ask(name="Вимрійко Остап", place="Умань")
    desk.page.locator("main article a.govuk-button--secondary").first.click()
    record = desk.page.url.removeprefix(desk.url)

    desk.enter("halyna")
    desk.look("halyna-today")
    desk.open(record)
    desk.look("reason")
    desk.page.check("input[value=request]")
    desk.send()
    desk.look("record-with-its-log")
    assert "Марек" in read(desk)
    desk.enter("taras")
    desk.look("taras-today")
    desk.open("/health/")
    desk.look("health")
    assert desk.faults == {}


def test_strange_names_stay_inside_the_page(bureau: LiveBureau, browser: Browser) -> None:
    """190 letters without a space, a script and an emoji: on a phone nothing sticks out and nothing runs."""
    desk = Desk(browser, bureau.bureau_url, 360)
    desk.enter("marek")
    desk.bring_in(STRANGE, "Дивний список")
    desk.look("strange-list")
    desk.say_yes()
    for name in (A_LONG_NAME, "<script>alert(1)</script> Вигаданий", "🌻 Соняшник Вигаданий"):
        desk.ask(name=name, birth_date="199")
        desk.ask(name=name)
        desk.look(f"strange-{len(name)}")
        desk.page.locator('form[action="/find/side-by-side/"] button').first.click()
        desk.look(f"strange-beside-{len(name)}")
    assert desk.faults == {}


def test_no_name_ever_stood_in_an_address(bureau: LiveBureau, browser: Browser) -> None:
    """Everything the browser asked for while Iryna searched is plain letters, ids and nothing else."""
    desk = Desk(browser, bureau.bureau_url, 1280)
    desk.enter("iryna")
    desk.ask(name="Nebuvaly Kazimir", place="Poltava")
    desk.page.locator('form[action="/find/side-by-side/"] button').first.click()
    told = [address for address in desk.asked if re.search(r"nebuv|kazimir|poltav|%|\?name", address, re.IGNORECASE)]
    assert told == []
    assert {address.split("/")[2] for address in desk.asked} == {bureau.bureau_url.split("/")[2]}


def test_all_of_it_works_without_javascript(bureau: LiveBureau, browser: Browser) -> None:
    """The list goes in, the progress is looked at by hand, the man is found and his record opens."""
    desk = Desk(browser, bureau.bureau_url, 360, javascript=False)
    desk.enter("iryna")
    desk.bring_in(LIST, "Список без скриптів")
    desk.page.click('form[action$="/yes/"] button')
    look_until(desk, lambda: "/progress/" not in desk.page.url)
    desk.ask(name="Небувалий Казимир", birth_date="1991")
    desk.page.locator("main article a.govuk-button--secondary").first.click()
    assert "ВГ-100200" in read(desk)


def look_until(desk: Desk, over: Callable[[], bool]) -> None:
    """Press "look again" as a patient officer would."""
    for _ in range(60):
        if over():
            return
        desk.page.wait_for_timeout(500)
        desk.page.reload()
    pytest.fail("the list did not go in within half a minute")
