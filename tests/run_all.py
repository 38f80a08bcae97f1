"""Every test, one pytest run for each settings module; what was skipped is named, and one line says how it ended.

Two runs go side by side, each with a database cluster of its own, because much of their time is spent waiting. The
inner zone is shown as it goes; each of the others is shown whole when it ends.

In CI (`CI=true`) a skipped test is a failure: there nothing may be missing from the machine.
"""

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from wayhome.run.catalogues import compile_catalogues

TESTS = Path(__file__).resolve().parent
SETTINGS = "wayhome.run.settings"
# Folders whose tests see another process's settings. Every other folder belongs to the inner zone.
ZONES = {
    "public zone": ("portal", ["portal", "mailbox"]),
    "worker": ("worker", ["worker"]),
    "journeys": ("bureau", ["journeys"]),
}
NO_TESTS = 5


def zones() -> dict[str, tuple[str, list[Path]]]:
    """zone → settings module and the folders that exist."""
    elsewhere = {name for _, folders in ZONES.values() for name in folders}
    inner = sorted(
        folder
        for folder in TESTS.iterdir()
        if folder.is_dir() and folder.name not in elsewhere and any(folder.rglob("test_*.py"))
    )
    out = {"inner zone": ("bureau", inner)}
    for zone, (settings, names) in ZONES.items():
        out[zone] = (settings, [TESTS / name for name in names if any((TESTS / name).rglob("test_*.py"))])
    return {zone: (settings, folders) for zone, (settings, folders) in out.items() if folders}


@dataclass
class Outcome:
    """How one zone's run ended: pytest's exit code and its closing figures."""

    zone: str
    code: int
    figures: dict[str, int]


def run(zone: str, settings: str, folders: list[Path], extra: list[str], *, live: bool) -> Outcome:
    """One pytest run, shown as it goes if `live`, and otherwise when it has ended."""
    command = [sys.executable, "-m", "pytest", "-q", f"--ds={SETTINGS}.{settings}", *extra, *map(str, folders)]
    lines = [f"\n── {zone} ──\n"]
    if live:
        print(lines[0], end="", flush=True)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=TESTS.parent
    ) as process:
        for line in process.stdout or ():
            lines.append(line)
            if live:
                print(line, end="", flush=True)
    if not live:
        print("".join(lines), end="", flush=True)
    last = next((line for line in reversed(lines) if line.strip()), "")
    figures = {
        kind.rstrip("s"): int(count) for count, kind in re.findall(r"(\d+) (passed|failed|errors?|skipped)", last)
    }
    return Outcome(zone, process.returncode, figures)


def main() -> int:
    compile_catalogues()
    began = time.monotonic()
    extra = sys.argv[1:]
    inner, *others = zones().items()
    with ThreadPoolExecutor(max_workers=1) as beside:
        waiting = [beside.submit(run, zone, *rest, extra, live=False) for zone, rest in others]
        outcomes = [run(inner[0], *inner[1], extra, live=True), *(each.result() for each in waiting)]
    total = {
        kind: sum(outcome.figures.get(kind, 0) for outcome in outcomes)
        for kind in ("passed", "failed", "error", "skipped")
    }
    bad = [outcome.zone for outcome in outcomes if outcome.code not in (0, NO_TESTS)]
    if total["skipped"] and os.environ.get("CI") == "true":
        bad.append("skipped tests, which CI does not allow")
    counts = ", ".join(f"{count} {kind}" for kind, count in total.items())
    print(f"\nAll tests: {counts} in {time.monotonic() - began:.0f} s{'; FAILED: ' + ', '.join(bad) if bad else ''}")
    return 1 if bad or not total["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
