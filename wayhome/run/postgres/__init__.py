"""A PostgreSQL of our own, in one folder, for one machine. Real bureaus may point Wayhome at a real server instead."""

from wayhome.run.postgres.cluster import Cluster
from wayhome.run.postgres.errors import (
    AlreadyRunning,
    ClusterError,
    DidNotStart,
    DiskFull,
    FolderUnreachable,
    NoUnprivilegedUser,
    PasswordsMissing,
    ProgramsMissing,
    WrongVersion,
)

__all__ = [
    "AlreadyRunning",
    "Cluster",
    "ClusterError",
    "DidNotStart",
    "DiskFull",
    "FolderUnreachable",
    "NoUnprivilegedUser",
    "PasswordsMissing",
    "ProgramsMissing",
    "WrongVersion",
]
