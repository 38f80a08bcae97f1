"""The desk, live: a mother's sealed question comes in by the courier, Iryna and Marek read, the answer goes out to her.

At 360 and at 1280 px, in Ukrainian: every page on the way is read by axe, nothing sticks out, and the content policy
has nothing to say. Screens are kept for human eyes in the folder WAYHOME_SHOTS, if it is set.
"""

import re
import shutil
from collections.abc import Iterator
from uuid import UUID

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.line import Family, letters_come
from tests.journeys.scene import Held, held, wish
from tests.journeys.test_bureau_walk import Desk, read
from tests.live import LiveBureau, live_bureau, until

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed on this machine (apt install chromium)"),
]

STOPPED = "зупинено"
HIS_WISH = {"tell_family": "yes", "tell_place": "no"}
# Who is held, and how the mother writes of him: in Russian, in her own spelling, the month without the day.
WHOM = {
    360: (Held("Небувальський", "Данило", "Вигадович", "1999-04-12", HIS_WISH), "Небывальский Данила Выгадович"),
    1280: (Held("Казкаренко", "Остап", "Мрійович", "1999-04-30", HIS_WISH), "Сказкаренко Остап Мрійович"),
}
HER_WAY = {
    "born": "апрель 1999",
    "place": "",
    "you": "Олена Невідома",
    "way": "phone",
    "detail": "+380 00 000 00 00, лише Viber",
    "safe_when": "після сьомої вечора, не в неділю",
}


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


def pair_of(bureau: LiveBureau, person: UUID) -> str:
    """The address of the pair that the matcher has made of her question and his record."""
    query = "SELECT id::text FROM tracing_candidate WHERE person_id = %s"
    found: list[str] = []

    def stands() -> bool:
        with bureau.sql() as sql:
            found.extend(str(row[0]) for row in sql.execute(query, [person]).fetchall())
        return bool(found)

    until(stands, "a candidate")
    return f"/reading/{found[0]}/"


def on_the_list(desk: Desk, address: str) -> None:
    """Look at today's list until a line leads there, and follow it."""
    link = f'main ol a[href="{address}"]'

    def stands() -> bool:
        desk.open("/")
        return desk.page.locator(link).count() > 0

    until(stands, f"{address} on the list for today")
    desk.page.locator(link).first.click()


def decide(desk: Desk, because: str) -> None:
    """The same person; the button is pressed with the keyboard."""
    desk.page.check("input[value=same]")
    desk.page.fill("textarea[name=because]", because)
    with desk.page.expect_navigation():
        desk.page.locator("main form button").first.press("Enter")


@pytest.mark.parametrize("width", [360, 1280])
def test_from_her_question_to_her_letter(bureau: LiveBureau, browser: Browser, width: int) -> None:
    """She asks in Russian for a man registered in Ukrainian; two read; she reads that he is alive, and not where."""
    danylo, in_her_words = WHOM[width]
    person = held(bureau, danylo)
    olena = Family(bureau, "ru")
    olena.file(name=in_her_words, **HER_WAY)
    code, pair = olena.code, pair_of(bureau, person)

    desk = Desk(browser, bureau.bureau_url, width)
    desk.enter("iryna")
    on_the_list(desk, pair)
    desk.look("reading")
    desk.send()
    desk.look("reading-with-mistakes")
    decide(desk, "те саме імʼя по батькові й той самий місяць")
    desk.look("today-after-a-verdict")
    assert pair not in desk.page.content()
    desk.open(pair)
    desk.look("reading-again")

    desk.enter("marek")
    desk.look("today-of-the-second-reader")
    on_the_list(desk, pair)
    assert "те саме імʼя" not in read(desk)
    decide(desk, "збігається все, що відомо")
    desk.look("confirmed")
    assert [reader in read(desk) for reader in ("Ірина", "Марек")] == [True, True]

    desk.page.click('main .wh-actions a[href$="/answer/"]')
    desk.look("answer")
    assert "Он жив" in read(desk)
    assert "Табір" not in read(desk)
    case = desk.page.url.removeprefix(desk.url).removesuffix("answer/")
    desk.page.click("main button[value=send]")
    desk.look("sent")
    olena = letters_come(bureau, code, 2, language="ru")
    assert "Он жив" in olena.letters_shown[0]

    olena.write_back("Скажите ему, что дома всё хорошо. Соседка кормит кота.")
    on_the_list(desk, case)
    desk.look("case-with-a-message")
    assert "Соседка кормит кота" in read(desk)
    desk.page.click('main form[action$="/messages/"] button')
    desk.look("case")
    for page in ("talk", "ask", "move/paused"):
        desk.open(f"{case}{page}/")
        desk.look(page.replace("/", "-"))
    desk.open(f"{case}talk/")
    desk.page.check("input[value=routine]")
    desk.send()
    desk.look("case-with-a-talk")

    wish(bureau, person, tell_family="no")
    desk.open(f"{case}answer/")
    desk.look("answer-withheld")
    assert "Он жив" not in read(desk)
    assert desk.page.locator("button[value=send]").count() == 0
    assert desk.faults == {}


@pytest.mark.parametrize("width", [360, 1280])
def test_the_queue_the_reason_and_the_switch(bureau: LiveBureau, browser: Browser, width: int) -> None:
    """Halyna says why she opens a request, sees who looked, and stops everything outgoing; then every page says so."""
    Family(bureau, "uk").file(name="Незнайко Вигадана", born="1970", you="Петро")
    desk = Desk(browser, bureau.bureau_url, width)
    desk.enter("halyna")

    def came() -> bool:
        desk.open("/requests/")
        return "R-" in read(desk)

    until(came, "a request in the queue")
    desk.look("queue")
    desk.page.locator("main li a").last.click()
    if desk.page.locator("input[value=request]").count():
        desk.look("reason")
        desk.page.check("input[value=request]")
        desk.send()
    desk.look("case-and-who-looked")
    desk.open("/outgoing/")
    desk.look("switch")
    desk.page.check("input[value=drill]")
    desk.send()
    desk.look("switch-stopped")
    desk.enter("iryna")
    desk.look("today-while-stopped")
    assert desk.page.locator(".wh-standing").count() == 1
    assert STOPPED in desk.page.inner_text("body")
    desk.enter("taras")
    desk.open("/health/")
    desk.look("health-while-stopped")
    desk.open("/outgoing/")
    desk.page.check("input[value=drill_over]")
    desk.send()
    assert STOPPED not in desk.page.inner_text("body")
    assert desk.faults == {}


def test_no_name_ever_stood_in_an_address(bureau: LiveBureau, browser: Browser) -> None:
    """Whatever the browser asked for while Iryna went through the desk: plain words, ids and nothing else."""
    desk = Desk(browser, bureau.bureau_url, 1280)
    desk.enter("iryna")
    for link in ("/requests/", "/requests/?show=answered", "/requests/?show=resting", "/envelopes/"):
        desk.open(link)
    told = [address for address in desk.asked if re.search(r"%|небув|nebuv|олен", address, re.IGNORECASE)]
    assert told == []


def test_the_desk_works_without_javascript(bureau: LiveBureau, browser: Browser) -> None:
    """The list, the queue and a request, with scripts switched off."""
    desk = Desk(browser, bureau.bureau_url, 360, javascript=False)
    desk.enter("iryna")
    desk.open("/requests/")
    desk.page.locator("main li a").first.click()
    assert desk.page.locator("h1").inner_text() != ""
