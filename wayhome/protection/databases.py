"""PostgreSQL's own tools and plain connections, for backup and restore. Addresses come in as arguments."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from wayhome.protection.archive import CHUNK
from wayhome.protection.errors import BackupError

_VARIABLES = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}


def environment_of(url: str) -> dict[str, str]:
    """The address as environment variables: an argument would show the password to everybody on the machine."""
    given = conninfo_to_dict(url)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return inherited | {_VARIABLES[name]: str(value) for name, value in given.items() if name in _VARIABLES}


@contextmanager
def snapshot(url: str) -> Iterator[tuple[psycopg.Connection, str]]:
    """One moment of a database: a connection that sees it, and its name, by which pg_dump sees the very same."""
    try:
        with psycopg.connect(url, autocommit=False) as connection:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            row = connection.execute("SELECT pg_export_snapshot()").fetchone()
            yield connection, str(row[0] if row else "")
    except psycopg.OperationalError:
        raise BackupError("A database does not answer. Is the bureau running?") from None


def counts(connection: psycopg.Connection) -> dict[str, int]:
    """How many rows each table has."""
    tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
    out = {}
    for (table,) in tables:
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
        out[str(table)] = int(row[0]) if row else 0
    return out


@contextmanager
def dumping(program: Path, url: str, snapshot_name: str) -> Iterator[Iterator[bytes]]:
    """What pg_dump writes, as it writes it; nothing touches the disk. Leaving early ends pg_dump and its locks."""
    command: list[Path | str] = [program, "--format=custom", "--no-password", f"--snapshot={snapshot_name}"]
    process = _started(command, url, stdout=subprocess.PIPE)
    try:
        yield _pieces(process)
    finally:
        process.kill()
        process.communicate()


def _pieces(process: "subprocess.Popen[bytes]") -> Iterator[bytes]:
    assert process.stdout is not None  # noqa: S101  (a pipe was asked for)
    while piece := process.stdout.read(CHUNK):
        yield piece
    if code := process.wait():
        raise BackupError(f"pg_dump ended with code {code}; no backup was made.")


class Loading:
    """A part that goes straight into an empty database, whole or not at all."""

    def __init__(self, program: Path, url: str) -> None:
        command: list[Path | str] = [
            program,
            "--format=custom",
            "--no-owner",
            "--exit-on-error",
            "--single-transaction",
        ]
        database = str(conninfo_to_dict(url)["dbname"])
        self._process = _started([*command, "--single-transaction", f"--dbname={database}"], url, stdin=subprocess.PIPE)

    def write(self, data: bytes) -> None:
        assert self._process.stdin is not None  # noqa: S101  (a pipe was asked for)
        try:
            self._process.stdin.write(data)
        except BrokenPipeError:
            raise BackupError("pg_restore stopped before the end.") from None

    def close(self) -> None:
        assert self._process.stdin is not None  # noqa: S101  (a pipe was asked for)
        try:
            self._process.stdin.close()
        except BrokenPipeError:
            pass
        finally:
            code = self._process.wait()
        if code:
            raise BackupError(f"pg_restore ended with code {code}; begin again in a new, empty place.")


def is_empty(url: str) -> bool:
    """Whether a database holds no table yet."""
    try:
        with psycopg.connect(url) as connection:
            row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    except psycopg.OperationalError:
        raise BackupError("A database does not answer. Is PostgreSQL running there?") from None
    return row is not None and row[0] == 0


def _started(
    command: list[Path | str], url: str, *, stdin: int = subprocess.DEVNULL, stdout: int = subprocess.DEVNULL
) -> "subprocess.Popen[bytes]":
    try:
        # What the tools complain about may quote a row, so nobody listens to it; their exit code says enough.
        return subprocess.Popen(command, env=environment_of(url), stdin=stdin, stdout=stdout, stderr=subprocess.DEVNULL)
    except OSError:
        raise BackupError(f"The program {Path(command[0]).name} cannot be started.") from None
