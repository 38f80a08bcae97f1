"""The mother's question, from her telephone to his answer: three people, each in a browser, on live processes.

Olena asks in Russian, without JavaScript, for a man registered in Ukrainian. Iryna and Marek read, the second blind. He
wishes: "my mother may know that I am alive, not where". She reads exactly that. Then he takes it back, and within a
minute her page is that of any answered case between two pieces of news.
"""

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys import line
from tests.journeys.line import Family, PatientFamily, all_in, candidate_of, letters_come, newest_request
from tests.journeys.scene import Held, held, wish
from tests.live import LiveBureau, live_bureau, until

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed on this machine (apt install chromium)"),
]

PLACE = "Табір під Вигадівкою"
DANYLO = Held(
    "Сонцеженко",
    "Микола",
    "Григорович",
    "1999-04-12",
    {"tell_family": "only_these: моя мама", "tell_place": "no", "letters": "no"},
    PLACE,
)
ANOTHER = Held("Зореславко", "Остап", "Мрійович", "1995-11-30", {"tell_family": "yes"})
HER_WORDS = {"name": "Солнцеженко Николай Григорьевич", "born": "12 апреля 1999"}
HEIGHT, WIDTH = 740, 360
IRYNAS_WORDS = "те саме по батькові, той самий день"
A_MINUTE = 60.0


@pytest.fixture(scope="module")
def live() -> Iterator[LiveBureau]:
    with live_bureau() as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


def shot(page: Page, name: str, *, whole: bool = True) -> None:
    if folder := os.environ.get("WAYHOME_SHOTS"):
        page.screenshot(path=Path(folder) / f"line-{name}.png", full_page=whole)


# — Olena —


def telephone(browser: Browser, live: LiveBureau) -> Page:
    """Old, narrow, Russian, no JavaScript."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, locale="ru", java_script_enabled=False, base_url=live.portal_url
    )
    return context.new_page()


def press(page: Page, go: str) -> None:
    page.locator(f"main button[name=go][value={go}]").first.click()


def she_asks(page: Page) -> str:
    """From the front page to the receipt; the code she keeps."""
    page.goto("/")
    for path in ("/seen/", "/ways/", "/ask/"):
        page.locator(f"main a[href='{path}']").first.click()
    press(page, "begin")
    press(page, "next")
    for name, words in HER_WORDS.items():
        page.locator(f"main [name={name}]").fill(words)
    page.locator("main [name=sex][value=he]").check()
    press(page, "next")
    page.locator("main [name=relation]").fill("мама")
    page.locator("main [name=you]").fill("Олена")
    press(page, "next")
    press(page, "next")
    shot(page, "1-review")
    press(page, "send")
    shot(page, "2-receipt")
    return str(page.locator("input[name=code]").input_value())


def she_looks(page: Page, code: str) -> str:
    """Back with the code; what stands on her page."""
    page.goto("/letters/")
    page.locator("main [name=code]").fill(code)
    press(page, "open")
    return page.inner_text("main")


def in_the_first_screen(page: Page) -> list[str]:
    """Every text of the page's own part whose top lies within the first screen."""
    parts = page.locator("main :is(h1, h2, p, li, button, a, time, span, label)").all()
    boxes = [(part.inner_text().strip(), part.bounding_box()) for part in parts]
    return [text for text, box in boxes if text and box is not None and box["y"] < HEIGHT and box["height"] > 1]


# — the desk —


def officer(browser: Browser, live: LiveBureau, login: str) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="uk", base_url=live.bureau_url)
    page = context.new_page()
    page.goto("/sign-in/")
    page.click(f'form[action="/sign-in/demo/{login}/"] button')
    return page


def verdict(page: Page, pair: str, because: str) -> None:
    page.goto(pair)
    page.check("input[name=says][value=same]")
    page.fill("textarea[name=because]", because)
    page.locator("form:has(textarea[name=because]) button").click()


# What differs between two visits whatever anybody did: tokens, check codes, moments; and the walker's own footsteps.
DIFFERS = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|[0-9a-f]{4}-[0-9a-f]{4}(?=</strong>)|\d\d:\d\d(:\d\d)?'
    r'|<tr class="govuk-table__row">(?:(?!</tr>).)*?Марек.*?</tr>',
    re.DOTALL,
)
LINK = re.compile(r'href="(/[^"#]*)"')
NOT_WALKED = ("/static/", "/language/", "/sign-out/")


def walk(context: BrowserContext, begin: list[str]) -> dict[str, tuple[int, str]]:
    """Every page that links lead to for this officer: status and text, without what differs by itself."""
    seen: dict[str, tuple[int, str]] = {}
    waiting = list(begin)
    while waiting:
        path = waiting.pop(0)
        if path in seen or path.startswith(NOT_WALKED):
            continue
        answer = context.request.get(path, max_redirects=0)
        page = answer.text()
        seen[path] = (answer.status, DIFFERS.sub("", page))
        waiting += [unescape(link) for link in LINK.findall(page)]
    return seen


def between_news(live: LiveBureau) -> str:
    """Another family, answered, whose word has made way because its days were over: what her page says."""
    held(live, ANOTHER)
    code = Family(live, "ru").file(name="Зореславко Остап Мрийович", born="30 ноября 1995").code
    letters_come(live, code, language="ru")
    request = newest_request(live)
    candidate = candidate_of(live, request)
    iryna, marek = line.Desk(live, "iryna"), line.Desk(live, "marek")
    iryna.say(candidate, "same", "усе збігається")
    marek.say(candidate, "same", "усе збігається")
    marek.answer(request)
    letters_come(live, code, 2, language="ru")
    with live.sql() as sql:
        sql.execute("UPDATE tracing_tracingrequest SET told_until = now() WHERE id = %s", [request])
    return settled_page(live, code)


def settled_page(live: LiveBureau, code: str) -> str:
    """Her letters once no word lies there any more, without the check codes."""
    olena = PatientFamily(live, "ru")

    def has_made_way() -> bool:
        olena.come_back(code)
        return len(olena.letters_shown) == 2 and "Он жив" not in olena.text

    until(has_made_way, "the short letter", A_MINUTE)
    return re.sub(r"\d{3}( \d{3}){7}", "CHECK", olena.text)


def blind(marek: BrowserContext, begin: list[str], what_iryna_does: Callable[[], None]) -> None:
    """Nothing Marek can reach is another page afterwards."""
    walk(marek, begin)  # what he has opened counts towards his 25; the second time it is not new
    before = walk(marek, begin)
    assert {path: before[path][0] for path in begin} == dict.fromkeys(begin, 200)
    what_iryna_does()
    assert walk(marek, begin) == before


def he_answers(marek: Page, case: str) -> None:
    """Which of the named she is, then the letter as it is shown."""
    marek.goto(f"{case}answer/")
    marek.check("input[name=line]")
    marek.locator("form:has(input[name=line]) button").click()
    shot(marek, "8-answer")
    assert PLACE not in marek.inner_text("main")
    marek.locator("button[name=go][value=send]").click()
    shot(marek, "9-sent")


def she_reads_exactly_that(olena: Page, code: str) -> None:
    """He is alive, and not where; the first line alone on the first screen."""
    told = she_looks(olena, code)
    shot(olena, "10-word-first-screen", whole=False)
    shot(olena, "11-word")
    first = told.splitlines()[0]
    assert first.startswith("Он жив. Наш сотрудник говорил с ним")
    assert in_the_first_screen(olena) == [first]
    assert "Он просил не говорить, где он." in told
    assert "Вигадівк" not in told


def test_from_her_question_to_his_silence(live: LiveBureau, browser: Browser) -> None:
    """She asks, two read, she reads what he allows, and then nothing that tells of his change of mind."""
    all_in(live)  # the demo's own families
    person, olena = held(live, DANYLO), telephone(browser, live)
    code = she_asks(olena)
    letters_come(live, code, language="ru")
    assert "Для Вас есть письмо" in she_looks(olena, code)
    shot(olena, "3-received")
    request = newest_request(live)
    case, pair = f"/requests/{request}/", f"/reading/{candidate_of(live, request)}/"

    iryna, marek = officer(browser, live, "iryna"), officer(browser, live, "marek")
    iryna.goto(pair)
    shot(iryna, "4-iryna-reads")
    blind(marek.context, ["/", "/requests/", case, pair], lambda: verdict(iryna, pair, IRYNAS_WORDS))
    shot(iryna, "5-iryna-has-read")
    marek.goto(pair)
    assert IRYNAS_WORDS not in marek.content()
    shot(marek, "6-marek-reads")
    verdict(marek, pair, "збігається все")
    assert IRYNAS_WORDS in marek.content()
    shot(marek, "7-confirmed")

    he_answers(marek, case)
    letters_come(live, code, 2, language="ru")
    she_reads_exactly_that(olena, code)

    usual = between_news(live)
    began = time.monotonic()
    wish(live, person, tell_family="no")
    assert settled_page(live, code) == usual
    assert time.monotonic() - began < A_MINUTE
    assert "верно на тот день" in she_looks(olena, code)
    shot(olena, "12-between-news")
