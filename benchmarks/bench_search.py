"""Finding: our index against rapidfuzz's brute force over the same names, the same questions, in the same run.

    python benchmarks/bench_search.py [FOLDER WITH THE TWO LISTS]

The questions are those of tests/questions. The peer is `rapidfuzz.process.extract` with `WRatio` over names in lower
case, which is what a careful spreadsheet user would get; it does not know dates or places.
"""

import sys
import time
from pathlib import Path
from statistics import median

from rapidfuzz import fuzz, process

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.registry.test_questions import DATA, LISTS, ask, is_first, is_sure, people_of, table
from wayhome.matching import Index


def main(folder: Path) -> None:
    people = [pair for short, name in LISTS.items() for pair in people_of(short, folder / name)]
    began = time.perf_counter()
    index = Index()
    for key, record in people:
        index.add(key, record)
    built = time.perf_counter() - began
    names = {key: (record.name or f"{record.family} {record.given}").casefold() for key, record in people}
    questions = table("present.tsv")
    ours, theirs, right, right_theirs, sure = [], [], 0, 0, 0
    for question in questions:
        began = time.perf_counter()
        found = ask(index, question)
        ours.append(time.perf_counter() - began)
        right += is_first(found, question)
        sure += is_sure(found)
        began = time.perf_counter()
        hits = process.extract(question["name"].casefold(), names, scorer=fuzz.WRatio, limit=10)
        theirs.append(time.perf_counter() - began)
        right_theirs += [hit[2] for hit in hits[:1]] == [f"{question['list']}:{question['line']}"]
    print(f"{len(people):,} people indexed at {len(people) / built:,.0f} a second")
    print(f"right person first: {right} of {len(questions)} (rapidfuzz WRatio: {right_theirs}); confident: {sure}")
    print(
        f"a question, median: {median(ours) * 1000:.1f} ms; rapidfuzz: {median(theirs) * 1000:.1f} ms; "
        f"ratio {median(ours) / median(theirs):.2f}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA)
