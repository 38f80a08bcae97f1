"""Adding officers, their one-time links, shutting one out."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from tests.protection.cast import HOUSE, NOON
from wayhome import audit
from wayhome.protection import actions
from wayhome.protection.errors import (
    DemoRefused,
    EnrolmentRefused,
    LoginNotPlain,
    LoginTaken,
    NotAllowed,
    NotOneself,
    RolesDoNotMix,
    SignInRefused,
)
from wayhome.protection.models import EnrolmentLink, Officer

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def by(officer: Officer) -> audit.Actor:
    return audit.Actor.officer(officer.pk)


@pytest.fixture
def added() -> tuple[Officer, str]:
    return actions.add_officer("marek", "Марек", ["caseworker"], "uk", by=HOUSE, at=NOON)


def test_an_officer_is_added_with_one_link(added: tuple[Officer, str]) -> None:
    officer, token = added
    assert Officer.objects.get(login="marek").roles == ["caseworker"]
    assert actions.use_enrolment(token, at=NOON + HOUR) == officer
    assert [entry.act for entry in audit.log_of(officer.pk)] == ["enrolment_used", "officer_added"]


def test_the_link_itself_is_not_kept(added: tuple[Officer, str]) -> None:
    """A stolen table of links lets nobody in."""
    _, token = added
    assert EnrolmentLink.objects.get().token_hash == hashlib.sha256(token.encode()).hexdigest()


def test_a_link_works_once(added: tuple[Officer, str]) -> None:
    _, token = added
    actions.use_enrolment(token, at=NOON)
    with pytest.raises(EnrolmentRefused):
        actions.use_enrolment(token, at=NOON)


@pytest.mark.parametrize("late", [timedelta(hours=24), timedelta(days=9), timedelta(seconds=-1)])
def test_a_link_works_for_a_day(added: tuple[Officer, str], late: timedelta) -> None:
    with pytest.raises(EnrolmentRefused):
        actions.use_enrolment(added[1], at=NOON + late)


def test_a_link_works_until_the_last_second(added: tuple[Officer, str]) -> None:
    assert actions.use_enrolment(added[1], at=NOON + timedelta(hours=24, seconds=-1)) == added[0]


def test_the_database_itself_knows_no_longer_link(added: tuple[Officer, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        EnrolmentLink.objects.create(
            token_hash="x", officer=added[0], made_at=NOON, expires_at=NOON + timedelta(hours=24, seconds=1)
        )


@pytest.mark.parametrize("token", ["", "x", "../..", "Ї" * 40])
def test_another_word_is_no_link(added: tuple[Officer, str], token: str) -> None:
    with pytest.raises(EnrolmentRefused):
        actions.use_enrolment(token, at=NOON)


def test_a_new_link_ends_the_earlier_one(added: tuple[Officer, str]) -> None:
    officer, first = added
    second = actions.renew_enrolment(officer.pk, by=HOUSE, at=NOON)
    with pytest.raises(EnrolmentRefused):
        actions.use_enrolment(first, at=NOON)
    assert actions.use_enrolment(second, at=NOON) == officer


def test_a_new_passkey_replaces_the_old_and_ends_sessions(added: tuple[Officer, str]) -> None:
    officer, _ = added
    actions.add_passkey(officer.pk, "passkey", {"id": "first"}, at=NOON)
    stamp = Officer.objects.get(pk=officer.pk).stamp
    actions.add_passkey(officer.pk, "passkey", {"id": "second"}, at=NOON)
    assert [kept.data["credential"]["id"] for kept in Authenticator.objects.filter(user=officer)] == ["second"]
    assert Officer.objects.get(pk=officer.pk).stamp != stamp


def test_a_suspended_officer_has_no_way_in(added: tuple[Officer, str]) -> None:
    officer, token = added
    stamp = officer.stamp
    actions.suspend_officer(officer.pk, by=HOUSE, at=NOON, reason="left the bureau")
    with pytest.raises(EnrolmentRefused):
        actions.use_enrolment(token, at=NOON)
    with pytest.raises(SignInRefused):
        actions.add_passkey(officer.pk, "passkey", {}, at=NOON)
    assert Officer.objects.get(pk=officer.pk).stamp != stamp


def test_a_suspension_can_be_taken_back(added: tuple[Officer, str]) -> None:
    officer, _ = added
    actions.suspend_officer(officer.pk, by=HOUSE, at=NOON)
    actions.restore_officer(officer.pk, by=HOUSE, at=NOON)
    restored = Officer.objects.get(pk=officer.pk)
    assert (restored.is_active, restored.suspended_at) == (True, None)


def test_an_administrator_adds_officers(taras: Officer) -> None:
    officer, _ = actions.add_officer("new", "New", ["auditor"], "en", by=by(taras), at=NOON)
    assert officer.language == "en"


VERBS: list[Callable[[audit.Actor, UUID], object]] = [
    lambda actor, other: actions.add_officer("new", "New", ["auditor"], "en", by=actor, at=NOON),
    lambda actor, other: actions.renew_enrolment(other, by=actor, at=NOON),
    lambda actor, other: actions.suspend_officer(other, by=actor, at=NOON),
    lambda actor, other: actions.restore_officer(other, by=actor, at=NOON),
    lambda actor, other: actions.change_roles(other, ["auditor"], by=actor, at=NOON),
]


@pytest.mark.parametrize("verb", VERBS)
def test_a_caseworker_manages_nobody(iryna: Officer, halyna: Officer, verb: Callable[..., object]) -> None:
    with pytest.raises(NotAllowed):
        verb(by(iryna), halyna.pk)


@pytest.mark.parametrize("verb", VERBS)
def test_a_stranger_manages_nobody(halyna: Officer, verb: Callable[..., object]) -> None:
    with pytest.raises(NotAllowed):
        verb(audit.Actor.officer(UUID(int=1)), halyna.pk)


@pytest.mark.parametrize("verb", VERBS)
def test_a_suspended_administrator_manages_nobody(taras: Officer, halyna: Officer, verb: Callable[..., object]) -> None:
    actions.suspend_officer(taras.pk, by=HOUSE, at=NOON)
    with pytest.raises(NotAllowed):
        verb(by(taras), halyna.pk)


@pytest.mark.parametrize("verb", VERBS[2:])
def test_nobody_changes_his_own_standing(taras: Officer, verb: Callable[..., object]) -> None:
    with pytest.raises(NotOneself):
        verb(by(taras), taras.pk)


def test_roles_that_do_not_mix_are_not_given(taras: Officer, iryna: Officer) -> None:
    with pytest.raises(RolesDoNotMix):
        actions.change_roles(iryna.pk, ["caseworker", "administrator"], by=by(taras), at=NOON)


@pytest.mark.parametrize("login", ["", "x", "Iryna", "ірина", "a b", "1st", "x" * 41, "iryna\n"])
def test_a_login_is_plain(login: str) -> None:
    with pytest.raises(LoginNotPlain):
        actions.add_officer(login, "Name", ["auditor"], "uk", by=HOUSE, at=NOON)


def test_a_login_is_taken_once(added: tuple[Officer, str]) -> None:
    with pytest.raises(LoginTaken):
        actions.add_officer("marek", "Інший", ["auditor"], "uk", by=HOUSE, at=NOON)


def test_an_invented_officer_gets_no_link() -> None:
    invented = actions.make_officer("demo", "Demo", ["auditor"], "uk", at=NOON, is_demo=True)
    with pytest.raises(DemoRefused):
        actions.renew_enrolment(invented.pk, by=HOUSE, at=NOON)


def test_there_is_no_password(added: tuple[Officer, str]) -> None:
    """No column, no method that accepts one, no hidden powers."""
    officer, _ = added
    assert "password" not in {field.name for field in Officer._meta.get_fields()}
    assert not officer.has_usable_password()
    assert not officer.check_password("")
    assert not hasattr(officer, "is_superuser")
    assert not hasattr(officer, "is_staff")
