"""Pages seen by a real browser without a server: every request it makes is answered by Django's own test client.

Headers count as they would on a wire (a content security policy is enforced), and a request to any other host is kept
for the test to complain about, never made.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, Route, sync_playwright

CHROMIUM = shutil.which("chromium")
OURS = "http://localhost"


@dataclass
class Window:
    """One page and what went on behind it: addresses asked of us, addresses asked of others, complaints."""

    page: Page
    asked: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(OURS + path)

    def too_wide(self) -> int:
        """How many pixels of the page stick out to the right."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))

    def small_targets(self) -> list[str]:
        """Buttons, fields and standing links lower than 44 px. Links inside a sentence are exempt."""
        return list(self.page.evaluate(_SMALL_TARGETS))

    def faults(self) -> list[str]:
        """What axe finds wrong, at every level it knows."""
        found: dict[str, Any] = Axe().run(self.page).response
        return [
            f"{one['id']}: {node['html'][:120]}: {node['failureSummary']}"
            for one in found["violations"]
            for node in one["nodes"]
        ]


@contextmanager
def window(client: Client, *, width: int = 360, language: str = "uk", javascript: bool = True) -> Iterator[Window]:
    """A fresh browser of a given width, whose owner reads a given language."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(
            viewport={"width": width, "height": 800}, locale=language, java_script_enabled=javascript
        )
        opened = Window(context.new_page())
        opened.page.on("console", lambda message: opened.complaints.append(message.text))
        context.route("**/*", lambda route: _answer(route, client, opened, language))
        try:
            yield opened
        finally:
            browser.close()


def _answer(route: Route, client: Client, opened: Window, language: str) -> None:
    address = urlsplit(route.request.url)
    if f"{address.scheme}://{address.netloc}" != OURS:
        opened.elsewhere.append(route.request.url)
        route.abort()
        return
    opened.asked.append(address.path)
    reply = client.get(address.path, headers={"accept-language": language, "host": "localhost"})
    body = b"".join(reply.streaming_content) if reply.streaming else reply.content  # type: ignore[attr-defined]
    reply.close()
    route.fulfill(status=reply.status_code, headers=dict(reply.headers), body=body)


_SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter((one) => one.type !== "hidden" && one.getClientRects().length && !one.closest(".govuk-skip-link"))
  .filter((one) => getComputedStyle(one).display !== "inline")
  .filter((one) => one.getBoundingClientRect().height < 43.9)
  .map((one) => one.outerHTML.slice(0, 120))"""
