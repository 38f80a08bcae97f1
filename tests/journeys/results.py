"""Where long campaigns leave their figures: `benchmarks/results/`, one dated file for each, plain, with the command."""

import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks" / "results"


def keep(name: str, figures: Mapping[str, object], *, at_length: bool, note: str = "") -> None:
    """Print the figures; after a run at full length also write them down, in place of another run of the same day."""
    lines = [f"- {what}: {value}" for what, value in figures.items()]
    print("\n".join([f"{name}:", *lines]))
    if not at_length:
        return
    day = datetime.now(UTC).date().isoformat()
    head = f"# {name}, {day}\n\n    WAYHOME_SOAK=1 python -m pytest tests/journeys/test_{name}.py -s\n\n"
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, everything on one machine.\n\n"
    FOLDER.mkdir(parents=True, exist_ok=True)
    text = head + machine + "\n".join(lines) + "\n" + (f"\n{note}\n" if note else "")
    (FOLDER / f"{day}-{name}.md").write_text(text, encoding="utf-8")
