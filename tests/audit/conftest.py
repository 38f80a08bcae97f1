"""The log's own cast: Danylo is looked at, and somebody has every right over the database."""

from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.audit.cast import IRYNA, NOON
from wayhome import audit
from wayhome.audit.acts import Act
from wayhome.run.postgres import Cluster


@pytest.fixture
def danylo() -> UUID:
    return uuid4()


@pytest.fixture
def owner(committed: None, cluster: Cluster) -> Iterator[psycopg.Connection]:
    """Someone with every right over the database, whom no trigger stops."""
    with psycopg.connect(cluster.superuser_url, dbname="wayhome_bureau", autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection


@pytest.fixture
def write_rows() -> Callable[[int], None]:
    """Write that many rows, one act each."""

    def write(count: int) -> None:
        for number in range(count):
            audit.record(
                Act.PERSON_OPENED,
                by=IRYNA,
                at=NOON,
                subjects=[uuid4()],
                scope={"step": number},
                reason="answering a letter",
            )

    return write
