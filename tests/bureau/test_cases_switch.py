"""The one switch: who may turn it, what every page says then, and that a late button turns nothing back."""

import pytest
from django.test import Client

from tests.bureau.cast import body
from tests.bureau.conftest import SignIn
from wayhome import audit
from wayhome.audit.models import LogRow
from wayhome.registry import release

STOP = {"to": "off", "reason": "danger"}
RESUME = {"to": "on", "reason": "danger_over"}
BANNER = "Усе, що йде назовні, зупинено"


@pytest.fixture
def halyna(sign_in: SignIn) -> Client:
    """Halyna, a protection officer."""
    return sign_in("protection_officer")


def test_one_press_stops_everything(halyna: Client) -> None:
    """A reason is chosen, nothing is typed; the switch stands stopped."""
    halyna.post("/outgoing/", STOP)
    assert release.outgoing_stopped()


def test_every_page_says_it_while_it_is_stopped(halyna: Client, sign_in: SignIn) -> None:
    """Not only the page of the switch, and not only to those who may turn it."""
    halyna.post("/outgoing/", STOP)
    caseworker, auditor = sign_in("caseworker"), sign_in("auditor")
    pages = [halyna.get("/outgoing/"), caseworker.get("/"), caseworker.get("/find/"), auditor.get("/log/")]
    assert [BANNER in body(page) for page in pages] == [True] * 4
    assert BANNER not in body(Client().get("/sign-in/"))


def test_the_same_permission_resumes(halyna: Client, sign_in: SignIn) -> None:
    """Somebody else with the permission may switch on again; then the banner is gone everywhere."""
    halyna.post("/outgoing/", STOP)
    sign_in("administrator").post("/outgoing/", RESUME)
    assert not release.outgoing_stopped()
    assert BANNER not in body(halyna.get("/"))


def test_both_turns_are_in_the_log_with_their_reason(halyna: Client) -> None:
    """A short word, so that no name can enter the log by this way."""
    halyna.post("/outgoing/", STOP)
    halyna.post("/outgoing/", RESUME)
    acts = [audit.Act.OUTGOING_STOPPED, audit.Act.OUTGOING_RESUMED]
    rows = LogRow.objects.filter(act__in=acts).order_by("number")
    assert list(rows.values_list("act", "reason")) == [(acts[0], "danger"), (acts[1], "danger_over")]


def test_a_turn_without_a_reason_turns_nothing(halyna: Client) -> None:
    """The page comes back and asks."""
    page = halyna.post("/outgoing/", {"to": "off"})
    assert "govuk-error-message" in body(page)
    assert not release.outgoing_stopped()


@pytest.mark.parametrize("posted", [STOP | {"reason": "Вигаданенко"}, {"reason": "danger"}, {}])
def test_nonsense_turns_nothing(posted: dict[str, str], halyna: Client) -> None:
    """A reason that is none of ours, and a form that does not say which way."""
    halyna.post("/outgoing/", posted)
    assert not release.outgoing_stopped()


def test_a_button_pressed_too_late_turns_nothing_back(halyna: Client, sign_in: SignIn) -> None:
    """Two officers press "stop"; the second press must not switch on again."""
    halyna.post("/outgoing/", STOP)
    answer = sign_in("administrator").post("/outgoing/", STOP)
    assert answer.status_code == 302
    assert release.outgoing_stopped()
