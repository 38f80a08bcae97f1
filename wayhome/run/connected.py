"""What a command needs around it: the databases answering, Django ready, sometimes the matcher.

While `wayhome run` is up its processes are used; otherwise the same are started for as long as the command lasts.
"""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping

from wayhome.run import databases, environments
from wayhome.run.errors import RunError
from wayhome.run.home import Home, find_home, only_one
from wayhome.run.postgres import AlreadyRunning, Cluster
from wayhome.run.services import Service

PATIENCE = 60.0  # seconds for another program that is just starting or stopping the database


class MatcherDidNotStart(RunError):
    def __init__(self) -> None:
        super().__init__("The matcher did not become ready; its log is logs/matcher.log in the state folder.")


@contextlib.contextmanager
def addresses(home: Home) -> Iterator[Mapping[str, str]]:
    """The five database addresses, with everything behind them answering and up to date."""
    real = databases.real_servers()
    if real is not None:
        databases.migrate(real)
        yield real
        return
    with running_cluster(home) as cluster:
        found = databases.environment_for(cluster)
        databases.migrate(found)
        yield found


@contextlib.contextmanager
def running_cluster(home: Home) -> Iterator[Cluster]:
    """The embedded PostgreSQL: the one that runs, or one started for this command and stopped after it."""
    cluster = Cluster(home.pg)
    if cluster.is_alive():
        yield cluster
        return
    try:
        cluster.start()
    except AlreadyRunning:
        _wait_for(cluster)
        yield cluster
        return
    try:
        databases.prepare(cluster)
        yield cluster
    finally:
        cluster.stop()


def _wait_for(cluster: Cluster) -> None:
    deadline = time.monotonic() + PATIENCE
    while not cluster.is_alive():
        if time.monotonic() > deadline:
            raise AlreadyRunning(cluster.folder)
        time.sleep(0.2)


@contextlib.contextmanager
def bureau(*, settings: str = "worker", matcher: bool = False) -> Iterator[tuple[Home, Mapping[str, str]]]:
    """Django, ready, in this process, as the bureau's web role (and the courier, with the worker's settings).

    Gives the state folder and all addresses; the owners' are for backup only.
    """
    _end_in_order()
    home = find_home().make()
    with contextlib.ExitStack() as around:
        found = around.enter_context(addresses(home))
        environment = around.enter_context(_django(home, found, settings))
        if matcher:
            around.enter_context(_matcher(home, environment))
        yield home, found


@contextlib.contextmanager
def empty_bureau() -> Iterator[tuple[Home, Mapping[str, str]]]:
    """Databases and roles without any table, for a restore; afterwards the tables are brought up to date.

    Raises:
        RunsAlready: `wayhome run` is up with this state folder.
    """
    _end_in_order()
    home = find_home().make()
    real = databases.real_servers()
    with contextlib.ExitStack() as around:
        around.enter_context(only_one(home))
        found = real or databases.environment_for(around.enter_context(running_cluster(home)))
        with _django(home, found, "bureau"):
            yield home, found
        databases.migrate(found)


@contextlib.contextmanager
def _django(home: Home, found: Mapping[str, str], settings: str) -> Iterator[Mapping[str, str]]:
    names = environments.WORKER if settings == "worker" else environments.BUREAU
    base = environments.outside(demo=home.is_demo, plain_http=not os.environ.get("WAYHOME_HOSTS"))
    environment = environments.inner(home, found, names, base)
    os.environ.update(environment, DJANGO_SETTINGS_MODULE=f"wayhome.run.settings.{settings}")
    import django

    django.setup()
    from django.db import connections

    try:
        yield environment
    finally:
        connections.close_all()


@contextlib.contextmanager
def _matcher(home: Home, environment: Mapping[str, str]) -> Iterator[None]:
    if _matcher_answers():
        yield
        return
    service = Service("matcher", ["wayhome.run.matcher"], environment, home.logs)
    service.start()
    try:
        deadline = time.monotonic() + PATIENCE
        while not _matcher_answers():
            if service.tend() or time.monotonic() > deadline:
                raise MatcherDidNotStart
            time.sleep(0.1)
        yield
    finally:
        service.ask_to_stop()
        service.wait_until_stopped(5)


def _matcher_answers() -> bool:
    from wayhome.registry import finding
    from wayhome.registry.errors import MatcherSilent

    try:
        return finding.state().ready
    except MatcherSilent:
        return False


def _end_in_order() -> None:
    """SIGTERM ends a command as Ctrl-C does: through every `finally`."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
