"""The first officer's way in, with a real browser and a real server: link → passkey → signed out → signed in with it.

Chromium's virtual authenticator stands in for the finger; everything else is as on an officer's desk.
"""

import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone
from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.live import free_port, until
from wayhome import audit
from wayhome.protection import actions
from wayhome.protection.models import Officer
from wayhome.run.databases import environment_for
from wayhome.run.postgres import Cluster

CHROMIUM = shutil.which("chromium")
PROJECT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed on this machine (apt install chromium)"),
]


@pytest.fixture
def site(committed: None, cluster: Cluster, home: Path, tmp_path: Path) -> Iterator[str]:
    """The staff's site as it really runs, without HTTPS, reached as http://localhost."""
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "WAYHOME_BUREAU_DATABASE_URL": environment_for(cluster)["WAYHOME_BUREAU_DATABASE_URL"],
        "WAYHOME_HOME": str(home),
        "WAYHOME_PLAIN_HTTP": "1",
        "WAYHOME_SECRET_KEY": "x" * 50,
    }
    with (tmp_path / "site.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "wayhome.run.serve", "wayhome.run.wsgi_bureau:application", str(port)],
            cwd=PROJECT,
            env=environment,
            stdout=log,
            stderr=log,
        )
        url = f"http://localhost:{port}"
        try:
            until(lambda: _answers(url), "the site to answer", 60)
            yield url
        finally:
            server.terminate()
            server.wait(20)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/sign-in/", timeout=5) as answer:  # noqa: S310  (our own address)
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@dataclass
class Desk:
    """An officer's browser. complaints: whatever the browser refused, for one a script the content policy forbids."""

    page: Page
    devices: CDPSession
    complaints: list[str]

    def plug_in(self) -> None:
        """A device with a finger that always agrees."""
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        self.devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    def session(self) -> str:
        cookies = {cookie["name"]: cookie["value"] for cookie in self.page.context.cookies()}
        return cookies.get("bureau_session", "")

    def is_signed_in(self, site: str) -> bool:
        self.page.goto(f"{site}/sign-in/")
        return not self.page.url.endswith("/sign-in/")


@pytest.fixture
def desk(site: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    # The browser's library runs an event loop in this thread, and Django then suspects us of asynchronous views.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(locale="en").new_page()
        devices = page.context.new_cdp_session(page)
        devices.send("WebAuthn.enable")
        opened = Desk(page, devices, [])
        page.on("console", lambda message: opened.complaints.append(message.text) if message.type == "error" else None)
        try:
            yield opened
        finally:
            browser.close()


@pytest.fixture
def link(site: str) -> str:
    _, token = actions.add_officer(
        "iryna", "Ірина", ["caseworker"], "en", by=audit.Actor.process("test"), at=timezone.now()
    )
    return f"{site}/enrol/{token}/"


def make_passkey(desk: Desk, link: str) -> None:
    desk.page.goto(link)
    desk.page.get_by_role("button", name="Continue").click()
    desk.page.get_by_role("button", name="Make a passkey").click()
    desk.page.wait_for_url(lambda url: "/enrol/" not in url)


def acts_of(officer: Officer) -> list[str]:
    return [entry.act for entry in reversed(audit.log_of(officer.pk))]


@pytest.mark.timeout(180)
def test_link_passkey_out_and_in_again(desk: Desk, site: str, link: str) -> None:
    """Nothing is typed; each sign-in has a new session; the log tells the whole way; the content policy is silent."""
    desk.plug_in()
    make_passkey(desk, link)
    first = desk.session()
    assert desk.is_signed_in(site)

    desk.page.evaluate(
        "() => { const form = document.createElement('form'); form.method = 'post'; form.action = '/sign-out/';"
        " const token = document.querySelector('[name=csrfmiddlewaretoken]').cloneNode();"
        " form.append(token); document.body.append(form); form.submit(); }"
    )
    desk.page.wait_for_url("**/sign-in/")
    assert not desk.is_signed_in(site)

    desk.page.get_by_role("button", name="Sign in with a passkey").click()
    desk.page.wait_for_url(lambda url: "/sign-in/" not in url)
    assert desk.is_signed_in(site)
    assert desk.session() not in ("", first)

    iryna = Officer.objects.get(login="iryna")
    assert acts_of(iryna) == [
        "officer_added",
        "enrolment_used",
        "passkey_added",
        "signed_in",
        "signed_out",
        "signed_in",
    ]
    assert Authenticator.objects.get(user=iryna).last_used_at is not None
    assert desk.complaints == []


@pytest.mark.timeout(180)
def test_a_suspended_officer_is_turned_away_with_the_right_passkey(desk: Desk, site: str, link: str) -> None:
    desk.plug_in()
    make_passkey(desk, link)
    iryna = Officer.objects.get(login="iryna")
    actions.suspend_officer(iryna.pk, by=audit.Actor.process("test"), at=timezone.now())
    assert not desk.is_signed_in(site)
    desk.page.get_by_role("button", name="Sign in with a passkey").click()
    desk.page.get_by_text("The passkey was not accepted").wait_for()
    assert not desk.is_signed_in(site)


@pytest.mark.timeout(180)
def test_a_browser_without_a_device_is_told_so(desk: Desk, site: str, link: str) -> None:
    """The sentence stands on the page, not only in the console."""
    desk.page.goto(f"{site}/sign-in/")
    assert not desk.page.get_by_text("The browser did not use a passkey").is_visible()
    desk.devices.send("WebAuthn.addVirtualAuthenticator", {"options": {"protocol": "ctap2", "transport": "internal"}})
    desk.page.get_by_role("button", name="Sign in with a passkey").click()
    desk.page.get_by_text("The browser did not use a passkey").wait_for(timeout=90_000)
    assert desk.page.url.endswith("/sign-in/")
