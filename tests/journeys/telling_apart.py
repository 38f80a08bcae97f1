"""Can two sets of times be told apart? Welch's t below the common 90th percentile, and Kolmogorov-Smirnov on all.

The crop takes away the long tail of a busy machine, which hides small differences; it is the same for both sets, so
that it cannot make one. |t| below 4.5 is the usual bar of timing tests (a chance of about 1 in 100,000).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Times = npt.NDArray[np.float64]
LARGEST_T: Final = 4.5
SMALLEST_P: Final = 0.01
KEPT: Final = 90.0
_POWER_90: Final = 1.28


@dataclass(frozen=True)
class Verdict:
    """t: Welch's, of the cropped sets. p: of the Kolmogorov-Smirnov test on all. later: second median less the first,
    in the unit of the times."""

    t: float
    p: float
    later: float

    @property
    def told_apart(self) -> bool:
        return abs(self.t) >= LARGEST_T or self.p <= SMALLEST_P

    def __str__(self) -> str:
        return f"t = {self.t:+.2f}, KS p = {self.p:.3g}, medians {self.later * 1000:+.0f} µs apart"


def smallest_seen(first: Times, second: Times) -> float:
    """Milliseconds of difference that t would see in nine of ten such runs (power 0.9)."""
    edge = np.percentile(np.concatenate([first, second]), KEPT)
    return (LARGEST_T + _POWER_90) * _error(first[first <= edge], second[second <= edge])


def compare(first: Times, second: Times) -> Verdict:
    """Of two sets of times in milliseconds."""
    edge = np.percentile(np.concatenate([first, second]), KEPT)
    t = welch(first[first <= edge], second[second <= edge])
    return Verdict(t, smirnov(first, second), float(np.median(second) - np.median(first)))


def welch(first: Times, second: Times) -> float:
    """Welch's t; positive where the second set is the later one."""
    return float((second.mean() - first.mean()) / _error(first, second))


def _error(first: Times, second: Times) -> float:
    return float(np.sqrt(first.var(ddof=1) / len(first) + second.var(ddof=1) / len(second)))


def smirnov(first: Times, second: Times) -> float:
    """How likely two sets of one distribution lie at least so far apart (asymptotic, good from some hundreds on)."""
    both = np.sort(np.concatenate([first, second]))
    steps = [np.searchsorted(np.sort(one), both, side="right") / len(one) for one in (first, second)]
    far = float(np.abs(steps[0] - steps[1]).max())
    size = np.sqrt(len(first) * len(second) / (len(first) + len(second)))
    reach = (size + 0.12 + 0.11 / size) * far
    if reach < 0.2:
        return 1.0
    k = np.arange(1, 101)
    return float(np.clip(2 * np.sum((-1.0) ** (k - 1) * np.exp(-2 * (k * reach) ** 2)), 0, 1))
