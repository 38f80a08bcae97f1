"""Every test, one pytest run for each settings module; what was skipped is named, and one line says how it ended.

In CI (`CI=true`) a skipped test is a failure: there nothing may be missing from the machine.
"""

import os
import re
import subprocess
import sys
import time
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


def run(zone: str, settings: str, folders: list[Path], extra: list[str]) -> tuple[int, dict[str, int]]:
    """One pytest run, shown as it goes; its exit code and its closing figures."""
    print(f"\n── {zone} ──", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", f"--ds={SETTINGS}.{settings}", *extra, *map(str, folders)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=TESTS.parent) as process:
        last = ""
        for line in process.stdout or ():
            print(line, end="", flush=True)
            last = line if line.strip() else last
    figures = {
        kind.rstrip("s"): int(count) for count, kind in re.findall(r"(\d+) (passed|failed|errors?|skipped)", last)
    }
    return process.returncode, figures


def main() -> int:
    compile_catalogues()
    began = time.monotonic()
    total: dict[str, int] = {}
    bad = []
    for zone, (settings, folders) in zones().items():
        code, figures = run(zone, settings, folders, sys.argv[1:])
        for kind, count in figures.items():
            total[kind] = total.get(kind, 0) + count
        if code not in (0, NO_TESTS):
            bad.append(zone)
    skipped = total.get("skipped", 0)
    if skipped and os.environ.get("CI") == "true":
        bad.append("skipped tests, which CI does not allow")
    counts = ", ".join(f"{total.get(kind, 0)} {kind}" for kind in ("passed", "failed", "error", "skipped"))
    print(f"\nAll tests: {counts} in {time.monotonic() - began:.0f} s{'; FAILED: ' + ', '.join(bad) if bad else ''}")
    return 1 if bad or not total.get("passed") else 0


if __name__ == "__main__":
    sys.exit(main())
