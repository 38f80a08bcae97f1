"""Bureaus and clusters of a test's own: under /tmp, because pytest's folders are closed to PostgreSQL's user."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live import LiveBureau, live_bureau, new_folder
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
def bureau() -> Iterator[LiveBureau]:
    """A whole bureau with invented people, on ports of its own; started once, perhaps not running just now."""
    with live_bureau() as bureau:
        yield bureau


@pytest.fixture
def running(bureau: LiveBureau) -> LiveBureau:
    """The same, running."""
    if not bureau.is_running:
        bureau.start()
    return bureau
