"""Jobs that can wait: run by procrastinate, in the bureau database only. A job carries ids, never words.

Every job may run twice (a worker can be killed after the work and before its tick), so every job is idempotent.
"""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

logger = logging.getLogger("wayhome.jobs")

SILENT_WORKER = 60.0  # seconds without a sign from its worker, after which a job is taken up again
BEAT_EVERY = 5.0
MATCH_ROUNDS = 20  # of a hundred changes: then the other jobs have their turn


@app.periodic(cron="*/2 * * * *")
@app.task(queue="upkeep", queueing_lock="stalled", pass_context=True)
async def take_up_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """A job whose worker was killed stays "doing" for ever; this one makes it wait again.

    Where an equal job waits already (the same queueing lock), that one will do the work and the dead one goes.
    """
    stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_WORKER)
    for job in stalled:
        if job.id == context.job.id:
            continue
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)


@app.periodic(cron="40 3 * * *")
@app.task(queue="upkeep", queueing_lock="old-jobs")
async def forget_old_jobs(timestamp: int) -> None:
    """A finished job is remembered for three days."""
    await app.job_manager.delete_old_jobs(
        nb_hours=72, include_failed=True, include_cancelled=True, include_aborted=True
    )


@app.periodic(cron="10 2 * * *")
@app.task(queue="upkeep", queueing_lock="retention")
def apply_retention(timestamp: int) -> None:
    """What policy/retention.yaml says is over is erased tonight."""
    from wayhome.protection import retention

    retention.apply(timezone.now())


@app.periodic(cron="20 2 * * *")
@app.task(queue="upkeep", queueing_lock="keys")
def rotate_keys(timestamp: int) -> None:
    """Data keys move under this week's key; a week's key that has served its time is destroyed."""
    from wayhome.protection import keyring

    keyring.rotate(timezone.now())


@app.periodic(cron="*/15 * * * *")
@app.task(queue="upkeep", queueing_lock="drafts")
def let_drafts_go(timestamp: int) -> None:
    """A list that waited a day for its officer's yes is let go."""
    from wayhome.registry.importing import drafts

    drafts.erase_old(at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="match")
def match_up(timestamp: int) -> None:
    """Questions are matched anew with whoever was registered or corrected since, and new questions with everyone."""
    from wayhome.registry.errors import MatcherSilent
    from wayhome.tracing import actions, matching_up

    try:
        for _ in range(MATCH_ROUNDS):
            if not actions.follow(timezone.now()):
                return
    except (MatcherSilent, matching_up.NotCaughtUp):
        return  # the courier wakes this job again in a second


@app.periodic(cron="30 3 * * *")
@app.task(queue="upkeep", queueing_lock="slots")
def seal_all_anew(timestamp: int) -> None:
    """Every family's slot is sealed anew tonight, so that a copy of the public database tells of no single one."""
    from wayhome.tracing import actions

    actions.seal_all_anew(timezone.now())


class JobsThread(threading.Thread):
    """procrastinate's worker with an event loop of its own; `ended` is called when it stops, wanted or not."""

    def __init__(self, *, ended: Callable[[], None]) -> None:
        super().__init__(name="jobs", daemon=True)
        self.failed = False
        self._ended = ended
        self._loop: asyncio.AbstractEventLoop | None = None
        self._work: asyncio.Task[None] | None = None
        self._ready = threading.Event()

    def run(self) -> None:
        try:
            asyncio.run(self._both())
        except Exception as problem:  # whatever it was: the process ends and is started anew
            logger.error("the jobs thread ended", exc_info=problem)
            self.failed = True
        finally:
            self._ready.set()
            self._ended()

    def finish(self) -> None:
        """Let the job at hand finish for a few seconds, then leave."""
        self._ready.wait(5)
        if self._loop is not None and self._work is not None:
            with contextlib.suppress(RuntimeError):  # it has just ended by itself
                self._loop.call_soon_threadsafe(self._work.cancel)
        self.join(6)

    async def _both(self) -> None:
        self._loop = asyncio.get_running_loop()
        beats = asyncio.create_task(_beat())
        self._work = asyncio.create_task(_work())
        self._ready.set()
        try:
            await self._work
        except asyncio.CancelledError:
            pass
        finally:
            beats.cancel()


async def _work() -> None:
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector):
        async with app.open_async():
            await app.run_worker_async(
                name="worker", install_signal_handlers=False, shutdown_graceful_timeout=4, concurrency=1
            )


async def _beat() -> None:
    from wayhome.protection import heartbeats

    while True:
        heartbeats.beat("jobs", at=timezone.now())
        await asyncio.sleep(BEAT_EVERY)
