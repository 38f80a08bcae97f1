"""`kill -9` at random moments: nothing acknowledged is lost, nothing is half there, everything comes back by itself."""

import csv
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live import PROJECT, WAYHOME, LiveBureau, live_bureau, until
from wayhome.registry.finding import receive, send

SOAK = os.environ.get("WAYHOME_SOAK") == "1"
KILLS = 100 if SOAK else 3
ROWS = 2_000
chance = random.Random(20260503)


@pytest.fixture(scope="module")
def live() -> Iterator[LiveBureau]:
    with live_bureau() as bureau:
        yield bureau


@pytest.fixture(scope="module")
def roll(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list of invented people, long enough to be interrupted."""
    path = tmp_path_factory.mktemp("roll") / "roll.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["Прізвище", "Ім'я", "Дата народження"])
        rows.writerows([f"Перерваненко{number}", "Проба", str(1980 + number % 25)] for number in range(ROWS))
    return path


def matcher_state(live: LiveBureau) -> dict[str, object]:
    """What the live matcher says of itself; nothing while it is away."""
    import socket

    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(2)
            line.connect(str(live.home / "run" / "matcher.sock"))
            send(line, {"state": True})
            return receive(line)
    except (OSError, ValueError):
        return {}


def in_database(live: LiveBureau) -> tuple[int, int]:
    """How many people there are, and the number of the newest change."""
    with live.sql() as sql:
        row = sql.execute(
            "SELECT (SELECT count(*) FROM registry_personheld), (SELECT max(number) FROM registry_change)"
        ).fetchone()
    assert row is not None
    return int(str(row[0])), int(str(row[1]))


def caught_up(live: LiveBureau) -> bool:
    people, newest = in_database(live)
    state = matcher_state(live)
    return state.get("ready") is True and state.get("people") == people and state.get("position") == newest


def test_postgresql_killed_keeps_every_acknowledged_person(live: LiveBureau, tmp_path: Path) -> None:
    """Whoever was acknowledged is there after any number of kills, and the matcher knows him."""
    acknowledged = tmp_path / "acknowledged"
    with subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.writer", acknowledged], env=live.environment, cwd=PROJECT
    ) as writer:
        until(lambda: acknowledged.exists() and acknowledged.stat().st_size > 0, "the first acknowledged person")
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.05, 1.5))
            postmaster = live.postmaster()
            assert postmaster is not None
            os.kill(postmaster, signal.SIGKILL)
            until_it_grows(acknowledged)
        writer.kill()
    noted = [line for line in acknowledged.read_text().splitlines() if len(line) == 36]
    with live.sql() as sql:
        kept = {str(row[0]) for row in sql.execute("SELECT id FROM registry_personheld").fetchall()}
    assert len(noted) > KILLS
    assert [person for person in noted if person not in kept] == []
    until(lambda: caught_up(live), "the matcher to catch up")


def test_matcher_killed_catches_up_by_itself(live: LiveBureau) -> None:
    """A new matcher reads everything again and stands where the change log stands."""
    for _ in range(KILLS):
        until(lambda: len(live.processes("wayhome.run.matcher")) > 0, "a matcher to be running")
        time.sleep(chance.uniform(0, 1))
        for pid in live.processes("wayhome.run.matcher"):
            os.kill(pid, signal.SIGKILL)
        until(lambda: matcher_state(live) == {}, "the old matcher to be gone", seconds=5)
        until(lambda: caught_up(live), "the new matcher to catch up")


def test_importer_killed_leaves_nothing_half_written(live: LiveBureau, roll: Path) -> None:
    """All of a list is there or nothing of it; running it again completes it, once more changes nothing."""
    label = "Перерваний список"
    words = ("import", str(roll), "--as", "marek", "--source", label)
    began = time.monotonic()
    whole = live.command("import", str(roll), "--as", "marek", "--dry-run")
    assert whole.returncode == 0, whole.stderr
    typical = time.monotonic() - began + 1.5
    for _ in range(KILLS):
        importer = subprocess.Popen(
            [WAYHOME, *words], env=live.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.3, typical))
        importer.kill()
        importer.wait()
        assert rows_of(live, label) in (0, ROWS)
    finished = live.command(*words)
    assert finished.returncode == 0, finished.stderr
    assert rows_of(live, label) == ROWS
    again = live.command(*words)
    assert again.returncode == 0, again.stderr
    assert rows_of(live, label) == ROWS
    assert f"{ROWS:,} already known" in again.stdout
    until(lambda: caught_up(live), "the matcher to know the whole list")


def until_it_grows(acknowledged: Path) -> None:
    before = acknowledged.stat().st_size
    until(lambda: acknowledged.stat().st_size > before, "the next acknowledged person")


def rows_of(live: LiveBureau, label: str) -> int:
    # A killed importer's transaction ends when the server notices that nobody is there.
    with live.sql() as sql:
        row = sql.execute(
            "SELECT count(*) FROM registry_sourcerow r JOIN registry_sourcelist s ON s.id = r.source_id"
            " JOIN registry_personversion v ON v.person_id = r.person_id WHERE s.label = %s",
            [label],
        ).fetchone()
    assert row is not None
    return int(str(row[0]))
