"""How often a Latin and a Russian spelling of one name share a skeleton.

Run: python -m benchmarks.names_share_skeleton PATH, where PATH is a table of Latin token, Russian letters separated by
spaces, and count (tab-separated, gzip): wikidata_names_ru_latin_train.tsv.gz. Prints figures only.
"""

import gzip
import sys
from pathlib import Path

from wayhome.names import skeletons_of


def measure(path: Path) -> str:
    """One line of figures over all pairs, each pair once and each as often as it is met."""
    pairs = shared = met = met_shared = keys = 0
    with gzip.open(path, "rt", encoding="utf-8") as table:
        for line in table:
            latin, russian, count = line.rstrip("\n").split("\t")
            known = skeletons_of(latin)
            same = bool(set(known) & set(skeletons_of(russian.replace(" ", ""))))
            pairs += 1
            shared += same
            met += int(count)
            met_shared += same * int(count)
            keys += len(known)
    return (
        f"{pairs:,} pairs; {shared / pairs:.3f} share a skeleton ({met_shared / met:.3f} weighted by how often "
        f"they are met); {keys / pairs:.2f} skeletons for a Latin word"
    )


if __name__ == "__main__":
    sys.stdout.write(measure(Path(sys.argv[1])) + "\n")
