"""Jobs that can wait: they are done, taken up again when a worker was killed, and never leave the bureau database."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from wayhome.run import jobs
from wayhome.run.databases import environment_for
from wayhome.run.postgres import Cluster


@pytest.fixture
def at_work(committed: None) -> Iterator[jobs.JobsThread]:
    """The worker's second thread, really running."""
    ended = threading.Event()
    thread = jobs.JobsThread(ended=ended.set)
    thread.start()
    yield thread
    thread.finish()
    assert ended.is_set()
    assert not thread.failed


def deferred(task: Task[..., Any, Any]) -> int:
    """Put one job in the queue, as the clock does; returns its number."""
    return int(task.defer(timestamp=0))


def status_of(job: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        return str(cursor.fetchone()[0])


def wait_for(job: int, status: str) -> None:
    deadline = time.monotonic() + 20
    while status_of(job) != status:
        assert time.monotonic() < deadline, status_of(job)
        time.sleep(0.1)


def test_a_job_is_done(at_work: jobs.JobsThread) -> None:
    """Deferred by the site, done by the worker."""
    wait_for(deferred(jobs.apply_retention), "succeeded")


@contextmanager
def jobs_thread() -> Iterator[None]:
    thread = jobs.JobsThread(ended=lambda: None)
    thread.start()
    try:
        yield
    finally:
        thread.finish()


def left_behind(task: Task[..., Any, Any]) -> int:
    """A job that a worker had begun when it was killed, an hour ago."""
    job = deferred(task)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        (dead,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [dead, job])
    return job


def test_a_job_whose_worker_was_killed_is_done_by_another(committed: None) -> None:
    """It would stay "doing" for ever; the sweep makes it wait again."""
    job = left_behind(jobs.rotate_keys)
    sweep = deferred(jobs.take_up_stalled_jobs)
    with jobs_thread():
        wait_for(sweep, "succeeded")
        wait_for(job, "succeeded")


def test_a_dead_job_with_a_living_twin_goes(committed: None) -> None:
    """The twin does the work, and the sweep does not stumble over it: others behind it are taken up, too."""
    dead = left_behind(jobs.rotate_keys)
    twin = deferred(jobs.rotate_keys)
    other = left_behind(jobs.forget_old_jobs)
    sweep = deferred(jobs.take_up_stalled_jobs)
    with connection.cursor() as cursor:  # the sweep comes first, as it would on a busy evening
        cursor.execute("UPDATE procrastinate_jobs SET priority = 9 WHERE id = %s", [sweep])
    with jobs_thread():
        for job in (sweep, twin, other):
            wait_for(job, "succeeded")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE id = %s", [dead])
        assert cursor.fetchone() == (0,)


def test_the_clock_of_every_job_is_known() -> None:
    """Retention, keys, drafts, old jobs, the sweep, the matching and the slots each have their hour."""
    tasks = app.periodic_registry.periodic_tasks.values()
    clocks = {one.task.name.rsplit(".", 1)[1]: one.cron for one in tasks}
    assert clocks == {
        "take_up_stalled_jobs": "*/2 * * * *",
        "forget_old_jobs": "40 3 * * *",
        "apply_retention": "10 2 * * *",
        "rotate_keys": "20 2 * * *",
        "let_drafts_go": "*/15 * * * *",
        "match_up": "* * * * *",
        "seal_all_anew": "30 3 * * *",
    }


def test_the_portal_database_has_no_jobs(cluster: Cluster) -> None:
    """What faces the internet must not be able to make the inner zone do anything."""
    with psycopg.connect(environment_for(cluster)["WAYHOME_PORTAL_OWNER_DATABASE_URL"]) as portal:
        tables = {name for (name,) in portal.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    assert "mailbox_witnessedcheckpoint" in tables
    assert not [name for name in tables if not name.startswith(("mailbox_", "django_"))]
