"""Keys asked → the few hundred rows worth weighing."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2

import numpy as np
from numpy.typing import NDArray

from wayhome.matching.keys import Key, KeyFamily
from wayhome.matching.postings import Postings, Rows

# More rows than this are not gathered: the buckets left out are the largest and say the least.
_GATHER_AT_MOST = 20_000
_FAMILIES = 64


@dataclass(frozen=True, slots=True)
class Ranked:
    """Rows by falling key weight, ties by a fixed pseudo-random order of their ids."""

    rows: NDArray[np.int64]
    weights: NDArray[np.float64]


def ranked_rows(
    asked: list[tuple[KeyFamily, Key]],
    postings: Postings,
    alive: NDArray[np.bool_],
    tie: NDArray[np.uint64],
    people: int,
) -> Ranked:
    """Rank rows by the summed log2(N / bucket size) of the keys that found them, each family of keys counted once.

    The order depends only on which records are in the index, not on how they came there.
    """
    families = [family for family, _ in asked]
    buckets = [(rows[alive[rows]], family) for rows, family in zip(_rows(asked, postings), families, strict=True)]
    found = sorted((bucket for bucket in buckets if len(bucket[0])), key=lambda bucket: (len(bucket[0]), bucket[1]))
    taken: list[tuple[Rows, int, float]] = []
    gathered = 0
    for bucket, family in found:
        if taken and gathered + len(bucket) > _GATHER_AT_MOST:
            break
        taken.append((bucket, int(family), max(log2(people / len(bucket)), 0.01)))
        gathered += len(bucket)
    if not taken:
        return Ranked(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float64))
    sizes = [len(bucket) for bucket, _, _ in taken]
    rows = np.concatenate([bucket for bucket, _, _ in taken]).astype(np.int64)
    marks = np.repeat(np.array([family for _, family, _ in taken], dtype=np.int64), sizes)
    weights = np.repeat(np.array([weight for _, _, weight in taken], dtype=np.float64), sizes)
    return _summed(rows, marks, weights, tie)


def _rows(asked: list[tuple[KeyFamily, Key]], postings: Postings) -> list[Rows]:
    return postings.rows_of([key for _, key in asked])


def _summed(
    rows: NDArray[np.int64], families: NDArray[np.int64], weights: NDArray[np.float64], tie: NDArray[np.uint64]
) -> Ranked:
    cell = rows * _FAMILIES + families
    order = np.lexsort((-weights, cell))
    cell, weights = cell[order], weights[order]
    first = np.flatnonzero(np.diff(cell, prepend=-1))
    rows, weights = cell[first] // _FAMILIES, weights[first]
    starts = np.flatnonzero(np.diff(rows, prepend=-1))
    summed: NDArray[np.float64] = np.add.reduceat(weights, starts).round(6)
    rows = rows[starts]
    order = np.lexsort((tie[rows], -summed))
    return Ranked(rows[order], summed[order])
