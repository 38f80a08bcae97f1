"""Folders for clusters of a test's own: under /tmp, because pytest's folders are closed to PostgreSQL's user."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from wayhome.run.postgres import Cluster


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="wayhome-test-", dir="/tmp"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def own_cluster(folder: Path) -> Iterator[Cluster]:
    """Started, empty, with nothing prepared."""
    cluster = Cluster(folder / "pg", throwaway=True)
    cluster.start()
    yield cluster
    cluster.stop()
