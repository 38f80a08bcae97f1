"""Bringing a list in: `wayhome import` against PostgreSQL's own COPY of the same lines, in the same database and run.

    python benchmarks/bench_import.py [FOLDER WITH THE TWO LISTS]

COPY stores the lines in clear and looks at nothing; the ratio is the price of reading dates and names, one key and one
sealed record a person, and one transaction for everything.
"""

import csv
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.live import LiveBureau, live_bureau
from tests.registry.test_questions import DATA, LISTS


def copied(live: LiveBureau, lines: list[list[str]]) -> float:
    """Seconds for COPY of the same cells into a table of text."""
    began = time.perf_counter()
    with live.sql() as sql:
        sql.execute("CREATE TEMP TABLE clear_text (cells text[])")
        with sql.cursor() as cursor, cursor.copy("COPY clear_text FROM STDIN") as copy:
            for line in lines:
                copy.write_row([line])
    return time.perf_counter() - began


def main(folder: Path) -> None:
    with live_bureau() as live:
        for short, name in LISTS.items():
            with (folder / name).open(encoding="utf-8", newline="") as file:
                lines = list(csv.reader(file))[1:]
            began = time.perf_counter()
            done = live.command("import", str(folder / name), "--as", "marek", "--source", short)
            whole = time.perf_counter() - began
            print(f"{name}: {done.stdout.splitlines()[0]}")
            print(f"  the whole command {whole:.1f} s; COPY of the same lines in clear {copied(live, lines):.2f} s")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest single process of the run, import and bureau together: {peak:.0f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA)
