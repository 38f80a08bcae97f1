"""Findings made ready for the eye: each with the place of its bar on one common scale of bits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

Told = tuple[str, float, str]  # (sentence, bits, verdict)
VERDICTS: Final = ("for", "against", "silent")

# A scale narrower than this would make a trifle look like proof.
_SMALLEST_SPAN: Final = 20.0
_WIDTH: Final = 100.0
_THINNEST: Final = 0.6


class UnknownVerdict(ValueError):
    """A finding speaks for, against, or is silent; there is no fourth."""


@dataclass(frozen=True, slots=True)
class Line:
    """One finding. `left` and `width` place its bar, in hundredths of the picture's width."""

    sentence: str
    bits: float
    verdict: str
    left: str
    width: str


@dataclass(frozen=True, slots=True)
class Account:
    """All findings of one comparison and their sum in bits; `zero` is where the scale reads 0."""

    lines: tuple[Line, ...]
    total: float
    zero: str


def tell(findings: Iterable[Told], total: float | None = None) -> Account:
    """Lay the findings out as a waterfall: each bar begins where the one before it ended.

    The scale is absolute: it spans at least 20 bits and grows only if the running sum leaves it, so a weak candidate
    looks weak beside nothing at all.

    >>> account = tell([("same surname", 8.0, "for"), ("another year", -4.0, "against")])
    >>> [(line.left, line.width) for line in account.lines]
    [('50.0', '40.0'), ('70.0', '20.0')]
    """
    rows = [(sentence, float(bits), _verdict(verdict)) for sentence, bits, verdict in findings]
    sums = [0.0]
    for row in rows:
        sums.append(sums[-1] + row[1])
    low, high = min(*sums, -_SMALLEST_SPAN / 2), max(*sums, _SMALLEST_SPAN / 2)

    def place(bits: float) -> float:
        return (bits - low) / (high - low) * _WIDTH

    lines = tuple(
        Line(
            sentence=sentence,
            bits=bits,
            verdict=verdict,
            left=f"{place(min(before, before + bits)):.1f}",
            width=f"{max(place(before + abs(bits)) - place(before), _THINNEST):.1f}",
        )
        for (sentence, bits, verdict), before in zip(rows, sums, strict=False)
    )
    return Account(lines=lines, total=sums[-1] if total is None else total, zero=f"{place(0):.1f}")


def _verdict(given: str) -> str:
    word = str(given)
    if word not in VERDICTS:
        raise UnknownVerdict(word)
    return word
