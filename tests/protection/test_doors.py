"""Doors: every page of the staff's site against every role. A page without a door is red."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.protection.cast import NOON
from wayhome import audit
from wayhome.protection import roles
from wayhome.protection.doors import OfficerRequest, may_enter, signed_in
from wayhome.protection.models import Officer
from wayhome.protection.roles import Permission, Role

# Open to people who are not signed in, each for its reason.
OPEN = {
    "sign_in": "the way in",
    "sign_in_passkey": "the way in",
    "sign_in_demo": "the way in, in demo mode only",
    "sign_out": "ends whatever session there is",
    "enrol": "the one-time link is the proof",
    "enrol_passkey": "the one-time link is the proof",
    "language": "a choice of language tells nothing",
}


def pages(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns)
        else:
            yield pattern


def test_every_page_has_a_door() -> None:
    """A new address without a door fails here until somebody says why it is open."""
    without = {page.name for page in pages(get_resolver().url_patterns) if not hasattr(page.callback, "permissions")}
    assert without == set(OPEN)


@may_enter(Permission.SEE_PERSON, Permission.SEE_HEALTH)
def sickroom(request: OfficerRequest) -> HttpResponse:
    return HttpResponse(request.user.login)


@signed_in
def anteroom(request: OfficerRequest) -> HttpResponse:
    return HttpResponse("welcome")


def call(door: Callable[[HttpRequest], object], officer: Officer) -> HttpResponse:
    request = RequestFactory().get("/")
    request.user = officer
    answer = door(request)
    assert isinstance(answer, HttpResponse)
    return answer


@pytest.mark.parametrize("role", Role)
def test_exactly_the_roles_of_the_paper_enter(make: Callable[..., Officer], role: Role) -> None:
    """The matrix: a door opens if, and only if, the role has every permission on it."""
    officer = make(role.value.replace("_", "-"), role.value)
    allowed = {Permission.SEE_PERSON, Permission.SEE_HEALTH} <= roles.policy().may[role]
    assert _enters(officer) is allowed


def _enters(officer: Officer) -> bool:
    try:
        return call(sickroom, officer).status_code == 200
    except Http404:
        return False


def test_both_kinds_of_role_stand_in_the_matrix() -> None:
    """The test above would prove nothing if everybody, or nobody, were let in."""
    needed = {Permission.SEE_PERSON, Permission.SEE_HEALTH}
    answers = {needed <= allowed for allowed in roles.policy().may.values()}
    assert answers == {True, False}


def test_any_officer_enters_the_anteroom(taras: Officer) -> None:
    assert call(anteroom, taras).content == b"welcome"


def test_a_door_names_a_permission() -> None:
    with pytest.raises(ValueError, match="at least one"):
        may_enter()


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["officers", "officer_add"])
def test_lev_is_sent_to_the_sign_in_page(page: str) -> None:
    answer = Client().get(reverse(page))
    assert (answer.status_code, answer["Location"]) == (302, f"{reverse('sign_in')}?next={reverse(page)}")


@pytest.mark.parametrize("page", ["officers", "officer_add"])
def test_a_forbidden_page_looks_like_no_page(enter: Callable[[Officer], Client], iryna: Officer, page: str) -> None:
    """Same status, same words; only the random incident number differs."""
    client = enter(iryna)
    forbidden, absent = client.get(reverse(page)), client.get("/no-such-page/")
    assert forbidden.status_code == absent.status_code == 404
    assert len(forbidden.content) == len(absent.content)


@pytest.mark.parametrize("page", ["officer_link", "officer_suspend", "officer_restore"])
def test_a_caseworker_changes_no_officer(enter: Callable[[Officer], Client], iryna: Officer, page: str) -> None:
    assert enter(iryna).post(reverse(page, args=[iryna.pk])).status_code == 404


def test_an_administrator_adds_an_officer_and_sees_the_link_once(
    enter: Callable[[Officer], Client], taras: Officer
) -> None:
    client = enter(taras)
    page = client.post(
        reverse("officer_add"),
        {"display_name": "Марек", "login": "marek", "language": "uk", "roles": ["caseworker"]},
    )
    assert "/enrol/" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert "/enrol/" not in client.get(reverse("officers")).content.decode()


def test_a_mistake_in_the_form_is_said_beside_the_field(
    enter: Callable[[Officer], Client], taras: Officer, iryna: Officer
) -> None:
    client = enter(taras)
    base = {"display_name": "X", "language": "en", "roles": ["caseworker"]}
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    for wrong in (
        base | {"login": "iryna"},
        base | {"login": "Ірина"},
        base | {"login": "new", "roles": ["administrator", "caseworker"]},
    ):
        page = client.post(reverse("officer_add"), wrong)
        assert page.status_code == 200
        assert "govuk-error-message" in page.content.decode()
    assert Officer.objects.count() == 2


def test_an_administrator_suspends_restores_and_renews(
    enter: Callable[[Officer], Client], taras: Officer, iryna: Officer
) -> None:
    client = enter(taras)
    client.post(reverse("officer_suspend", args=[iryna.pk]))
    assert not Officer.objects.get(pk=iryna.pk).is_active
    client.post(reverse("officer_restore", args=[iryna.pk]))
    assert Officer.objects.get(pk=iryna.pk).is_active
    client.post(reverse("officer", args=[iryna.pk]), {"roles": ["auditor"]})
    assert Officer.objects.get(pk=iryna.pk).roles == ["auditor"]
    assert "/enrol/" in client.post(reverse("officer_link", args=[iryna.pk])).content.decode()


def test_an_administrator_does_not_change_himself(enter: Callable[[Officer], Client], taras: Officer) -> None:
    client = enter(taras)
    client.post(reverse("officer_suspend", args=[taras.pk]))
    client.post(reverse("officer", args=[taras.pk]), {"roles": ["caseworker"]})
    unchanged = Officer.objects.get(pk=taras.pk)
    assert (unchanged.is_active, unchanged.roles) == (True, ["administrator"])


@pytest.fixture
def auditor(make: Callable[..., Officer]) -> Officer:
    return make("olha", "auditor")


def test_an_auditor_reads_the_log_and_that_is_logged(enter: Callable[[Officer], Client], auditor: Officer) -> None:
    """Names of officers, sentences of acts, no id of a person held."""
    audit.record(audit.Act.PERSON_OPENED, by=audit.Actor.officer(auditor.pk), at=NOON, subjects=[uuid4()])
    client = enter(auditor)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get(reverse("log")).content.decode()
    assert "A person&#x27;s record was opened" in page
    assert auditor.display_name in page
    assert audit.newest(1)[0].act == "log_opened"


def test_an_auditor_checks_the_log(enter: Callable[[Officer], Client], auditor: Officer) -> None:
    audit.record(audit.Act.SIGNED_IN, by=audit.Actor.officer(auditor.pk), at=NOON)
    audit.seal_pending(NOON)
    page = enter(auditor).post(reverse("log_verify"))
    assert page.context["found"].is_sound
    assert audit.newest(1)[0].act == "log_verified"


def test_a_caseworker_and_an_administrator_do_not_see_the_log(
    enter: Callable[[Officer], Client], iryna: Officer, taras: Officer
) -> None:
    assert [enter(officer).get(reverse("log")).status_code for officer in (iryna, taras)] == [404, 404]


@pytest.mark.django_db
def test_lev_does_not_see_the_log() -> None:
    assert Client().get(reverse("log")).status_code == 302
    assert Client().post(reverse("log_verify")).status_code == 302


def test_the_roles_an_officer_has_are_ticked(
    enter: Callable[[Officer], Client], taras: Officer, iryna: Officer
) -> None:
    """Saving the page as it opens changes nothing."""
    page = enter(taras).get(reverse("officer", args=[iryna.pk])).content.decode()
    ticked = [part for part in page.split("<input")[1:] if "checked" in part.split(">")[0]]
    assert len(ticked) == 1
    assert 'value="caseworker" class="govuk-checkboxes__input"' in ticked[0]
