"""The pages of sign-in, officers and the log in a live demonstration: narrow and wide, in Ukrainian, read by axe."""

import re
import shutil
from collections.abc import Iterator

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


class Reader:
    """Looks at one page after another and keeps what is wrong with each."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: dict[str, list[str]] = {}
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))

    def look(self, name: str) -> None:
        found = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in Axe().run(self.page).response["violations"]]
        found += list(self.page.evaluate(_SMALL_TARGETS)) + self.complaints
        if (excess := self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")) > 0:
            found.append(f"{excess} px too wide")
        self.complaints.clear()
        if found:
            self.faults[name] = found


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_can_be_read(bureau: LiveBureau, browser: Browser, width: int) -> None:
    """Nothing sticks out, no target is too small, axe finds no fault, the content policy has nothing to complain of."""
    context = browser.new_context(viewport={"width": width, "height": 800}, locale="uk")
    reader = Reader(context.new_page())
    page, url = reader.page, bureau.bureau_url
    said = bureau.command("officer", "add", f"marek{width}", "--role", "caseworker").stdout
    link = re.search(r"/enrol/\S+/", said)
    assert link is not None

    page.goto(url + "/sign-in/")
    reader.look("sign in")
    page.goto(url + link.group())
    reader.look("link")
    page.get_by_role("button", name="Далі").click()
    reader.look("make a passkey")

    page.goto(url + "/sign-in/")
    page.get_by_role("button", name="Тарас").click()
    page.goto(url + "/officers/")
    reader.look("officers")
    page.get_by_role("link", name=f"marek{width}").click()
    reader.look("officer")
    page.get_by_role("button", name="Створити нове посилання").click()
    page.get_by_text("Одноразове посилання").first.wait_for()
    reader.look("new link")
    page.goto(url + "/officers/add/")
    reader.look("add")
    page.get_by_role("button", name="Додати й створити посилання").click()
    reader.look("add, with mistakes")

    context.clear_cookies()
    page.goto(url + "/sign-in/")
    page.get_by_role("button", name="Галина").click()
    page.goto(url + "/log/")
    reader.look("log")
    page.get_by_role("button", name="Перевірити").click()
    page.get_by_text("Журнал цілий").first.wait_for()
    reader.look("log, checked")
    context.close()
    assert reader.faults == {}
