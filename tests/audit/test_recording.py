"""What may enter the log, how it is found again, and that nothing leaves it."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tests.audit.cast import IRYNA, NOON
from wayhome import audit
from wayhome.audit.acts import SENTENCES, Act
from wayhome.audit.errors import NotPlain, TimeNeedsZone, UnknownAct
from wayhome.audit.models import LogRow, PendingRow

pytestmark = pytest.mark.django_db


def test_an_act_is_found_again_by_the_person_it_concerned(danylo: UUID) -> None:
    """Newest first, with who, when and why."""
    audit.record(Act.PERSON_REGISTERED, by=audit.Actor.process("importer"), at=NOON, subjects=[danylo])
    audit.record(Act.CUSTODY_RECORDED, by=IRYNA, at=NOON, subjects=[danylo], reason="a message came")
    newest, first = audit.log_of(danylo)
    assert (newest.act, newest.by_id, newest.reason) == ("custody_recorded", IRYNA.id, "a message came")
    assert (first.by_kind, first.by_id) == ("process", "importer")


def test_the_log_of_one_person_does_not_show_another(danylo: UUID) -> None:
    """Looking at one person's log tells nothing of others."""
    audit.record(Act.PERSON_OPENED, by=IRYNA, at=NOON, subjects=[uuid4()])
    assert audit.log_of(danylo) == []


def test_no_id_of_a_person_lies_in_the_log(danylo: UUID) -> None:
    """Whoever steals the log does not learn which records it speaks of (T51)."""
    audit.record(Act.PERSON_OPENED, by=IRYNA, at=NOON, subjects=[danylo])
    row = LogRow.objects.get()
    assert len(row.subjects) == 1
    assert danylo not in row.subjects


def test_a_bulk_act_is_one_row_with_its_number() -> None:
    """Above 64 subjects only their number is kept."""
    audit.record(Act.PEOPLE_OPENED, by=IRYNA, at=NOON, subjects=[uuid4() for _ in range(65)])
    row = LogRow.objects.get()
    assert (row.subjects, row.count) == ([], 65)


def test_sixty_four_subjects_are_all_found() -> None:
    people = [uuid4() for _ in range(64)]
    audit.record(Act.PEOPLE_OPENED, by=IRYNA, at=NOON, subjects=people)
    assert all(audit.log_of(person) for person in people)


def test_an_act_that_fails_leaves_no_row(danylo: UUID) -> None:
    """Act and row stand or fall together."""
    with transaction.atomic():
        audit.record(Act.WISH_RECORDED, by=IRYNA, at=NOON, subjects=[danylo])
        transaction.set_rollback(True)
    assert audit.log_of(danylo) == []


def test_an_unknown_act_is_refused() -> None:
    with pytest.raises(UnknownAct):
        audit.record("looked_around", by=IRYNA, at=NOON)


@pytest.mark.parametrize("value", ["Данило", "Two words", "+380441234567", "x" * 49, -1, 2**53, True, 1.5, None])
def test_the_scope_takes_numbers_and_slugs_only(value: object) -> None:
    """A name, a phone number or a fraction does not get in by the side door."""
    with pytest.raises(NotPlain):
        audit.record(Act.PERSON_OPENED, by=IRYNA, at=NOON, scope={"what": value})  # type: ignore[dict-item]


def test_a_reason_is_one_plain_line() -> None:
    """A log is also read in a terminal: no control sequence, no false second line."""
    audit.record(Act.PERSON_OPENED, by=IRYNA, at=NOON, reason="first\nsecond\x1b[2Jthird")
    assert audit.newest()[0].reason == "first second [2Jthird"


def test_a_reason_has_an_end() -> None:
    with pytest.raises(NotPlain):
        audit.record(Act.PERSON_OPENED, by=IRYNA, at=NOON, reason="x" * 201)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(TimeNeedsZone):
        audit.record(Act.PERSON_OPENED, by=IRYNA, at=datetime(2026, 5, 3, 12))  # noqa: DTZ001


@pytest.mark.parametrize(
    "command",
    [
        "UPDATE {} SET {} = {}",
        "DELETE FROM {}",
        "TRUNCATE {}",
    ],
)
@pytest.mark.parametrize(
    ("table", "column"), [("audit_logrow", "reason"), ("audit_sealrow", "head"), ("audit_checkpointrow", "at")]
)
def test_the_site_may_only_add(command: str, table: str, column: str) -> None:
    """The web role has no right to change, delete or empty the log."""
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(command.format(table, column, column))


def test_the_site_cannot_choose_a_place_in_the_log() -> None:
    """Numbers are the database's."""
    with pytest.raises(DatabaseError, match="GENERATED ALWAYS"):
        LogRow.objects.create(number=1, at=NOON, act="signed_in", by_kind="process", by_id="x", count=0, reason="")


def test_every_row_waits_for_the_sealer() -> None:
    """The database itself puts it on the list."""
    row_id = audit.record(Act.SIGNED_IN, by=IRYNA, at=NOON)
    assert PendingRow.objects.filter(row_id=row_id).exists()


def test_every_act_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Act)


@pytest.mark.parametrize("name", ["Two words", "Данило", "", "x" * 40])
def test_a_process_is_named_by_a_slug(name: str) -> None:
    with pytest.raises(NotPlain):
        audit.Actor.process(name)
