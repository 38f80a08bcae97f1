"""Two service numbers, tag numbers or personal numbers."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import OSA

from wayhome.matching.compare.levels import Levels, blank, log_ratio
from wayhome.matching.findings import Field, Finding

# Cyrillic capitals that look like Latin ones are typed for each other on tags and forms.
_LOOK_ALIKES = str.maketrans("АВСЕНКМОРТХУІ", "ABCEHKMOPTXYI")
_SEPARATORS = re.compile(r"[^A-ZА-ЯЁІЇЄҐ0-9]+")
_FEWEST_DIGITS = 3

_LEVELS = Levels(
    {
        "number_same": log_ratio(0.90, 1 / 100_000),
        "number_short_same": log_ratio(0.90, 1 / 1_000),
        "number_slip": log_ratio(0.05, 1 / 1_000),
        "number_different": log_ratio(0.05, 0.999),
    }
)


@lru_cache(maxsize=1_000)
def plain_number(written: str) -> str:
    """Letters and digits only, capital, look-alikes made Latin; "" when there are fewer than three digits.

    >>> plain_number("nx 66389"), plain_number("Not applicable")
    ('NX66389', '')
    """
    text = unicodedata.normalize("NFKC", written).upper().translate(_LOOK_ALIKES)
    plain = _SEPARATORS.sub("", text)
    return plain if sum(letter.isdigit() for letter in plain) >= _FEWEST_DIGITS else ""


def compare_service_numbers(sought: str, held: str) -> Finding:
    """Weigh two numbers that were meant to be unique.

    Equal: .90 / (1 / 100,000) → +16.5 bits; not more, since armies reuse numbers and clerks copy the wrong line.
    Fewer than five characters: one in a thousand agrees by chance → +9.8.
    One slip (a character wrong, missing, extra, or two neighbours swapped): .05 / (1 / 1,000) → +5.6. The share
    by chance is set far above the about 70 neighbours among 100,000, because comrades and brothers who
    enlisted together hold consecutive numbers.
    Different: .05 / .999 → −4.3: one person in twenty is known under two numbers.
    """
    a, b = plain_number(sought), plain_number(held)
    if not a or not b:
        return blank(Field.SERVICE_NUMBER, bool(a), bool(b))
    params = {"sought": a, "held": b}
    if a == b:
        return _LEVELS.finding(Field.SERVICE_NUMBER, "number_same" if len(a) >= 5 else "number_short_same", params)
    if min(len(a), len(b)) >= 5 and OSA.distance(a, b, score_cutoff=1) <= 1:
        return _LEVELS.finding(Field.SERVICE_NUMBER, "number_slip", params)
    return _LEVELS.finding(Field.SERVICE_NUMBER, "number_different", params)
