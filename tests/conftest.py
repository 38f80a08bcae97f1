"""One embedded PostgreSQL for each run, with the roles, the databases and the grants of a real bureau.

Tests connect as the web role of their zone, exactly as the site does; a grant that is missing, or one too many, shows.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from wayhome.run.databases import environment_for, migrate, prepare
from wayhome.run.postgres import Cluster
from wayhome.run.settings.base import database

# How fast a shared machine makes examples, or runs one, says nothing about what they test.
hypothesis_settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("any machine")

SHARED = Path(__file__).resolve().parents[2] / "shared"
IN_CI = os.environ.get("CI") == "true"


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The state folder of this run: keys, reports, run files."""
    folder = tmp_path_factory.mktemp("home")
    folder.chmod(0o711)
    (folder / "keys").mkdir(mode=0o700)
    (folder / "reports").mkdir(mode=0o700)
    (folder / "run").mkdir(mode=0o700)
    return folder


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A throwaway PostgreSQL with both databases and all five roles, migrated by their owners."""
    # Not under pytest's own temporary folder: that one is closed to the user as whom root runs PostgreSQL.
    cluster = Cluster(Path(tempfile.mkdtemp(prefix="wayhome-test-", dir="/tmp")), throwaway=True)
    try:
        cluster.start()
        prepare(cluster)
        migrate(environment_for(cluster))
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(cluster.folder, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def state_folder(home: Path) -> None:
    """Keys made by a test run live and die with it."""
    if hasattr(settings, "WAYHOME_HOME"):
        settings.WAYHOME_HOME = home
        settings.WAYHOME_KEYS = home / "keys"
        settings.WAYHOME_MATCHER_SOCKET = home / "run" / "matcher.sock"


@pytest.fixture(scope="session")
def django_db_setup(cluster: Cluster) -> Iterator[None]:
    """Point Django's connections at this run's databases, as the web roles; nothing is created a second time."""
    variables = {"default": _default_variable(), "portal": "WAYHOME_COURIER_DATABASE_URL"}
    os.environ.update(environment_for(cluster))
    for alias in connections:
        connections.settings[alias].update(database(variables[alias]))
        connections[alias].settings_dict.update(database(variables[alias]))
    yield
    connections.close_all()


def _default_variable() -> str:
    zone = settings.SETTINGS_MODULE.rsplit(".", 1)[-1]
    return "WAYHOME_PORTAL_DATABASE_URL" if zone == "portal" else "WAYHOME_BUREAU_DATABASE_URL"


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any, cluster: Cluster) -> Iterator[None]:
    """Real commits. Afterwards the superuser empties every table that a test may have filled."""
    with django_db_blocker.unblock():
        yield
        connections.close_all()
    for name in ("wayhome_bureau", "wayhome_portal"):
        _empty(cluster, name)


def _empty(cluster: Cluster, name: str) -> None:
    # The append-only tables refuse TRUNCATE by trigger; a replica session of the superuser does not fire triggers.
    with psycopg.connect(cluster.superuser_url, dbname=name, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        tables = connection.execute(
            "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"
            " AND tablename NOT IN ('django_migrations', 'django_content_type', 'auth_permission')"
        ).fetchall()
        if tables:
            connection.execute("TRUNCATE " + ", ".join(name for (name,) in tables) + " RESTART IDENTITY CASCADE")


@pytest.fixture(autouse=True)
def a_word_lies_ten_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chance decides how long a word lies in a family's slot; a story must not depend on it."""
    if _default_variable() == "WAYHOME_BUREAU_DATABASE_URL":
        monkeypatch.setattr("wayhome.tracing.answering.lies_for", lambda: timedelta(days=10))
