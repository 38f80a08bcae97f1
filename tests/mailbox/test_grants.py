"""Who may do what with the mailbox's tables: everything not written here is refused by the database itself."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from wayhome.run.databases import environment_for
from wayhome.run.postgres import Cluster

WEB = "WAYHOME_PORTAL_DATABASE_URL"
COURIER = "WAYHOME_COURIER_DATABASE_URL"
ALLOWED = {
    (WEB, "mailbox_incoming"): {"INSERT"},
    (WEB, "mailbox_replyslot"): {"INSERT", "SELECT"},
    (WEB, "mailbox_draft"): {"INSERT", "SELECT", "UPDATE", "DELETE"},
    (WEB, "mailbox_witnessedcheckpoint"): {"SELECT"},
    (COURIER, "mailbox_incoming"): {"SELECT", "DELETE"},
    (COURIER, "mailbox_replyslot"): {"SELECT", "UPDATE"},
    (COURIER, "mailbox_draft"): set(),
    (COURIER, "mailbox_witnessedcheckpoint"): {"INSERT", "SELECT"},
}
TRIED = {
    "SELECT": "SELECT * FROM {} LIMIT 0",
    "INSERT": "INSERT INTO {0} SELECT (NULL::{0}).* WHERE false",
    "UPDATE": "UPDATE {} SET {} = {} WHERE false",
    "DELETE": "DELETE FROM {} WHERE false",
    "TRUNCATE": "TRUNCATE {}",
    "DROP": "DROP TABLE {}",
    "DISABLE TRIGGER": "ALTER TABLE {} DISABLE TRIGGER ALL",
}
ONE_COLUMN = {"mailbox_incoming": "day", "mailbox_replyslot": "body", "mailbox_draft": "day"}


@pytest.fixture(params=[WEB, COURIER])
def role(request: pytest.FixtureRequest, cluster: Cluster) -> Iterator[tuple[str, psycopg.Connection]]:
    """A connection of one role; nothing is ever committed."""
    with psycopg.connect(environment_for(cluster)[request.param]) as connection:
        yield request.param, connection
        connection.rollback()


def is_allowed(connection: psycopg.Connection, verb: str, table: str) -> bool:
    column = sql.Identifier(ONE_COLUMN.get(table, "size"))
    statement = sql.SQL(TRIED[verb]).format(sql.Identifier(table), column, column)
    try:
        connection.execute(statement)
    except psycopg.errors.InsufficientPrivilege:
        return False
    finally:
        connection.rollback()
    return True


@pytest.mark.parametrize("table", sorted({table for _, table in ALLOWED}))
def test_each_role_may_do_what_is_written_and_nothing_else(role: tuple[str, psycopg.Connection], table: str) -> None:
    """Every verb is tried, by both roles, on every table."""
    name, connection = role
    assert {verb for verb in TRIED if is_allowed(connection, verb, table)} == ALLOWED[name, table]


def test_the_portal_cannot_read_back_what_it_put_in(cluster: Cluster) -> None:
    """Not even by asking for the row it is just writing."""
    with psycopg.connect(environment_for(cluster)[WEB]) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(
                "INSERT INTO mailbox_incoming VALUES (gen_random_uuid(), %s, current_date) RETURNING envelope",
                [b"e" * 4096],
            )
        connection.rollback()


@pytest.mark.parametrize("address", ["WAYHOME_BUREAU_DATABASE_URL", "WAYHOME_BUREAU_OWNER_DATABASE_URL"])
def test_nobody_of_the_inner_database_gets_in(cluster: Cluster, address: str) -> None:
    """The bureau's own roles cannot even connect to the portal's database."""
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(environment_for(cluster)[address], dbname="wayhome_portal")
