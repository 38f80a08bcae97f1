"""The doctor finds what is wrong: each finding is seen wrong once, and says so without a person's data."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from wayhome.protection import heartbeats
from wayhome.run import databases, doctor
from wayhome.run.databases import environment_for
from wayhome.run.home import Home
from wayhome.run.postgres import Cluster

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)


@pytest.fixture
def own_home(tmp_path: Path) -> Home:
    return Home(tmp_path).make()


@pytest.fixture
def addresses(cluster: Cluster) -> Mapping[str, str]:
    return environment_for(cluster)


def wrong(findings: object) -> list[str]:
    return [finding.what for finding in findings if finding.is_wrong]  # type: ignore[attr-defined]


def test_walls_that_stand_are_said_to_stand(addresses: Mapping[str, str]) -> None:
    """Five roles reach their own database, three are refused by the other."""
    findings = list(doctor._databases(addresses))
    assert (len(findings), wrong(findings)) == (8, [])


def test_a_fallen_wall_is_found(cluster: Cluster, addresses: Mapping[str, str]) -> None:
    """Somebody granted the public site a look into the bureau's database."""
    with psycopg.connect(cluster.superuser_url, autocommit=True) as server:
        server.execute("GRANT CONNECT ON DATABASE wayhome_bureau TO portal_web")
        try:
            found = wrong(doctor._databases(addresses))
        finally:
            server.execute("REVOKE CONNECT ON DATABASE wayhome_bureau FROM portal_web")
    assert found == ["walls"]


def test_a_role_that_cannot_connect_is_found(addresses: Mapping[str, str]) -> None:
    """A changed password, for instance."""
    broken = {**addresses, "WAYHOME_PORTAL_OWNER_DATABASE_URL": addresses["WAYHOME_PORTAL_OWNER_DATABASE_URL"] + "1"}
    assert wrong(doctor._databases(broken)) == ["database"]


def test_nothing_running_is_found_and_starts_nothing(own_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """The doctor looks and touches nothing."""
    for name in databases.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    found = wrong(doctor.examine(own_home, at=NOON))
    assert {"database", "processes", "matcher"} <= set(found)
    assert not own_home.pg.exists()


def test_an_open_key_is_found(own_home: Home) -> None:
    """Keys are closed to everybody else, files and folders."""
    key = own_home.keys / "epoch-1"
    key.touch(mode=0o600)
    assert wrong(doctor._key_files(own_home)) == []
    key.chmod(0o640)
    assert wrong(doctor._key_files(own_home)) == ["keys"]


def test_a_silent_process_is_found(own_home: Home) -> None:
    """A worker that stands still means letters that are not sent."""
    for name in heartbeats.PATIENCE:
        heartbeats.beat(name, at=NOON, folder=own_home.run)
    assert wrong(doctor._processes(own_home, NOON + timedelta(seconds=10))) == []
    assert len(wrong(doctor._processes(own_home, NOON + timedelta(hours=1)))) == len(heartbeats.PATIENCE)


def test_a_clock_set_back_is_found(own_home: Home) -> None:
    """Signs of life from the future."""
    heartbeats.beat("worker", at=NOON, folder=own_home.run)
    assert wrong(doctor._clock(own_home, NOON + timedelta(seconds=5))) == []
    assert wrong(doctor._clock(own_home, NOON - timedelta(hours=1))) == ["clock"]


def test_a_full_disk_is_found(own_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before PostgreSQL refuses to write."""
    assert wrong(doctor._disk(own_home)) == []
    monkeypatch.setattr(doctor, "LEAST_FREE", 1 << 62)
    assert wrong(doctor._disk(own_home)) == ["disk"]


def test_a_missing_backup_is_wrong_for_real_people_only(own_home: Home, addresses: Mapping[str, str]) -> None:
    """Invented people need none."""
    assert wrong(doctor._backup(own_home, addresses, NOON)) == ["backup"]
    own_home.mark(demo=True).touch()
    assert wrong(doctor._backup(own_home, addresses, NOON)) == []
