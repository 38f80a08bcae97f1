"""The family's site alone, live, on a port of its own, beside the test run's database; and a browser in front of it."""

import os
import secrets
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from playwright.sync_api import Browser, Page, sync_playwright

from tests.live import free_port
from wayhome.run.databases import environment_for
from wayhome.run.postgres import Cluster

PROJECT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
# With WAYHOME_SHOTS=folder every page of a journey is also saved as a picture, to be looked at and read aloud.
SHOTS = os.environ.get("WAYHOME_SHOTS")


@dataclass
class LivePortal:
    """Where it answers, what it was told, what it logs, and the private halves that only a bureau has."""

    url: str
    log: Path
    pepper: bytes
    courier_url: str
    seal: X25519PrivateKey
    sign: Ed25519PrivateKey

    def fetch(self) -> list[bytes]:
        """Every envelope that waits, as the courier finds them."""
        with psycopg.connect(self.courier_url) as connection:
            return [bytes(row[0]) for row in connection.execute("SELECT envelope FROM mailbox_incoming ORDER BY id")]

    def reply(self, locator: bytes, body: bytes) -> None:
        """Put a reply into its slot, as the courier does."""
        with psycopg.connect(self.courier_url) as connection:
            done = connection.execute(
                "UPDATE mailbox_replyslot SET body = %s, version = version + 1 WHERE locator = %s",
                [body, locator.hex()],
            )
            assert done.rowcount == 1


@contextmanager
def live_portal(cluster: Cluster, folder: Path) -> Iterator[LivePortal]:
    """Started with exactly the variables a portal gets, stopped afterwards."""
    port = free_port()
    addresses = environment_for(cluster)
    portal = LivePortal(
        url=f"http://localhost:{port}",
        log=folder / "portal.log",
        pepper=secrets.token_bytes(32),
        courier_url=addresses["WAYHOME_COURIER_DATABASE_URL"],
        seal=X25519PrivateKey.generate(),
        sign=Ed25519PrivateKey.generate(),
    )
    environment = {
        "PATH": os.environ["PATH"],
        "WAYHOME_PLAIN_HTTP": "1",
        "WAYHOME_PORTAL_DATABASE_URL": addresses["WAYHOME_PORTAL_DATABASE_URL"],
        "WAYHOME_BUREAU_SEAL_KEY": portal.seal.public_key().public_bytes_raw().hex(),
        "WAYHOME_BUREAU_SIGN_KEY": portal.sign.public_key().public_bytes_raw().hex(),
        "WAYHOME_PORTAL_PEPPER": portal.pepper.hex(),
    }
    with portal.log.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "wayhome.run.serve", "wayhome.run.wsgi_portal:application", str(port)],
            env=environment,
            cwd=PROJECT,
            stdout=log,
            stderr=log,
        )
    try:
        _until_it_answers(portal.url, process)
        yield portal
    finally:
        process.terminate()
        process.wait(20)


def _until_it_answers(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310  (our own address)
            return
        except OSError:
            assert process.poll() is None, "the portal ended"
            assert time.monotonic() < deadline, "the portal does not answer"
            time.sleep(0.1)


@dataclass
class Phone:
    """One browser window; `seen` keeps what was loaded, `elsewhere` every request that left for another host."""

    page: Page
    portal: LivePortal
    language: str
    width: int
    seen: dict[str, int] = field(default_factory=dict)
    elsewhere: list[str] = field(default_factory=list)

    def go(self, button: str) -> None:
        """Press the main button with this value, whatever it is called in her language."""
        self.page.locator(f"main button[name=go][value={button}]").first.click()
        self.page.wait_for_load_state()

    def follow(self, path: str) -> None:
        """Follow the link to this page."""
        self.page.locator(f"main a[href='{path}']").first.click()
        self.page.wait_for_load_state()

    def fill(self, **words: str) -> None:
        for name, text in words.items():
            self.page.locator(f"main [name={name}]").fill(text)

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f"main [name={name}][value={value}]").check()

    @property
    def code(self) -> str:
        return str(self.page.locator("input[name=code]").input_value())

    def shot(self, name: str) -> None:
        if SHOTS:
            file = Path(SHOTS) / f"portal-{self.language}-{self.width}-{name}.png"
            self.page.screenshot(path=file, full_page=True)

    @property
    def text(self) -> str:
        return str(self.page.locator("main").inner_text())


@contextmanager
def kept_phone(portal: LivePortal, profile: Path) -> Iterator[Phone]:
    """A browser that keeps its profile in a folder, as every phone does."""
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"], locale="uk"
        )
        try:
            yield Phone(context.pages[0], portal, "uk", 360)
        finally:
            context.close()


@contextmanager
def phone(portal: LivePortal, *, language: str = "uk", width: int = 360, javascript: bool = False) -> Iterator[Phone]:
    """A fresh browser; scripts are off unless a test needs them to look at the page."""
    with sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(
            viewport={"width": width, "height": 740}, locale=language, java_script_enabled=javascript
        )
        opened = Phone(context.new_page(), portal, language, width)
        context.on("request", lambda one: None if one.url.startswith(portal.url) else opened.elsewhere.append(one.url))
        try:
            yield opened
        finally:
            browser.close()
