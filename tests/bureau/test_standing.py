"""Today and the state of the house: what stands still is said on the first page, for families would get nothing."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from tests.bureau.cast import body, officer_named, signed_in_as
from wayhome import audit
from wayhome.audit import Actor
from wayhome.audit.acts import Act
from wayhome.bureau import standing
from wayhome.protection import heartbeats
from wayhome.protection.roles import Role
from wayhome.registry.models import PersonHeld
from wayhome.run.matcher import Matcher

DOCTOR = Actor.process("test")


@pytest.fixture
def all_alive(home: Path) -> None:
    """Every lasting process has just given a sign of life."""
    for name in heartbeats.PATIENCE:
        heartbeats.beat(name, at=timezone.now())


@pytest.mark.usefixtures("all_alive")
def test_when_all_is_well_nothing_is_said(iryna: Client) -> None:
    """A banner that always stands is read by nobody."""
    assert "wh-standing" not in body(iryna.get("/"))


@pytest.mark.parametrize(
    ("process", "sentence"),
    [
        ("matcher", "The search stands still"),
        ("worker", "The worker stands still"),
        ("jobs", "The job clock stands still"),
        ("supervisor", "Nobody watches over the processes"),
    ],
)
@pytest.mark.usefixtures("all_alive")
def test_a_process_that_stands_still_is_said_on_the_first_page(process: str, sentence: str, iryna: Client) -> None:
    """Each has its own sentence, and says what it means for the work."""
    heartbeats.beat(process, at=timezone.now() - timedelta(minutes=5))
    page = body(iryna.get("/"))
    assert sentence in page
    assert page.count("wh-standing") == 1


@pytest.mark.usefixtures("committed", "all_alive")
def test_a_log_that_waits_for_its_signature_is_late() -> None:
    """Three minutes are the promise; an idle log is not late, and a signed one neither."""
    long_ago = timezone.now() - timedelta(minutes=4)
    assert not standing.checkpoint_is_late(timezone.now())
    audit.record(Act.LOG_VERIFIED, by=DOCTOR, at=long_ago)
    assert standing.checkpoint_is_late(timezone.now())
    audit.seal_pending(timezone.now())
    assert standing.checkpoint_is_late(timezone.now())
    audit.sign_checkpoint(timezone.now())
    assert not standing.checkpoint_is_late(timezone.now())


@pytest.mark.usefixtures("all_alive")
def test_a_bureau_with_people_and_no_backup_is_told(iryna: Client, danylo: PersonHeld) -> None:
    """From the first person on."""
    assert "There is no backup yet." in body(iryna.get("/"))


@pytest.mark.parametrize(("days", "said"), [(1, False), (3, True)])
@pytest.mark.usefixtures("committed", "all_alive", "danylo")
def test_an_old_backup_is_said(days: int, said: bool) -> None:
    """Two days are the promise."""
    audit.record(Act.BACKUP_MADE, by=DOCTOR, at=timezone.now() - timedelta(days=days))
    assert any("backup" in one or "копії" in one for one in standing.banners(timezone.now())) is said


def test_the_health_page_says_what_the_doctor_says(danylo: PersonHeld, matcher: Matcher, home: Path) -> None:
    """Signs of life, people, the matcher's place, the last signature and backup, room on the disk."""
    matcher.read_everyone()
    taras = signed_in_as(officer_named("taras", Role.ADMINISTRATOR))
    taras.cookies["__Host-bureau_language"] = taras.cookies["bureau_language"] = "en"
    page = body(taras.get("/health/"))
    assert "knows 1 person, has read every change" in page
    assert "Last signature under the log" in page
    assert "GB free" in page


def test_a_silent_matcher_is_a_fact_on_the_health_page(danylo: PersonHeld, home: Path) -> None:
    """The page that explains trouble must not break on it."""
    taras = signed_in_as(officer_named("taras", Role.ADMINISTRATOR))
    taras.cookies["__Host-bureau_language"] = taras.cookies["bureau_language"] = "en"
    assert "does not answer" in body(taras.get("/health/"))


def test_an_empty_bureau_says_what_to_do_first(iryna: Client) -> None:
    """No list, no people: one sentence and one button."""
    page = body(iryna.get("/"))
    assert "Begin with a list you were given." in page
    assert 'href="/lists/"' in page


def test_an_officer_sees_only_the_pages_that_are_his(sign_in: object) -> None:
    """An auditor finds no search box and no lists; Lev finds a kind sentence and nothing else."""
    auditor, lev = (body(sign_in(who).get("/")) for who in ("auditor", "lev"))  # type: ignore[operator]
    assert [address for address in ("/find/", "/lists/", "/officers/") if address in auditor + lev] == []
    assert "/health/" in auditor
    assert "/health/" not in lev
