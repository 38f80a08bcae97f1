"""The sign-in pages: what a browser can and cannot do with them. The ceremony itself is in journeys/test_passkey.py."""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import ModuleType

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests.protection.cast import HOUSE, NOON
from wayhome import audit
from wayhome.protection import actions, sessions
from wayhome.protection.models import Officer

pytestmark = pytest.mark.django_db
Enter = Callable[[Officer], Client]


@pytest.fixture
def demo(settings: Settings) -> Iterator[ModuleType]:
    """The module of invented officers, in demo mode."""
    settings.WAYHOME_DEMO = True
    from wayhome.protection import demo

    yield demo
    _forget_demo()


def _forget_demo() -> None:
    sys.modules.pop("wayhome.protection.demo", None)
    vars(sys.modules["wayhome.protection"]).pop("demo", None)


def test_the_sign_in_page_offers_a_passkey_and_nothing_else() -> None:
    page = Client().get(reverse("sign_in")).content.decode()
    assert 'id="passkey-button"' in page
    assert 'type="password"' not in page
    assert "sign-in/demo" not in page


def test_no_script_stands_in_the_page_itself() -> None:
    """The strict content policy holds: every script is a file of ours, every block is data."""
    for page in (Client().get(reverse("sign_in")), _enrolling().get(reverse("enrol_passkey"))):
        content = page.content.decode()
        scripts = content.split("<script")[1:]
        assert all("src=" in script.split(">")[0] or "application/json" in script.split(">")[0] for script in scripts)
        assert "style=" not in content
        assert "onclick" not in content


def _enrolling() -> Client:
    _, token = actions.add_officer("marek", "Марек", ["caseworker"], "uk", by=HOUSE, at=timezone.now())
    client = Client()
    client.post(reverse("enrol", args=[token]))
    return client


def test_the_library_brings_no_pages_of_its_own() -> None:
    """No sign-up, no password, no e-mail: their addresses do not exist."""
    for path in ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/2fa/", "/admin/"):
        assert Client().get(path).status_code == 404


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "null",
        "[]",
        "{}",
        "3",
        '"x"',
        "{not json",
        '{"response": []}',
        '{"response": {"userHandle": 5}}',
        '{"response": {"userHandle": "!!!"}}',
        '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"clientDataJSON": "e30",'
        ' "authenticatorData": "AAAA", "signature": "AAAA", "userHandle": "AAAA"}}',
        "[" * 500,
    ],
)
def test_nonsense_is_refused_without_a_word(iryna: Officer, credential: str) -> None:
    """Whatever is posted: back to the sign-in page, no error page, nobody signed in."""
    client = Client()
    client.get(reverse("sign_in_passkey"))
    answer = client.post(reverse("sign_in_passkey"), {"credential": credential})
    assert (answer.status_code, answer["Location"]) == (302, reverse("sign_in"))
    assert "_auth_user_id" not in client.session
    assert "passkey" in client.get(reverse("sign_in")).content.decode()


def test_a_known_officer_without_his_key_is_refused(iryna: Officer) -> None:
    """Knowing an officer's id is not enough."""
    client = Client()
    options = client.get(reverse("sign_in_passkey")).json()["request_options"]
    assert options["publicKey"]["userVerification"] == "required"
    data = {"type": "webauthn.get", "challenge": options["publicKey"]["challenge"], "origin": "http://localhost"}
    import base64

    def b64(content: bytes) -> str:
        return base64.urlsafe_b64encode(content).decode().rstrip("=")

    forged = {
        "id": "AAAA",
        "rawId": "AAAA",
        "type": "public-key",
        "response": {
            "clientDataJSON": b64(json.dumps(data).encode()),
            "authenticatorData": b64(bytes(37)),
            "signature": b64(bytes(64)),
            "userHandle": b64(iryna.pk.hex.encode()),
        },
    }
    client.post(reverse("sign_in_passkey"), {"credential": json.dumps(forged)})
    assert "_auth_user_id" not in client.session


def test_opening_a_link_uses_nothing_up() -> None:
    """Mail programs open links to look at them."""
    _, token = actions.add_officer("marek", "Марек", ["caseworker"], "uk", by=HOUSE, at=timezone.now())
    client = Client()
    assert client.get(reverse("enrol", args=[token])).status_code == 200
    assert client.get(reverse("enrol", args=[token])).status_code == 200
    assert client.post(reverse("enrol", args=[token]))["Location"] == reverse("enrol_passkey")


def test_a_used_link_opens_nothing() -> None:
    _, token = actions.add_officer("marek", "Марек", ["caseworker"], "uk", by=HOUSE, at=timezone.now())
    Client().post(reverse("enrol", args=[token]))
    lev = Client()
    assert lev.post(reverse("enrol", args=[token])).status_code == 410
    assert lev.get(reverse("enrol_passkey")).status_code == 410


def test_a_used_and_an_unknown_link_look_alike() -> None:
    _, token = actions.add_officer("marek", "Марек", ["caseworker"], "uk", by=HOUSE, at=timezone.now())
    Client().post(reverse("enrol", args=[token]))
    used = Client().post(reverse("enrol", args=[token]))
    unknown = Client().post(reverse("enrol", args=["another"]))
    assert (used.status_code, len(used.content)) == (unknown.status_code, len(unknown.content) + len(token) - 7)


def test_holding_a_link_is_not_being_signed_in() -> None:
    """It lets a browser add a passkey; no page of the bureau opens."""
    client = _enrolling()
    assert client.get(reverse("officers")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_leave_to_add_a_passkey_ends_after_a_quarter_of_an_hour() -> None:
    client = _enrolling()
    session = client.session
    session["enrolling"] = {**session["enrolling"], "until": (timezone.now() - timedelta(seconds=1)).timestamp()}
    session.save()
    assert client.get(reverse("enrol_passkey")).status_code == 410


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", '{"response": {}}', '{"id": "AA", "response": 3}'])
def test_nonsense_makes_no_passkey(credential: str) -> None:
    client = _enrolling()
    client.get(reverse("enrol_passkey"))
    answer = client.post(reverse("enrol_passkey"), {"name": "x", "credential": credential})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_signing_out_ends_the_session(enter: Enter, taras: Officer) -> None:
    client = enter(taras)
    assert client.get(reverse("officers")).status_code == 200
    client.post(reverse("sign_out"))
    assert client.get(reverse("officers")).status_code == 302
    assert audit.log_of(taras.pk)[0].act == "signed_out"


def test_a_link_in_a_page_cannot_sign_anybody_out(enter: Enter, taras: Officer) -> None:
    assert enter(taras).get(reverse("sign_out")).status_code == 405


def _later(client: Client, *, idle: timedelta, age: timedelta) -> None:
    session = client.session
    now = timezone.now()
    session[sessions.SIGNED_IN] = (now - age).timestamp()
    session[sessions.LAST_CLICK] = (now - idle).timestamp()
    session.save()


MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(("idle", "age"), [(14 * MINUTE, HOUR), (MINUTE, 12 * HOUR - MINUTE)])
def test_a_session_in_use_goes_on(enter: Enter, taras: Officer, idle: timedelta, age: timedelta) -> None:
    client = enter(taras)
    _later(client, idle=idle, age=age)
    assert client.get(reverse("officers")).status_code == 200


@pytest.mark.parametrize(("idle", "age"), [(15 * MINUTE, HOUR), (MINUTE, 12 * HOUR), (-HOUR, -HOUR)])
def test_a_session_ends(enter: Enter, taras: Officer, idle: timedelta, age: timedelta) -> None:
    """After 15 minutes without a click, after 12 hours in all, and when the clock makes no sense."""
    client = enter(taras)
    _later(client, idle=idle, age=age)
    answer = client.get(reverse("officers"))
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, reverse("sign_in"))
    assert "_auth_user_id" not in client.session


def test_a_click_winds_the_clock(enter: Enter, taras: Officer) -> None:
    client = enter(taras)
    _later(client, idle=10 * MINUTE, age=HOUR)
    client.get(reverse("officers"))
    assert timezone.now().timestamp() - client.session[sessions.LAST_CLICK] < 60


def test_a_session_that_was_not_begun_here_is_over(taras: Officer) -> None:
    client = Client()
    client.force_login(taras)
    assert client.get(reverse("officers")).status_code == 302


def test_suspension_ends_open_sessions_with_the_next_click(enter: Enter, taras: Officer) -> None:
    client = enter(taras)
    actions.suspend_officer(taras.pk, by=HOUSE, at=NOON)
    assert client.get(reverse("officers")).status_code == 302


def test_new_roles_count_from_the_next_click(enter: Enter, taras: Officer) -> None:
    client = enter(taras)
    actions.change_roles(taras.pk, ["auditor"], by=HOUSE, at=NOON)
    assert client.get(reverse("officers")).status_code == 404


def test_invented_officers_do_not_exist_outside_the_demonstration(settings: Settings) -> None:
    """Not even as a module: importing it raises at once."""
    settings.WAYHOME_DEMO = False
    _forget_demo()
    with pytest.raises(ImproperlyConfigured):
        from wayhome.protection import demo  # noqa: F401


def test_anybody_may_enter_the_demonstration_as_iryna(demo: ModuleType) -> None:
    demo.ensure_personas(NOON)
    client = Client()
    assert "sign-in/demo/iryna" in client.get(reverse("sign_in")).content.decode()
    before = client.session.session_key
    assert client.post(reverse("sign_in_demo", args=["iryna"])).status_code == 302
    assert client.session["_auth_user_id"] == str(Officer.objects.get(login="iryna").pk)
    assert client.session.session_key != before


def test_personas_are_made_once(demo: ModuleType) -> None:
    assert demo.ensure_personas(NOON) == demo.ensure_personas(NOON)
    assert Officer.objects.count() == len(demo.PERSONAS)


def test_when_the_demonstration_ends_its_sessions_end(demo: ModuleType, settings: Settings) -> None:
    demo.ensure_personas(NOON)
    client = Client()
    client.post(reverse("sign_in_demo", args=["taras"]))
    assert client.get(reverse("officers")).status_code == 200
    settings.WAYHOME_DEMO = False
    assert client.get(reverse("officers")).status_code == 302
    assert client.post(reverse("sign_in_demo", args=["taras"])).status_code == 404


def test_a_real_officer_cannot_be_entered_as(demo: ModuleType, iryna: Officer) -> None:
    """A real officer with the login of a persona is not behind the button."""
    assert Client().post(reverse("sign_in_demo", args=["iryna"])).status_code == 404
    assert Client().post(reverse("sign_in_demo", args=["nobody"])).status_code == 404


@pytest.mark.parametrize("wanted", ["https://example.org/", "//example.org", "javascript:alert(1)", "\\\\example.org"])
def test_sign_in_leads_nowhere_else(demo: ModuleType, wanted: str) -> None:
    demo.ensure_personas(NOON)
    client = Client()
    client.get(reverse("sign_in"), {"next": wanted})
    assert client.post(reverse("sign_in_demo", args=["iryna"]))["Location"] == reverse("home")


def test_sign_in_leads_back_to_the_page_that_was_wanted(demo: ModuleType) -> None:
    demo.ensure_personas(NOON)
    client = Client()
    refused = client.get(reverse("officers"))
    client.get(refused["Location"])
    assert client.post(reverse("sign_in_demo", args=["taras"]))["Location"] == reverse("officers")
