"""One PostgreSQL of our own: made, started, watched and stopped."""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg

from wayhome.run.leash import leashed
from wayhome.run.postgres import options
from wayhome.run.postgres.account import QUIET, Account, account_for
from wayhome.run.postgres.errors import (
    AlreadyRunning,
    DidNotStart,
    DiskFull,
    FolderUnreachable,
    PasswordsMissing,
    WrongVersion,
)
from wayhome.run.postgres.leftovers import end_leftovers
from wayhome.run.postgres.passwords import SUPERUSER, Passwords
from wayhome.run.postgres.programs import MAJOR, bin_folder_for, our_bin_folder

START_SECONDS = 300.0  # a crash recovery may have much to replay
STOP_SECONDS = 20.0
LEAST_FREE = 96 * 1024 * 1024  # bytes: WAL of one checkpoint and some air
LARGEST_LOG = 4 * 1024 * 1024
SOCKET_PATH_LIMIT = 100  # the kernel allows 107 bytes


class Cluster:
    """The folder holds `data/` (owned by the unprivileged account), `passwords` (0600), `server.log`, `lock`, `socket`.

    The server is a child of the process that called `start`; it is reaped here and ends with its parent, even when
    the parent is killed. Only one process can have it started; others may connect through `url`.
    """

    def __init__(self, folder: Path, *, throwaway: bool = False) -> None:
        self.folder = folder.resolve()
        self.data = self.folder / "data"
        self.log = self.folder / "server.log"
        self.throwaway = throwaway
        self.passwords = Passwords(self.folder / "passwords")
        self._server: subprocess.Popen[bytes] | None = None
        self._lock: int | None = None

    # ── asking ───────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def bin_folder(self) -> Path:
        """pg_dump, pg_restore, psql … as we ourselves can run them."""
        return our_bin_folder()

    @property
    def superuser_url(self) -> str:
        return self.url(SUPERUSER, "postgres")

    def url(self, role: str, database: str) -> str:
        """A connection address; the role's password is made when there is none yet, and set by `databases.prepare`."""
        where = urlencode({"host": str(self._sockets()), "port": options.PORT}, safe="/")
        return f"postgresql://{role}:{self.passwords.of(role)}@/{quote(database)}?{where}"

    def environment(self) -> dict[str, str]:
        """Variables for PostgreSQL's tools; passwords stay in their file."""
        return {
            "PGHOST": str(self._sockets()),
            "PGPORT": str(options.PORT),
            "PGUSER": SUPERUSER,
            "PGPASSFILE": str(self.passwords.file),
        }

    def is_alive(self) -> bool:
        """Whether the server answers a real connection now, whoever started it."""
        if SUPERUSER not in self.passwords.known() or not (self.folder / "socket").exists():
            return False
        return self._answer() is None

    def is_child_alive(self) -> bool:
        """Whether the server this process started still lives; a death is noticed and reaped. Costs no connection."""
        return self._server is not None and self._server.poll() is None

    # ── doing ────────────────────────────────────────────────────────────────────────────────────────────────────

    def start(self) -> None:
        """Make the cluster if it is new, start it and wait until it answers.

        Also the way back after the server died: call it again. Raises a `ClusterError` saying what is wrong.
        """
        if self.is_child_alive():
            with contextlib.suppress(DidNotStart):  # it may be dying just now
                self._wait()
                return
        self.folder.mkdir(parents=True, exist_ok=True)
        self._take_lock()
        try:
            account = account_for(self.data)
            self._check_folder(account)
            programs = bin_folder_for(account)
            if not self.data.exists():
                self._create(programs, account)
            self._check_version()
            end_leftovers(self.data)
            self._launch(programs, account)
            self._wait()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, everything acknowledged is on disk."""
        if self._server is not None:
            for number, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._server.send_signal(number)
                    self._server.wait(seconds)
                    break
            self._server = None
            end_leftovers(self.data)
        if self._lock is not None:
            self._forget_sockets()
            os.close(self._lock)
            self._lock = None

    # ── steps ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _take_lock(self) -> None:
        if self._lock is not None:
            return
        handle = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            raise AlreadyRunning(self.folder) from None
        self._lock = handle

    def _check_folder(self, account: Account) -> None:
        if account.uid is not None:
            self.folder.chmod(0o711)  # passable, not readable: the account sees only its own data/
        if not account.can_enter(self.folder):
            raise FolderUnreachable(self.folder, account.name)
        if shutil.disk_usage(self.folder).free < LEAST_FREE:
            raise DiskFull(self.folder)

    def _check_version(self) -> None:
        try:
            found = (self.data / "PG_VERSION").read_text("ascii").strip()
        except OSError:
            found = "(no version is written there)"
        if found != MAJOR:
            raise WrongVersion(self.data, found, MAJOR)
        if SUPERUSER not in self.passwords.known():
            raise PasswordsMissing(self.passwords.file)

    def _create(self, programs: Path, account: Account) -> None:
        """`initdb` beside the final place, then one rename: a cluster exists whole or not at all."""
        password = self.passwords.of(SUPERUSER)
        fresh = self.folder / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        account.give(fresh)
        note = self._sockets() / "first-password"  # a private folder of the account; initdb reads it there
        note.touch(mode=0o600)
        account.give(note)
        note.write_text(password, "ascii")
        try:
            made = account.run(
                programs / "initdb",
                *("--pgdata", fresh, "--username", SUPERUSER, "--pwfile", note),
                *("--auth-local", "scram-sha-256", "--auth-host", "reject"),
                *("--data-checksums", "--encoding", "UTF8", "--no-instructions"),
                *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C"),
                *(["--no-sync"] if self.throwaway else []),
            )
        finally:
            note.unlink(missing_ok=True)
        if made.returncode != 0:
            if "No space left" in made.stderr:
                raise DiskFull(self.folder)
            raise DidNotStart(f"initdb failed ({_last_line(made.stderr)})", self.log)
        fresh.rename(self.data)

    def _launch(self, programs: Path, account: Account) -> None:
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        settings = options.arguments(self._sockets(), throwaway=self.throwaway)
        server = [str(programs / "postgres"), "-D", str(self.data), *settings]
        handle = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "ab") as log:
            self._log_from = log.tell()
            self._server = subprocess.Popen(
                leashed(server, signal=signal.SIGINT, uid=account.uid, gid=account.gid),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=QUIET,
            )

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while (problem := self._answer()) is not None:
            if self._server is None or self._server.poll() is not None:
                written = self._written()
                if "No space left" in written:
                    raise DiskFull(self.folder)
                raise DidNotStart(_last_line(written), self.log)
            if time.monotonic() > deadline:
                raise DidNotStart(f"no answer within {START_SECONDS:.0f} s ({problem})", self.log)
            time.sleep(0.03)

    def _answer(self) -> str | None:
        """None when the server answered, else the class of what happened."""
        try:
            with psycopg.connect(self.superuser_url, connect_timeout=3, autocommit=True) as connection:
                connection.execute("SELECT 1")
        except psycopg.Error as problem:
            return type(problem).__name__
        return None

    def _written(self) -> str:
        """What the server wrote since this start. It holds no values (`options.SILENT`)."""
        with self.log.open("rb") as log:
            log.seek(self._log_from)
            return log.read(64 * 1024).decode("utf-8", "replace")

    # ── the socket's folder ──────────────────────────────────────────────────────────────────────────────────────

    def _sockets(self) -> Path:
        """A short private folder, remembered in `folder/socket`.

        Made with a random name (`mkdtemp`), so nobody can have prepared it; a remembered one is used again only when
        it still belongs to the account alone.
        """
        memory = self.folder / "socket"
        account = account_for(self.data)
        with contextlib.suppress(OSError):
            known = Path(memory.read_text("utf-8"))
            if account.owns(known):
                return known
        made = Path(tempfile.mkdtemp(prefix="wh-", dir=_base_of_sockets()))
        account.give(made)
        self.folder.mkdir(parents=True, exist_ok=True)
        memory.write_text(str(made), "utf-8")
        return made

    def _forget_sockets(self) -> None:
        memory = self.folder / "socket"
        with contextlib.suppress(OSError):
            known = Path(memory.read_text("utf-8"))
            if account_for(self.data).owns(known):
                shutil.rmtree(known, ignore_errors=True)
            memory.unlink()


def _base_of_sockets() -> Path:
    """XDG_RUNTIME_DIR when it is ours and short enough, else /tmp (never TMPDIR: it may be long)."""
    wanted = os.environ.get("XDG_RUNTIME_DIR", "")
    if wanted and os.getuid() != 0 and Path(wanted).is_dir() and len(wanted.encode()) + 40 < SOCKET_PATH_LIMIT:
        return Path(wanted)
    return Path("/tmp")  # noqa: S108  the folder made in it is random and 0700


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if "FATAL" in line or "error" in line.lower()] or text.splitlines()
    return lines[-1].split("] ", 1)[-1].strip() if lines else "it wrote nothing"
