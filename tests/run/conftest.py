"""Bureaus and clusters of a test's own: under /tmp, because pytest's folders are closed to PostgreSQL's user."""

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.run.bureaus import Bureau, free_port, new_folder
from wayhome.run.postgres import Cluster


@pytest.fixture
def folder() -> Iterator[Path]:
    made = new_folder()
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def own_cluster(folder: Path) -> Iterator[Cluster]:
    """Started, empty, with nothing prepared."""
    cluster = Cluster(folder / "pg", throwaway=True)
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def bureau() -> Iterator[Bureau]:
    """A whole bureau with invented people, on ports of its own; started once, perhaps not running just now."""
    bureau = Bureau(new_folder(), free_port(), free_port())
    bureau.start()
    yield bureau
    if bureau.supervisor is not None:
        bureau.end(signal.SIGTERM)
    shutil.rmtree(bureau.home, ignore_errors=True)


@pytest.fixture
def running(bureau: Bureau) -> Bureau:
    """The same, running."""
    if bureau.supervisor is None:
        bureau.start()
    return bureau
