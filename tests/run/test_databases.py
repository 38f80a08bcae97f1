"""Two databases, five roles: each role reaches its own database and nothing else."""

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from wayhome.run import databases
from wayhome.run.databases import DATABASES, ROLES, VARIABLES, environment_for, prepare
from wayhome.run.errors import RunError
from wayhome.run.postgres import Cluster
from wayhome.run.postgres.passwords import Passwords

EVERYWHERE = ("wayhome_bureau", "wayhome_portal", "postgres", "template1")
ALLOWED = set(VARIABLES.values())
WEB = [(guest, database) for database in DATABASES for guest in database.guests]


def connect(cluster: Cluster, role: str, database: str) -> psycopg.Connection:
    return psycopg.connect(cluster.url(role, database), autocommit=True)


@pytest.mark.parametrize(("role", "database"), sorted(ALLOWED))
def test_each_role_reaches_its_own_database(cluster: Cluster, role: str, database: str) -> None:
    """The address a process is given works."""
    with connect(cluster, role, database) as connection:
        row = connection.execute("SELECT current_user::text, current_database()::text").fetchone()
    assert row == (role, database)


@pytest.mark.parametrize(
    ("role", "database"), [(r, d) for r in ROLES for d in EVERYWHERE if (r, d) not in sorted(ALLOWED)]
)
def test_each_role_is_refused_everywhere_else(cluster: Cluster, role: str, database: str) -> None:
    """Even with the right password."""
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        connect(cluster, role, database)


@pytest.mark.parametrize("role", ROLES)
def test_no_role_is_more_than_it_must_be(cluster: Cluster, role: str) -> None:
    """None may make databases or roles, replicate, or step over row rules; none belongs to another."""
    with psycopg.connect(cluster.superuser_url) as connection:
        row = connection.execute(
            "SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls OR rolinherit,"
            " (SELECT count(*) FROM pg_auth_members WHERE member = oid) FROM pg_roles WHERE rolname = %s",
            [role],
        ).fetchone()
    assert row == (False, 0)


FORBIDDEN = {
    "make a table": "CREATE TABLE mine (n int)",
    "make a temporary table": "CREATE TEMPORARY TABLE mine (n int)",
    "make a function": "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "make a schema": "CREATE SCHEMA mine",
    "read server files": "SELECT pg_read_file('PG_VERSION')",
    "run a program": "COPY (SELECT 1) TO PROGRAM 'true'",
    "become the owner": "SET ROLE bureau_owner",
    "become the other owner": "SET ROLE portal_owner",
    "forget migrations": "DELETE FROM django_migrations",
    "read passwords": "SELECT rolpassword FROM pg_authid",
    "switch triggers off": "SET session_replication_role = replica",
}


@pytest.mark.parametrize(("role", "database"), [(role, database.name) for role, database in WEB])
@pytest.mark.parametrize("deed", sorted(FORBIDDEN))
def test_web_roles_are_refused(cluster: Cluster, role: str, database: str, deed: str) -> None:
    """What an injected statement could try."""
    with connect(cluster, role, database) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(FORBIDDEN[deed].encode())


LOG_TABLES = [
    ("bureau_web", "wayhome_bureau", "audit_logrow"),
    ("bureau_web", "wayhome_bureau", "audit_sealrow"),
    ("bureau_web", "wayhome_bureau", "audit_checkpointrow"),
    ("courier", "wayhome_portal", "mailbox_witnessedcheckpoint"),
    ("portal_web", "wayhome_portal", "mailbox_witnessedcheckpoint"),
]
FALSIFYING = (
    "UPDATE {} SET id = id",
    "DELETE FROM {}",
    "TRUNCATE {}",
    "ALTER TABLE {} DISABLE TRIGGER ALL",
    "DROP TABLE {}",
)


@pytest.mark.parametrize(("role", "database", "table"), LOG_TABLES)
@pytest.mark.parametrize("statement", FALSIFYING)
def test_the_log_cannot_be_falsified_by_a_web_role(
    cluster: Cluster, role: str, database: str, table: str, statement: str
) -> None:
    """Neither its rows nor the triggers that guard them."""
    column = "position" if table == "audit_sealrow" else "size" if table.endswith("checkpointrow") else "id"
    text = statement.replace("id = id", f"{column} = {column}").format(table)
    with connect(cluster, role, database) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(text.encode())


def test_even_the_owner_cannot_slip(cluster: Cluster) -> None:
    """The trigger refuses what the owner's grants would allow."""
    with (
        connect(cluster, "portal_owner", "wayhome_portal") as connection,
        pytest.raises(psycopg.errors.RestrictViolation),
    ):
        connection.execute("TRUNCATE mailbox_witnessedcheckpoint")


def test_preparing_again_changes_nothing(cluster: Cluster) -> None:
    """A second start, or an interrupted first one, is simply repeated."""
    before = environment_for(cluster)
    prepare(cluster)
    assert environment_for(cluster) == before


def test_migrating_again_starts_nothing(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second start is fast because each database remembers what it has seen."""
    monkeypatch.setattr(databases, "_start_migration", lambda *_: pytest.fail("a migration was started"))
    databases.migrate(environment_for(cluster))


def test_unreachable_database_is_one_plain_sentence(cluster: Cluster) -> None:
    """No traceback, no address, no password."""
    gone = {name: url.replace("host=/tmp/", "host=/tmp/gone-") for name, url in environment_for(cluster).items()}
    with pytest.raises(databases.DatabaseUnreachable, match=r"^The database wayhome_bureau does not answer"):
        databases.migrate(gone)


def test_some_real_addresses_are_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a real server and half an embedded one would split a bureau."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WAYHOME_BUREAU_DATABASE_URL", "postgresql://somewhere/else")
    with pytest.raises(RunError, match="missing: WAYHOME_BUREAU_OWNER_DATABASE_URL"):
        databases.real_servers()


def test_the_script_for_a_real_server_makes_the_same_walls(own_cluster: Cluster) -> None:
    """What the administrator runs with psql ends in the same refusals; passwords are his to type."""
    text = "\n".join(line for line in databases.script().splitlines() if not line.startswith("\\password"))
    done = subprocess.run(
        [str(own_cluster.bin_folder / "psql"), "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", "postgres"],
        input=text,
        text=True,
        env={**os.environ, **own_cluster.environment()},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    prepare(own_cluster)  # sets the passwords; the walls already stand
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        connect(own_cluster, "portal_web", "wayhome_bureau")


def test_two_programs_that_start_together_do_not_trip(own_cluster: Cluster) -> None:
    """`wayhome run` and a command at the same moment: both bring the tables up to date, one after the other."""
    prepare(own_cluster)
    environment = environment_for(own_cluster)
    with ThreadPoolExecutor(2) as both:
        for done in [both.submit(databases.migrate, environment) for _ in range(2)]:
            done.result()
    with connect(own_cluster, "bureau_web", "wayhome_bureau") as connection:
        assert connection.execute("SELECT count(*) FROM registry_personheld").fetchone() == (0,)


def test_two_programs_that_ask_for_a_new_password_get_the_same(tmp_path: Path) -> None:
    """Otherwise one of them would hold a password the database never learnt."""
    with ThreadPoolExecutor(8) as many:
        answers = list(many.map(lambda role: Passwords(tmp_path / "passwords").of(f"role{role % 2}"), range(16)))
    assert len(set(answers)) == 2
    assert set(Passwords(tmp_path / "passwords").known().values()) == set(answers)
