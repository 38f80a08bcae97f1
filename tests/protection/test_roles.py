"""Roles: what stands in policy/roles.yaml is what holds, and nothing else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from wayhome.protection import roles
from wayhome.protection.errors import NotAllowed, PolicyBroken, RolesDoNotMix
from wayhome.protection.models import Officer
from wayhome.protection.roles import ROLE_NAMES, Permission, Role

PERSONAL = {
    Permission.FIND_PEOPLE,
    Permission.SEE_PERSON,
    Permission.SEE_PERSON_LOG,
    Permission.SEE_HEALTH,
    Permission.CORRECT_IDENTITY,
}


def test_the_paper_is_obeyed(iryna: Officer) -> None:
    assert roles.may(iryna, Permission.FIND_PEOPLE)
    assert not roles.may(iryna, Permission.MANAGE_OFFICERS)
    with pytest.raises(NotAllowed):
        roles.check_may(iryna, Permission.SEE_PERSON_LOG)


def test_whoever_manages_officers_cannot_see_people(taras: Officer) -> None:
    assert roles.may(taras, Permission.MANAGE_OFFICERS)
    assert not any(roles.may(taras, permission) for permission in PERSONAL)


def test_lev_may_do_nothing() -> None:
    assert not any(roles.may(AnonymousUser(), permission) for permission in Permission)


def test_a_suspended_officer_may_do_nothing(iryna: Officer) -> None:
    iryna.is_active = False
    assert not any(roles.may(iryna, permission) for permission in Permission)


def test_an_invented_officer_may_do_nothing_outside_the_demonstration(iryna: Officer) -> None:
    iryna.is_demo = True
    assert not any(roles.may(iryna, permission) for permission in Permission)


def test_a_role_of_another_version_allows_nothing(iryna: Officer) -> None:
    iryna.roles = ["grand_master"]
    assert not any(roles.may(iryna, permission) for permission in Permission)


@pytest.mark.parametrize("mix", [["administrator", "caseworker"], ["administrator", "auditor"], [], ["nobody"]])
def test_some_roles_do_not_mix(mix: list[str]) -> None:
    with pytest.raises(RolesDoNotMix):
        roles.check_mix(mix)


def test_other_roles_mix() -> None:
    assert roles.check_mix(["records_officer", "caseworker", "caseworker"]) == ["caseworker", "records_officer"]


def test_every_permission_is_given_to_somebody() -> None:
    """A permission nobody has is a door nobody can open."""
    given = frozenset().union(*roles.policy().may.values())
    assert given == set(Permission)


def test_every_role_has_a_name_for_readers() -> None:
    assert set(ROLE_NAMES) == set(Role)


def _without_auditor(policy: dict[str, Any]) -> None:
    del policy["roles"]["auditor"]


def _unknown_role(policy: dict[str, Any]) -> None:
    policy["roles"]["emperor"] = {"may": {"see_person": "because he says so"}}


def _unknown_permission(policy: dict[str, Any]) -> None:
    policy["roles"]["auditor"]["may"]["publish_person"] = "the press asked for it"


def _no_reason(policy: dict[str, Any]) -> None:
    policy["roles"]["auditor"]["may"]["see_log"] = ""


def _joined(policy: dict[str, Any]) -> None:
    policy["roles"]["administrator"]["may"]["see_person"] = "he asked for it nicely"


def _unknown_pair(policy: dict[str, Any]) -> None:
    policy["never together"][0]["permissions"] = ["manage_officers", "fly"]


def _empty(policy: dict[str, Any]) -> None:
    policy.clear()


@pytest.mark.parametrize(
    "spoil", [_without_auditor, _unknown_role, _unknown_permission, _no_reason, _joined, _unknown_pair, _empty]
)
def test_a_policy_that_cannot_be_obeyed_stops_the_start(
    tmp_path: Path, spoil: Callable[[dict[str, Any]], None]
) -> None:
    policy = yaml.safe_load((settings.WAYHOME_POLICY / "roles.yaml").read_text("utf-8"))
    spoil(policy)
    (tmp_path / "roles.yaml").write_text(yaml.safe_dump(policy), "utf-8")
    with pytest.raises(PolicyBroken):
        roles.load(tmp_path / "roles.yaml")


@pytest.mark.parametrize("text", ["", "[", "just a sentence", "roles: 3"])
def test_a_file_of_another_form_stops_the_start(tmp_path: Path, text: str) -> None:
    (tmp_path / "roles.yaml").write_text(text, "utf-8")
    with pytest.raises(PolicyBroken):
        roles.load(tmp_path / "roles.yaml")
