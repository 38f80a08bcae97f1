"""The two databases and their five roles: made, separated, migrated by their owners, granted to the web.

| role         | database       | may                                                                     |
|--------------|----------------|-------------------------------------------------------------------------|
| bureau_owner | wayhome_bureau | owns tables; used by migrations, backup and the log's triggers only     |
| bureau_web   | wayhome_bureau | what each room's migrations grant                                       |
| portal_owner | wayhome_portal | owns tables                                                             |
| portal_web   | wayhome_portal | what each room's migrations grant                                       |
| courier      | wayhome_portal | carries between the zones                                               |

A web role that owned its tables could drop the triggers of the append-only ones: hence the owners.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

from wayhome.run.errors import RunError
from wayhome.run.postgres import Cluster
from wayhome.run.postgres.passwords import SUPERUSER


@dataclass(frozen=True)
class Database:
    """One database, who owns it, and which other roles may connect."""

    name: str
    owner: str
    guests: tuple[str, ...]
    owner_settings: str


BUREAU = Database("wayhome_bureau", "bureau_owner", ("bureau_web",), "wayhome.run.settings.owner_bureau")
PORTAL = Database("wayhome_portal", "portal_owner", ("portal_web", "courier"), "wayhome.run.settings.owner_portal")
DATABASES = (BUREAU, PORTAL)
ROLES = tuple(role for database in DATABASES for role in (database.owner, *database.guests))
# environment variable → (role, database)
VARIABLES = {
    "WAYHOME_BUREAU_DATABASE_URL": ("bureau_web", BUREAU.name),
    "WAYHOME_BUREAU_OWNER_DATABASE_URL": ("bureau_owner", BUREAU.name),
    "WAYHOME_PORTAL_DATABASE_URL": ("portal_web", PORTAL.name),
    "WAYHOME_PORTAL_OWNER_DATABASE_URL": ("portal_owner", PORTAL.name),
    "WAYHOME_COURIER_DATABASE_URL": ("courier", PORTAL.name),
}
OWNER_VARIABLES = {BUREAU.name: "WAYHOME_BUREAU_OWNER_DATABASE_URL", PORTAL.name: "WAYHOME_PORTAL_OWNER_DATABASE_URL"}

# Tables that are not our rooms': Django's own and those of libraries. Everything of ours is granted by its migration.
Statement = sql.SQL | sql.Composed
MIGRATING = 0x57_41_59_44  # the number of an advisory lock; it only has to be ours
READ_ONLY = ("django_content_type", "django_migrations")
READ_WRITE = ("django_session", r"account\_%", r"mfa\_%", r"procrastinate\_%")


class DatabaseUnreachable(RunError):
    def __init__(self, name: str) -> None:
        super().__init__(
            f"The database {name} does not answer; start it, or check the WAYHOME_…_DATABASE_URL variables."
        )


class MigrationFailed(RunError):
    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"The tables of {name} could not be brought up to date ({why}); nothing half-written remains.")


def environment_for(cluster: Cluster) -> dict[str, str]:
    """The five addresses, for the processes that need them: give each only its own."""
    return {variable: cluster.url(role, database) for variable, (role, database) in VARIABLES.items()}


def real_servers() -> dict[str, str] | None:
    """The addresses of real servers when the person who runs Wayhome has set them, else None: then ours is used.

    Setting only some of them is a mistake that must not end in half an embedded bureau.
    """
    given = {name: value for name in VARIABLES if (value := os.environ.get(name))}
    if given and len(given) < len(VARIABLES):
        missing = ", ".join(name for name in VARIABLES if name not in given)
        raise RunError(f"Some database addresses are set and some are not; missing: {missing}.")
    return given or None


# ── making ───────────────────────────────────────────────────────────────────────────────────────────────────────


def prepare(cluster: Cluster) -> None:
    """Make what is missing of the roles and databases and draw the walls between them. Running it again is harmless."""
    with psycopg.connect(cluster.superuser_url, autocommit=True) as server:
        existing = {name for (name,) in server.execute("SELECT rolname FROM pg_roles")}
        for role in ROLES:
            # NOINHERIT and no memberships: a role is exactly what is written here.
            verb = sql.SQL("ALTER ROLE" if role in existing else "CREATE ROLE")
            server.execute(
                sql.SQL(
                    "{} {} LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD {}"
                ).format(verb, sql.Identifier(role), sql.Literal(cluster.passwords.of(role)))
            )
        present = {name for (name,) in server.execute("SELECT datname FROM pg_database")}
        for database in DATABASES:
            if database.name not in present:
                server.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(
                        sql.Identifier(database.name), sql.Identifier(database.owner)
                    )
                )
        for statement in walls():
            server.execute(statement)
    for database in DATABASES:
        with psycopg.connect(cluster.url(SUPERUSER, database.name), autocommit=True) as inside:
            for statement in walls_inside(database):
                inside.execute(statement)


def walls() -> list[Statement]:
    """Who may connect where. PUBLIC may connect nowhere, not even to the server's own databases."""
    out: list[Statement] = []
    for name in ("postgres", "template1", *(database.name for database in DATABASES)):
        out.append(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
    for database in DATABASES:
        for guest in database.guests:
            out.append(
                sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                    sql.Identifier(database.name), sql.Identifier(guest)
                )
            )
    return out


def walls_inside(database: Database) -> list[Statement]:
    """The schema belongs to the owner; guests may use it and create nothing."""
    owner = sql.Identifier(database.owner)
    guests = sql.SQL(", ").join(sql.Identifier(guest) for guest in database.guests)
    return [
        sql.SQL("ALTER SCHEMA public OWNER TO {}").format(owner),
        sql.SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC"),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(guests),
    ]


def script() -> str:
    """The same walls as SQL for a real server, to be read and run by its administrator with psql."""
    lines = ["-- Five roles and two databases for Wayhome. Run as a superuser with psql; then set each password", ""]
    lines += [
        f"CREATE ROLE {role} LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION;" for role in ROLES
    ]
    lines += [f"\\password {role}" for role in ROLES]
    for database in DATABASES:
        lines.append(
            f"CREATE DATABASE {database.name} OWNER {database.owner} TEMPLATE template0 ENCODING 'UTF8'"
            " LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C';"
        )
    lines += [f"{statement.as_string()};" for statement in walls()]
    for database in DATABASES:
        lines.append(f"\\connect {database.name}")
        lines += [f"{statement.as_string()};" for statement in walls_inside(database)]
    return "\n".join(lines) + "\n"


# ── migrating ────────────────────────────────────────────────────────────────────────────────────────────────────


def migrate(environment: Mapping[str, str]) -> None:
    """Bring the tables of both databases up to date as their owners, then grant what is not ours to grant in a room.

    Each database remembers the fingerprint of the migrations it has seen; when nothing changed, nothing is started.
    Two programs that start together wait for each other.
    """
    now = fingerprint()
    with ExitStack() as open_until_done:
        owners = {database: open_until_done.enter_context(_as_owner(database, environment)) for database in DATABASES}
        due = [database for database, owner in owners.items() if _seen(owner) != now]
        started = [(database, _start_migration(database, environment)) for database in due]
        outcomes = [(database, _why(process)) for database, process in started]
        for database, why in outcomes:
            if why is not None:
                raise MigrationFailed(database.name, why)
        for database in due:
            _settle(database, owners[database], now)


def _settle(database: Database, owner: psycopg.Connection, now: str) -> None:
    """Grants and the fingerprint, together or not at all."""
    with owner.transaction():
        tables = _names(owner, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename")
        sequences = _names(owner, "SELECT relname FROM pg_class WHERE relkind = 'S' AND relname")
        for statement in grants(database, tables, sequences):
            owner.execute(statement)
        owner.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(database.name), sql.Literal(now)))


@contextmanager
def _as_owner(database: Database, environment: Mapping[str, str]) -> Iterator[psycopg.Connection]:
    """A connection that holds the lock of whoever migrates this database."""
    try:
        connection = psycopg.connect(environment[OWNER_VARIABLES[database.name]], connect_timeout=10, autocommit=True)
    except psycopg.OperationalError:
        raise DatabaseUnreachable(database.name) from None
    with connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
        yield connection


def grants(database: Database, tables: list[str], sequences: list[str]) -> list[Statement]:
    """What the web role, the first guest, may do with the tables of Django and of libraries."""
    web = database.guests[0]
    rights = [("SELECT" if name in READ_ONLY else "SELECT, INSERT, UPDATE, DELETE", "TABLE", name) for name in tables]
    rights += [("USAGE, SELECT", "SEQUENCE", name) for name in sequences]
    return [
        sql.SQL("GRANT {} ON {} {} TO {}").format(
            sql.SQL(right), sql.SQL(kind), sql.Identifier(name), sql.Identifier(web)
        )
        for right, kind, name in rights
    ]


def fingerprint() -> str:
    """Changes whenever some migration may be new: ours by content, the libraries' by version."""
    digest = sha256()
    house = Path(__file__).resolve().parents[1]
    for file in sorted(house.glob("*/migrations/*.py")):
        digest.update(file.relative_to(house).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    for package in ("Django", "django-allauth", "procrastinate"):
        digest.update(f"{package} {metadata.version(package)}\n".encode())
    digest.update(Path(__file__).read_bytes())  # the grants below are part of the state
    return f"wayhome migrations {digest.hexdigest()[:32]}"


def _seen(owner: psycopg.Connection) -> str | None:
    row = owner.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
    ).fetchone()
    return row[0] if row else None


def _names(connection: psycopg.Connection, select: LiteralString) -> list[str]:
    rows = connection.execute(sql.SQL("{} LIKE ANY(%s)").format(sql.SQL(select)), [[*READ_ONLY, *READ_WRITE]])
    return sorted(name for (name,) in rows)


def _start_migration(database: Database, environment: Mapping[str, str]) -> "subprocess.Popen[str]":
    """A process of its own: one Django process can only ever have one of the two owners' settings."""
    variable = OWNER_VARIABLES[database.name]
    return subprocess.Popen(
        [sys.executable, "-m", "django", "migrate", "--no-input", "--skip-checks", "--verbosity", "0"],
        env={
            **{name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG") if name in os.environ},
            variable: environment[variable],
            "DJANGO_SETTINGS_MODULE": database.owner_settings,
        },
        cwd=Path(__file__).resolve().parents[2],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )


def _why(process: "subprocess.Popen[str]") -> str | None:
    """Wait; None when all went well, else the first line of the error (details of a row come on later lines)."""
    _, written = process.communicate()
    if process.returncode == 0:
        return None
    lines = [line for line in written.splitlines() if re.match(r"[\w.]*(Error|Exception|Missing|NotFound)\b", line)]
    return lines[-1][:200] if lines else f"exit {process.returncode}"
