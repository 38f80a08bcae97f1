"""The state folder of one bureau: everything that must survive a restart, and nothing of the program itself."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from wayhome.run.errors import RunError

CHECKOUT = Path(__file__).resolve().parents[2]


class HomeUnusable(RunError):
    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(f"The state folder {folder} cannot be used ({why}); set WAYHOME_HOME to a folder of your own.")


class RunsAlready(RunError):
    def __init__(self, folder: Path) -> None:
        super().__init__(f"Wayhome already runs with the state folder {folder}; stop that one first.")


@dataclass(frozen=True)
class Home:
    """`keys/` closed to all others, `pg/` the embedded PostgreSQL, `logs/`, `reports/`, `run/` for sockets."""

    folder: Path

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def portal(self) -> Path:
        """The public site's own secret; apart from `keys`, because nothing of the public zone lies among those."""
        return self.folder / "portal"

    @property
    def pg(self) -> Path:
        return self.folder / "pg"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def reports(self) -> Path:
        return self.folder / "reports"

    @property
    def run(self) -> Path:
        return self.folder / "run"

    @property
    def matcher_socket(self) -> Path:
        return self.run / "matcher.sock"

    @property
    def is_demo(self) -> bool:
        """Whether the people in here are invented. Decided at the first run, for ever."""
        return self.mark(demo=True).exists()

    def mark(self, *, demo: bool) -> Path:
        """The empty file that says the first set-up is done, and of which kind the bureau is."""
        return self.folder / ("demo-bureau" if demo else "bureau")

    def make(self) -> "Home":
        """Make what is missing. Folders of ours are 0700; the state folder itself must let PostgreSQL's user pass."""
        try:
            missing = [folder for folder in self.folder.parents if not folder.exists()]
            self.folder.mkdir(parents=True, exist_ok=True)
            for folder in missing:  # made by the line above; PostgreSQL's user has to pass here too
                folder.chmod(0o711 if os.getuid() == 0 else 0o700)
            if os.getuid() == 0:
                self.folder.chmod(0o711)
            else:
                self.folder.chmod(0o700)
            for folder in (self.keys, self.logs, self.reports, self.run):
                folder.mkdir(mode=0o700, exist_ok=True)
                folder.chmod(0o700)
        except OSError as problem:
            raise HomeUnusable(self.folder, problem.strerror or "error") from None
        return self


def find_home() -> Home:
    """Where this checkout keeps its state.

    `$WAYHOME_HOME` if set. Otherwise one folder for each checkout, so that two clones never share a database: for root
    under /var/lib, because PostgreSQL then runs as another user, who cannot enter a 0700 home folder of root; for
    everybody else under ~/.local/share.
    """
    given = os.environ.get("WAYHOME_HOME")
    if given:
        return Home(Path(given).expanduser().resolve())
    mark = sha256(os.fsencode(CHECKOUT)).hexdigest()[:12]
    base = Path("/var/lib") if os.getuid() == 0 else Path.home() / ".local" / "share"
    return Home(base / "wayhome" / mark)


@contextlib.contextmanager
def only_one(home: Home) -> Iterator[None]:
    """Hold the place of the one program that runs everything in this state folder.

    Raises:
        RunsAlready: another holds it. A killed one holds nothing: the lock belongs to the process, not to the file.
    """
    with (home.run / "supervisor.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise RunsAlready(home.folder) from None
        yield
