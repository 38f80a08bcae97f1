"""`kill -9` while families ask: no receipt for nothing, no question lost or doubled, every reply arrives once.

Portal, worker, matcher and PostgreSQL are killed at random moments, in a small number in `make test` and in a large one
in `make soak` (WAYHOME_SOAK=1). A family does what people do: when no page comes, it presses the button again.
"""

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.journeys.line import PatientFamily, all_in, keys_of, letters_come
from tests.journeys.results import keep
from tests.live import LiveBureau, live_bureau, until

SOAK = os.environ.get("WAYHOME_SOAK") == "1"
FILINGS, KILLS, AT_ONCE = (200, 64, 8) if SOAK else (24, 6, 3)
# Families think between two pages, so that most of the kills fall into the middle of somebody's question.
LONGEST_THOUGHT = 2.0 if SOAK else 0.3
TARGETS = {"portal": "wsgi_portal", "worker": "wayhome.run.worker", "matcher": "wayhome.run.matcher"}
POSTGRESQL = "postgresql"
chance = random.Random(2026)

pytestmark = pytest.mark.timeout(2400 if SOAK else 240)


@pytest.fixture(scope="module")
def live() -> Iterator[LiveBureau]:
    with live_bureau() as started:
        yield started


class Killer(threading.Thread):
    """Ends one process after another, each target equally often, in random order and at random moments."""

    def __init__(self, live: LiveBureau) -> None:
        super().__init__(name="killer", daemon=True)
        self.live = live
        self.killed: Counter[str] = Counter()
        self.problem: BaseException | None = None

    def run(self) -> None:
        names = [*TARGETS, POSTGRESQL]
        order = names + [names[number % len(names)] for number in range(KILLS - len(names))]
        chance.shuffle(order)
        try:
            for name in order:
                time.sleep(chance.uniform(0.1, 2.0))
                until(lambda name=name: self._kill(name), f"{name} to be there", 120)  # type: ignore[misc]
                self.killed[name] += 1
        except BaseException as problem:
            self.problem = problem

    def _kill(self, name: str) -> bool:
        there = [self.live.postmaster()] if name == POSTGRESQL else self.live.processes(TARGETS[name])
        pids = [pid for pid in there if pid is not None and Path(f"/proc/{pid}").exists()]
        if not pids:
            return False
        os.kill(chance.choice(pids), signal.SIGKILL)
        return True


@dataclass
class Asked:
    """One family that holds a receipt; `durable`: how many slots lay under its code when the receipt was shown."""

    code: str
    durable: int


def ask(live: LiveBureau, number: int) -> Asked:
    """Page after page, with thoughts in between; then the receipt; then some words to the bureau."""
    olena = PatientFamily(live)
    olena.begin()
    answers: tuple[dict[str, str], ...] = (
        {},
        {"name": f"Перерваненко Проба {number}"},
        {"relation": "мама"},
        {"way": "code"},
    )
    for words in answers:
        time.sleep(chance.uniform(0, LONGEST_THOUGHT))
        olena.ask(**words)
    olena.ask("send")
    assert olena.has_receipt
    found = live.one(
        "SELECT count(*) FROM mailbox_replyslot WHERE locator = %s",
        keys_of(live, olena.code).locator.hex(),
        database="wayhome_portal",
    )
    asked = Asked(olena.code, found)
    olena.letters("look")
    olena.write_back(f"Ось іще слово {number}")
    return asked


def ask_until_enough(live: LiveBureau, killer: Killer) -> list[Asked]:
    """Filings go on until there are enough of them and nobody is killed any more."""
    out: list[Asked] = []
    with ThreadPoolExecutor(AT_ONCE) as families:
        while len(out) < FILINGS or killer.is_alive():
            numbers = range(len(out), len(out) + AT_ONCE)
            out += families.map(lambda number: ask(live, number), numbers)
    return out


def test_no_kill_loses_or_doubles_a_question_or_a_reply(live: LiveBureau) -> None:
    """Each receipt was durable when shown; each question is in the bureau once; each first letter arrives once."""
    began, there = time.monotonic(), all_in(live)  # the demo's own families
    before = counted(live)
    killer = Killer(live)
    killer.start()
    asked = ask_until_enough(live, killer)
    killer.join()
    assert killer.problem is None
    assert set(killer.killed) == {*TARGETS, POSTGRESQL}
    assert [one for one in asked if one.durable != 1] == []

    until(lambda: live.one("SELECT count(*) FROM mailbox_incoming", database="wayhome_portal") == 0, "the courier")
    opened = "SELECT count(*) FROM tracing_inboxenvelope WHERE state = 'opened'"
    until(lambda: live.one(opened) == there + 2 * len(asked), "every envelope to be opened", 120)
    pages = [letters_come(live, one.code).letters_shown for one in asked]
    assert [len(page) for page in pages] == [1] * len(asked)
    assert len({page[0] for page in pages}) == len(asked)  # each letter has a check code of its own

    new = {name: count - before[name] for name, count in counted(live).items()}
    assert new == dict.fromkeys(EXACTLY_ONE_EACH, len(asked)) | dict.fromkeys(NONE_OF, 0)
    keep(
        "line_killed",
        {
            "filings": len(asked),
            "kills": sum(killer.killed.values()),
            **{f"kills of {name}": count for name, count in sorted(killer.killed.items())},
            "receipts without a durable question": 0,
            "questions lost or doubled": 0,
            "first letters lost or doubled": 0,
            "messages lost or doubled": 0,
            "seconds": round(time.monotonic() - began),
        },
        at_length=SOAK,
    )


EXACTLY_ONE_EACH = {
    "questions": "SELECT count(*) FROM tracing_tracingrequest",
    "asked": "SELECT count(DISTINCT locator_mac) FROM tracing_tracingrequest",
    "first letters": "SELECT count(*) FROM tracing_letter WHERE kind = 'received'",
    "letters": "SELECT count(*) FROM tracing_letter",
    "messages": "SELECT count(*) FROM tracing_message",
    "releases": "SELECT count(*) FROM registry_release",
    "delivered": "SELECT count(*) FROM registry_outboxitem WHERE delivered_version = version",
}
NONE_OF = {"set aside": "SELECT count(*) FROM tracing_inboxenvelope WHERE state <> 'opened'"}


def counted(live: LiveBureau) -> dict[str, int]:
    """What the bureau has of each thing."""
    return {name: live.one(query) for name, query in (EXACTLY_ONE_EACH | NONE_OF).items()}
