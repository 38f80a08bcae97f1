"""The registry in memory: people come and go, and a question finds those it may mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np

from wayhome.matching.advice import Advice, advise
from wayhome.matching.candidates import Ranked, ranked_rows
from wayhome.matching.compare.names import NameWeigher, total
from wayhome.matching.findings import Comparison, Finding
from wayhome.matching.frequencies import Frequencies
from wayhome.matching.keys import keys_of, keys_to_ask
from wayhome.matching.postings import Postings
from wayhome.matching.prepared import Interner, Prepared, frequency_codes, prepare
from wayhome.matching.records import PersonRecord
from wayhome.matching.weigh import conclude, findings_of, heavy_against, posteriors

WEIGHED_AT_MOST = 200
# "About as well as the best": no less than an eighth as likely, and nothing heavy against him.
_FITS_WITHIN = 3.0
_REBUILD_WHEN_DEAD = 1_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person of the index, by the id he was added under, and the evidence that he is the one sought."""

    id: str
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The best candidates first. `fits`: how many people of the registry fit about as well as the first."""

    candidates: tuple[Candidate, ...]
    fits: int
    advice: Advice

    def to_json(self) -> dict[str, Any]:
        """Plain dicts and lists: it crosses a socket."""
        return {
            "candidates": [{"id": each.id, "comparison": each.comparison.to_json()} for each in self.candidates],
            "fits": self.fits,
            "advice": self.advice.to_json(),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> SearchResult:
        candidates = (Candidate(row["id"], Comparison.from_json(row["comparison"])) for row in value["candidates"])
        return cls(tuple(candidates), int(value["fits"]), Advice(value["advice"]["code"], value["advice"]["params"]))


class Index:
    """Add, remove, search. What a search answers depends only on who is in the index now, not on the way there.

    Not safe for threads: one process owns it and serves one question after another.
    """

    def __init__(self) -> None:
        self.frequencies = Frequencies()
        self._start()

    def _start(self) -> None:
        self._people: dict[str, int] = {}
        self._rows: list[tuple[str, Prepared] | None] = []
        self._alive = np.zeros(1024, dtype=np.bool_)
        self._tie = np.zeros(1024, dtype=np.uint64)
        self._postings = Postings()
        self._interner = Interner()

    def __len__(self) -> int:
        return len(self._people)

    def __contains__(self, id: str) -> bool:
        return id in self._people

    def add(self, id: str, record: PersonRecord) -> None:
        """Put a person in; an id already there is replaced."""
        self.remove(id)
        prepared = prepare(record)
        self.frequencies.add(frequency_codes(prepared))
        self._place(id, self._interner.shared(prepared))

    def remove(self, id: str) -> None:
        """Take a person out; an id that is not there is no error, since the change log may be read twice."""
        row = self._people.pop(id, None)
        if row is None:
            return
        kept = self._rows[row]
        self._rows[row] = None
        self._alive[row] = False
        if kept is not None:
            self.frequencies.remove(frequency_codes(kept[1]))
        if len(self._rows) > 2 * len(self._people) + _REBUILD_WHEN_DEAD:
            self._rebuild()

    def search(self, record: PersonRecord, limit: int = 10) -> SearchResult:
        """The people this record may mean, weighed, at most `limit`, each with its evidence."""
        sought = prepare(record)
        asked = keys_to_ask(sought)
        if not asked:
            return SearchResult((), 0, Advice("ask_something"))
        ranked = ranked_rows(asked, self._postings, self._alive, self._tie, len(self))
        weighed = self._weighed(sought, ranked)
        if not weighed:
            return SearchResult((), 0, Advice("none_fits_well"))
        fitting = [row for row in weighed if _fits(row.findings, row.bits, weighed[0].bits)]
        unseen = self._unseen_who_fit(ranked, fitting)
        bits = [row.bits for row in weighed]
        chances = posteriors(bits + [bits[0]] * min(unseen, 100_000), len(self))
        candidates = tuple(
            Candidate(row.id, conclude(row.findings, row.bits, chance))
            for row, chance in zip(weighed[:limit], chances[:limit], strict=False)
        )
        best = conclude(weighed[0].findings, bits[0], chances[0]).certain
        fits = len(fitting) + unseen
        return SearchResult(candidates, fits, advise(fits, [row.findings for row in fitting], best))

    def _weighed(self, sought: Prepared, ranked: Ranked) -> list[_Weighed]:
        """Compare with the first rows of the ranking. Best first; equal evidence is ordered by id."""
        names = NameWeigher(self.frequencies)
        weighed = []
        for row in ranked.rows[:WEIGHED_AT_MOST].tolist():
            kept = self._rows[row]
            if kept is not None:
                findings = findings_of(sought, kept[1], names)
                weighed.append(_Weighed(kept[0], row, findings, total(findings)))
        return sorted(weighed, key=lambda each: (-each.bits, each.id))

    @staticmethod
    def _unseen_who_fit(ranked: Ranked, fitting: Sequence[_Weighed]) -> int:
        """How many rows beyond those weighed were found by keys as telling as the least of the fitting ones.

        Counted only when at least half of the weighed rows fit: then those beyond are of the same kind.
        """
        beyond = ranked.weights[WEIGHED_AT_MOST:]
        if not len(beyond) or 2 * len(fitting) < WEIGHED_AT_MOST:
            return 0
        rows = {each.row for each in fitting}
        weights = zip(ranked.rows[:WEIGHED_AT_MOST].tolist(), ranked.weights.tolist(), strict=False)
        least = min(weight for row, weight in weights if row in rows)
        return int(np.count_nonzero(beyond >= least))

    def _place(self, id: str, prepared: Prepared) -> None:
        row = len(self._rows)
        if row >= len(self._alive):
            self._alive = np.concatenate([self._alive, np.zeros(row, dtype=np.bool_)])
            self._tie = np.concatenate([self._tie, np.zeros(row, dtype=np.uint64)])
        self._rows.append((id, prepared))
        self._people[id] = row
        self._alive[row] = True
        self._tie[row] = int.from_bytes(blake2b(id.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
        self._postings.add(row, keys_of(prepared))

    def _rebuild(self) -> None:
        """Drop the dead rows: they are more than the living."""
        kept = [each for each in self._rows if each is not None]
        self._start()
        for id, prepared in kept:
            self._place(id, self._interner.shared(prepared))


@dataclass(frozen=True, slots=True)
class _Weighed:
    id: str
    row: int
    findings: tuple[Finding, ...]
    bits: float


def _fits(findings: Sequence[Finding], bits: float, best: float) -> bool:
    return bits > 0 and bits >= best - _FITS_WITHIN and not heavy_against(findings)
