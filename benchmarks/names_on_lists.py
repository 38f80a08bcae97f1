"""How well whole lines of a real list are read, and how fast. Prints figures only, never a row.

Run: python -m benchmarks.names_on_lists CSV [CSV …]; the first column of each is a full name. "As a passport writes
them" reads each Cyrillic line once more after romanisation (KMU-55): how often does it meet the first reading?
"""

import csv
import sys
import time
from pathlib import Path

from wayhome.names import Reading, read_name, romanise


def meet(first: Reading, second: Reading) -> bool:
    """Whether two readings share family skeleton, given class and patronymic class, as far as the first has them."""
    if not (first.family and second.family):
        return False
    if not set(first.family[0].skeletons) & set(second.family[0].skeletons):
        return False
    given = first.given[0].classes if first.given else frozenset()
    if given and not (second.given and given & second.given[0].classes):
        return False
    father = first.patronymic.classes if first.patronymic else frozenset()
    return not father or bool(second.patronymic and father & second.patronymic.classes)


def measure(path: Path) -> str:
    """One line of figures for one list."""
    with path.open(encoding="utf-8", newline="") as table:
        lines = [row[0] for row in list(csv.reader(table))[1:] if row]
    read_name.cache_clear()
    started = time.process_time()
    read = [read_name(line) for line in lines]
    rate = len(lines) / (time.process_time() - started)
    best = [readings[0] for readings in read if readings]
    given = [part for reading in best for part in reading.given if not part.initial]
    fathers = [reading.patronymic for reading in best if reading.patronymic and not reading.patronymic.initial]
    latin = [(readings[0], read_name(romanise(line))) for line, readings in zip(lines, read, strict=True) if readings]
    met = sum(any(meet(first, other) for other in others) for first, others in latin)
    return (
        f"{path.name}: {len(lines):,} lines, {len(best):,} read at {rate:,.0f} a second, "
        f"{sum(map(len, read)) / len(lines):.2f} readings a line; "
        f"{share(sum(bool(part.classes) for part in given), len(given))} of {len(given):,} given names known, "
        f"{share(sum(bool(part.classes) for part in fathers), len(fathers))} of {len(fathers):,} patronymics; "
        f"{share(met, len(best))} met again as a passport writes them"
    )


def share(part: int, whole: int) -> str:
    """A share, or a dash where there is nothing to share."""
    return f"{part / whole:.3f}" if whole else "–"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        sys.stdout.write(measure(Path(name)) + "\n")
