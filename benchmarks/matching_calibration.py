"""Does the stated probability mean what it says? Ask for present and absent people, and weigh them at the base rate.

    python -m benchmarks.matching_calibration LIST.csv [LIST.csv …] [--people 4000] [--absent 3000] [--seed 9]

For each band of the first candidate's probability: how often he was right, when 2 of 100 requests concern somebody who
is in the registry (`weigh.BASE_RATE`). Questions as in `matching_trial`, one difficulty drawn for each person.
"""

from __future__ import annotations

import argparse
import random
from bisect import bisect_right
from collections import Counter
from pathlib import Path

from benchmarks.matching_trial import DIFFICULTIES, people_of, stands_twice
from wayhome.matching import Index
from wayhome.matching.weigh import BASE_RATE

BANDS = [0.0, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 0.999]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("lists", nargs="+", type=Path)
    arguments.add_argument("--people", type=int, default=4000)
    arguments.add_argument("--absent", type=int, default=3000)
    arguments.add_argument("--seed", type=int, default=9)
    given = arguments.parse_args()
    rng = random.Random(given.seed)  # noqa: S311 — a repeatable choice of rows, nothing secret
    everyone = [person for path in given.lists for person in people_of(path)]
    twice = stands_twice(everyone)
    gone = {person.id for person in rng.sample(everyone, given.absent)}
    index = Index()
    for person in everyone:
        if person.id not in gone:
            index.add(person.id, person.record)
    present, right, absent = Counter[int](), Counter[int](), Counter[int]()
    for person in rng.sample(everyone, given.people):
        question = rng.choice(list(DIFFICULTIES.values()))(person, rng)
        if question is None or (person.id in gone and person.id in twice):
            continue
        found = index.search(question, limit=1).candidates
        band = bisect_right(BANDS, found[0].comparison.probability) - 1 if found else 0
        if person.id in gone:
            absent[band] += 1
        else:
            present[band] += 1
            right[band] += bool(found) and found[0].id == person.id
    print("probability from   present   right  absent   right at the base rate")
    for band, low in enumerate(BANDS):
        true = BASE_RATE * right[band] / present.total()
        whole = BASE_RATE * present[band] / present.total() + (1 - BASE_RATE) * absent[band] / absent.total()
        share = f"{true / whole:.3f}" if whole else "–"
        print(f"{low:16.3f} {present[band]:9} {right[band]:7} {absent[band]:7}   {share}")


if __name__ == "__main__":
    main()
