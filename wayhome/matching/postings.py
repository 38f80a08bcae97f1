"""Which rows stand under which key: sorted arrays that grow while they are read.

New entries gather in a small dict; every 8,000 they become a sorted segment, and segments of like size are merged, so
that a registry of any size has few of them, 12 bytes an entry. The longest merge of a registry of 100,000 people stops
the searches for some tenths of a second, about once while it doubles.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.uint32]

_FRESH_AT_MOST = 8_000


class _Segment(NamedTuple):
    keys: NDArray[np.uint64]  # ascending, repeated once for each row
    rows: Rows


class Postings:
    """Key → rows. Removal is the caller's: dead rows are passed over by its mask and dropped when it rebuilds."""

    def __init__(self) -> None:
        self._segments: list[_Segment] = []
        self._fresh: dict[int, list[int]] = {}
        self._fresh_entries = 0

    def add(self, row: int, keys: Iterable[int]) -> None:
        for key in keys:
            self._fresh.setdefault(key, []).append(row)
            self._fresh_entries += 1
        if self._fresh_entries >= _FRESH_AT_MOST:
            self._settle()

    def rows_of(self, keys: list[int]) -> list[Rows]:
        """For each key the rows under it, in no order that matters."""
        found: list[list[Rows]] = [[] for _ in keys]
        wanted = np.array(keys, dtype=np.uint64)
        for segment in self._segments:
            starts = np.searchsorted(segment.keys, wanted, side="left")
            ends = np.searchsorted(segment.keys, wanted, side="right")
            for at in np.flatnonzero(ends > starts).tolist():
                found[at].append(segment.rows[starts[at] : ends[at]])
        for at, key in enumerate(keys):
            fresh = self._fresh.get(key)
            if fresh:
                found[at].append(np.array(fresh, dtype=np.uint32))
        return [_joined(parts) for parts in found]

    def _settle(self) -> None:
        """Make the fresh entries a segment, and merge segments while the one before is not twice as large."""
        keys = np.fromiter(
            (key for key, rows in self._fresh.items() for _ in rows), dtype=np.uint64, count=self._fresh_entries
        )
        rows = np.fromiter(
            (row for rows in self._fresh.values() for row in rows), dtype=np.uint32, count=self._fresh_entries
        )
        self._segments.append(_sorted(keys, rows))
        self._fresh, self._fresh_entries = {}, 0
        while len(self._segments) > 1 and len(self._segments[-2].keys) < 2 * len(self._segments[-1].keys):
            last, before = self._segments.pop(), self._segments.pop()
            self._segments.append(_merged(before, last))


def _sorted(keys: NDArray[np.uint64], rows: Rows) -> _Segment:
    order = np.argsort(keys, kind="stable")
    return _Segment(keys[order], rows[order])


def _merged(long: _Segment, short: _Segment) -> _Segment:
    """Two sorted segments as one, without sorting again and without a third copy in memory."""
    at = np.searchsorted(long.keys, short.keys, side="right") + np.arange(len(short.keys))
    stays = np.ones(len(long.keys) + len(short.keys), dtype=np.bool_)
    stays[at] = False
    keys, rows = np.empty(len(stays), dtype=np.uint64), np.empty(len(stays), dtype=np.uint32)
    keys[at], rows[at] = short.keys, short.rows
    keys[stays], rows[stays] = long.keys, long.rows
    return _Segment(keys, rows)


def _joined(parts: list[Rows]) -> Rows:
    if len(parts) == 1:
        return parts[0]
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.uint32)
