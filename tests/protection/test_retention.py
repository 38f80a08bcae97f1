"""policy/retention.yaml covers every column there is, and what it says is done."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.checks import run_checks
from django.db import connection

from tests.protection.cast import HOUSE, NOON
from wayhome import audit
from wayhome.protection import actions, retention, sealed
from wayhome.protection.errors import PolicyBroken
from wayhome.protection.models import DataKey, EnrolmentLink
from wayhome.protection.retention import Deadline, Group
from wayhome.registry.models import ImportDraft

Policy = list[dict[str, Any]]


@pytest.fixture
def written() -> Policy:
    """The paper as it stands, to be spoiled."""
    policy: Policy = yaml.safe_load((settings.WAYHOME_POLICY / "retention.yaml").read_text("utf-8"))
    return policy


def codes(policy: Policy, folder: Path) -> set[tuple[str, str]]:
    path = folder / "retention.yaml"
    path.write_text(yaml.safe_dump(policy, allow_unicode=True), "utf-8")
    return {(gap.code, gap.where) for gap in retention.gaps(retention.load(path))}


def paragraph(policy: Policy, model: str) -> dict[str, Any]:
    return next(part for part in policy if model in part["fields"])


def test_every_column_has_its_line() -> None:
    """Ours and every library's. If this fails: say in policy/retention.yaml how long the column is kept, and why."""
    assert list(retention.gaps(retention.policy())) == []


def test_the_check_runs_with_all_others() -> None:
    assert [found for found in run_checks() if (found.id or "").startswith("protection.")] == []


def test_a_column_without_a_line_is_found(written: Policy, tmp_path: Path) -> None:
    paragraph(written, "protection.Officer")["fields"]["protection.Officer"].remove("display_name")
    assert codes(written, tmp_path) == {("E002", "protection.Officer.display_name")}


def test_a_model_without_a_line_is_found(written: Policy, tmp_path: Path) -> None:
    del paragraph(written, "auth.Group")["fields"]["auth.Group_permissions"]
    assert {where for _, where in codes(written, tmp_path)} == {
        "auth.Group_permissions.id",
        "auth.Group_permissions.group",
        "auth.Group_permissions.permission",
    }


def test_a_line_without_a_column_is_found(written: Policy, tmp_path: Path) -> None:
    paragraph(written, "protection.Officer")["fields"]["protection.Officer"].append("shoe_size")
    assert codes(written, tmp_path) == {("E003", "protection.Officer.shoe_size")}


def test_a_line_for_no_room_of_ours_is_found(written: Policy, tmp_path: Path) -> None:
    paragraph(written, "protection.Officer")["fields"]["cellar.Bottle"] = ["year"]
    assert ("E003", "cellar.Bottle.year") in codes(written, tmp_path)


def test_a_column_named_twice_is_found(written: Policy, tmp_path: Path) -> None:
    """Two promises about one column: which one holds?"""
    paragraph(written, "auth.Group")["fields"]["protection.Officer"] = ["login"]
    assert codes(written, tmp_path) == {("E004", "protection.Officer.login")}


@pytest.mark.parametrize(
    "keep",
    [
        {"days": 1, "after": "protection.EnrolmentLink.token_hash"},
        {"days": 1, "after": "protection.EnrolmentLink.shoe_size"},
        {"days": 1, "after": "protection.Officer.made_at"},
        {"days": 1, "after": "protection.EnrolmentLink.expires_at", "with": "officer"},
    ],
)
def test_a_deadline_that_cannot_be_obeyed_is_found(written: Policy, tmp_path: Path, keep: dict[str, Any]) -> None:
    part = paragraph(written, "protection.EnrolmentLink")
    part["keep"] = keep
    assert codes(written, tmp_path) == {("E005", part["group"])}


@pytest.mark.parametrize("missing", ["group", "why", "keep", "erase on request of", "fields"])
def test_a_paragraph_says_everything(written: Policy, tmp_path: Path, missing: str) -> None:
    written[0][missing] = ""
    with pytest.raises(PolicyBroken):
        codes(written, tmp_path)


@pytest.mark.parametrize("text", ["", "[", "- just a sentence", "- group: x", "3"])
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "retention.yaml").write_text(text, "utf-8")
    with pytest.raises(PolicyBroken):
        retention.load(tmp_path / "retention.yaml")


@pytest.mark.parametrize("days", [-1, 1.5, "3"])
def test_days_are_whole(written: Policy, tmp_path: Path, days: object) -> None:
    paragraph(written, "sessions.Session")["keep"]["days"] = days
    with pytest.raises(PolicyBroken):
        codes(written, tmp_path)


@pytest.mark.django_db
def test_what_is_due_goes_and_the_rest_stays() -> None:
    """The link expires at the end of a day, the session at its own hour."""
    actions.add_officer("marek", "Марек", ["caseworker"], "uk", by=HOUSE, at=NOON)
    actions.add_officer("olha", "Ольга", ["caseworker"], "uk", by=HOUSE, at=NOON + timedelta(hours=1))
    Session.objects.create(session_key="over", session_data="", expire_date=NOON)
    Session.objects.create(session_key="open", session_data="", expire_date=NOON + timedelta(days=3))
    gone = retention.apply(NOON + timedelta(hours=24, minutes=30))
    assert gone == {"protection.EnrolmentLink": 1, "sessions.Session": 1}
    assert EnrolmentLink.objects.get().officer.login == "olha"
    assert Session.objects.get().session_key == "open"


@pytest.mark.django_db
def test_what_was_deleted_is_counted_in_the_log() -> None:
    actions.add_officer("marek", "Марек", ["caseworker"], "uk", by=HOUSE, at=NOON)
    retention.apply(NOON + timedelta(days=2))
    assert audit.newest(1)[0].act == "retention_applied"


@pytest.mark.django_db
def test_nothing_due_is_not_worth_a_row() -> None:
    retention.apply(NOON)
    assert audit.newest() == []


@pytest.mark.django_db
def test_more_than_one_batch_goes() -> None:
    Session.objects.bulk_create(
        Session(session_key=f"s{number}", session_data="", expire_date=NOON) for number in range(1_100)
    )
    assert retention.apply(NOON + timedelta(seconds=1)) == {"sessions.Session": 1_100}


@pytest.mark.django_db
def test_a_key_goes_with_its_row() -> None:
    """An import draft is erased, not just deleted: its data key is destroyed with it."""
    (key,) = sealed.new_keys("draft", 1, at=NOON)
    key.save()
    ImportDraft.objects.create(data_key=key, sealed=b"x", by="test", at=NOON, erase_at=NOON + timedelta(days=1))
    assert retention.apply(NOON + timedelta(hours=23)) == {}
    assert retention.apply(NOON + timedelta(hours=25)) == {"registry.ImportDraft": 1}
    assert not DataKey.objects.filter(pk=key.pk).exists()
    assert "record_erased" in {entry.act for entry in audit.log_of(key.pk)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "group", [group for group in retention.policy() if isinstance(group.keep, Deadline)], ids=lambda group: group.name
)
def test_the_site_may_delete_what_the_paper_says_it_deletes(group: Group) -> None:
    """A deadline without the right to delete would be an empty promise."""
    assert isinstance(group.keep, Deadline)
    table = apps.get_model(group.keep.model)._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(current_user, %s, 'DELETE')", [table])
        assert cursor.fetchone() == (True,)


def test_rooms_of_other_processes_are_left_to_them(written: Policy, tmp_path: Path) -> None:
    """The staff's site does not have the mailbox's tables; its lines are no mistake here."""
    assert paragraph(written, "mailbox.WitnessedCheckpoint")
    assert codes(written, tmp_path) == set()
