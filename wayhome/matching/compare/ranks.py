"""Two ranks. Ranks change and families do not know them exactly, so this field never says much."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from wayhome.matching.compare.levels import Levels, blank, log_ratio
from wayhome.matching.findings import Field, Finding
from wayhome.matching.tables import load

_LEVELS = Levels({"rank_same": log_ratio(0.75, 0.30), "rank_different": log_ratio(0.25, 0.70)})


@lru_cache(maxsize=1)
def _groups() -> dict[str, str]:
    return {written: row["group"] for row in load("ranks") for written in row["written"]}


@lru_cache(maxsize=10_000)
def rank_group(written: str) -> str:
    """The group a rank belongs to, or "" when the table does not know it.

    >>> rank_group("Рядовой"), rank_group("Pte."), rank_group("boss")
    ('soldier', 'soldier', '')
    """
    words = unicodedata.normalize("NFKC", written).casefold().replace(".", " ").split()
    return _groups().get(" ".join(words), "")


def compare_ranks(sought: str, held: str) -> Finding:
    """Weigh two ranks by group: same .75 / .30 → +1.3 bits, different .25 / .70 → −1.5. Unknown words are silent.

    Three people in ten share a group by chance, since most captives are soldiers; a quarter of families name an old
    rank or another word for it.
    """
    a, b = rank_group(sought), rank_group(held)
    if not a or not b:
        return blank(Field.RANK, bool(sought.strip()), bool(held.strip()))
    code = "rank_same" if a == b else "rank_different"
    return _LEVELS.finding(Field.RANK, code, {"sought": sought.strip(), "held": held.strip()})
