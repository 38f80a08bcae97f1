"""A read is in the log for good before anything is opened."""

import ast
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.db import transaction

import wayhome
from tests.audit.cast import IRYNA, NOON
from wayhome import audit
from wayhome.audit.acts import Act
from wayhome.audit.errors import PermitNotIssued, PermitSpent, ReadInsideTransaction
from wayhome.audit.permits import ReadPermit
from wayhome.run.postgres import Cluster


def test_the_row_is_committed_when_the_permit_is_given(committed: None, cluster: Cluster, danylo: UUID) -> None:
    """Another connection sees it at once: nothing the reader does afterwards can undo it."""
    permit = audit.before_reading(Act.PERSON_OPENED, by=IRYNA, at=NOON, subjects=[danylo], count=1)
    with psycopg.connect(cluster.superuser_url, dbname="wayhome_bureau") as other:
        seen = other.execute("SELECT act, count FROM audit_logrow WHERE id = %s", [permit.row_id]).fetchall()
    assert seen == [("person_opened", 1)]


def test_no_permit_inside_a_transaction(committed: None, danylo: UUID) -> None:
    """A rollback would take the row back after the record was read."""
    with transaction.atomic(), pytest.raises(ReadInsideTransaction):
        audit.before_reading(Act.PERSON_OPENED, by=IRYNA, at=NOON, subjects=[danylo], count=1)
    assert audit.log_of(danylo) == []


@pytest.mark.django_db
def test_a_permit_opens_as_many_as_the_row_says() -> None:
    permit = audit.before_reading(Act.PEOPLE_OPENED, by=IRYNA, at=NOON, count=2)
    permit.use()
    permit.use()
    with pytest.raises(PermitSpent):
        permit.use()


def test_nobody_makes_a_permit_by_hand() -> None:
    with pytest.raises(PermitNotIssued):
        ReadPermit(act="person_opened", count=1, row_id=UUID(int=1), issuer=object())


def test_permits_are_issued_in_one_place_only() -> None:
    """`permits.issue` is called by `before_reading` and from nowhere else in the house."""
    callers = [
        file.name
        for file in Path(wayhome.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute | ast.Name)
        and "issue" in (getattr(node, "attr", ""), getattr(node, "id", ""))
        and "permits" in file.read_text("utf-8")
    ]
    assert callers == ["reading.py"]
