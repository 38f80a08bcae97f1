"""What stands in the public zone can be read there, and neither changed nor added to by the public site."""

from datetime import UTC, datetime

import psycopg
import pytest
from django.db import ProgrammingError

from wayhome.mailbox import witness
from wayhome.mailbox.witness import Kept
from wayhome.run.databases import environment_for
from wayhome.run.postgres import Cluster

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)
STATEMENT = Kept(size=7, head=b"h" * 32, at=NOON, key_id="0123456789abcdef", signature=b"s" * 64)
INSERT = (
    "INSERT INTO mailbox_witnessedcheckpoint (id, size, head, at, key_id, signature)"
    " VALUES (gen_random_uuid(), 7, %s, %s, 'k', %s)"
)


@pytest.mark.django_db
def test_the_public_site_may_read() -> None:
    """A page may one day show the newest checkpoint."""
    assert list(witness.kept()) == []
    assert witness.newest_at() is None


@pytest.mark.django_db
def test_the_public_site_may_not_leave_anything() -> None:
    """Only the courier from the inner zone does."""
    with pytest.raises(ProgrammingError, match="permission denied"):
        witness.leave(STATEMENT)


@pytest.fixture
def courier(cluster: Cluster) -> psycopg.Connection:
    return psycopg.connect(environment_for(cluster)["WAYHOME_COURIER_DATABASE_URL"])


def test_the_courier_adds_and_reads(courier: psycopg.Connection) -> None:
    """Exactly that."""
    with courier:
        courier.execute(INSERT, [STATEMENT.head, NOON, STATEMENT.signature])
        row = courier.execute("SELECT size, head FROM mailbox_witnessedcheckpoint").fetchone()
        courier.rollback()
    assert row == (7, STATEMENT.head)


def test_two_stories_of_one_size_are_both_kept(courier: psycopg.Connection) -> None:
    """A rewritten log of the same length is evidence, not a conflict."""
    with courier:
        for head in (b"a" * 32, b"b" * 32):
            courier.execute(INSERT, [head, NOON, STATEMENT.signature])
        row = courier.execute("SELECT count(*) FROM mailbox_witnessedcheckpoint").fetchone()
        courier.rollback()
    assert row == (2,)
