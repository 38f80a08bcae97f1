"""Two military units, compared by their numbers: the words around them differ in every army and language."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from wayhome.matching.compare.levels import Levels, blank, log_ratio, verdict_of
from wayhome.matching.findings import Field, Finding
from wayhome.matching.frequencies import Frequencies, Kind

_NUMBER = re.compile(r"([A-ZА-ЯІЇЄҐ]?)[\s\-№]*(\d{1,6})")
_LOOK_ALIKES = str.maketrans("АВСЕНКМОРТХУІ", "ABCEHKMOPTXYI")
_AGREE_IF_SAME = 0.60
_DIFFERENT = Levels({"unit_different": log_ratio(0.35, 0.97)})


@lru_cache(maxsize=5_000)
def unit_numbers(written: str) -> tuple[str, ...]:
    """The numbers that name a unit, in the order written; unit codes keep their letter.

    >>> unit_numbers("3-й батальон 54 ОМБр"), unit_numbers("в/ч А1302")
    (('3', '54'), ('A1302',))
    """
    text = unicodedata.normalize("NFKC", written).upper().translate(_LOOK_ALIKES)
    numbers = []
    for letter, digits in _NUMBER.findall(text):
        digits = digits.lstrip("0")
        if digits:
            numbers.append(letter + digits if len(digits) >= 4 else digits)
    return tuple(dict.fromkeys(numbers))[:6]


def compare_units(sought: str, held: str, frequencies: Frequencies) -> Finding:
    """Weigh two units by the rarest number they share.

    Shared: .60 / (share of people in the registry with that number). A number of one digit names a company or a
    battalion and says little, so its share is never taken below 1/10.
    None shared: .35 / .97 → −1.5 bits: people are moved, and families know the old unit.
    """
    a, b = unit_numbers(sought), unit_numbers(held)
    if not a or not b:
        return blank(Field.UNIT, bool(a), bool(b))
    shared = [number for number in a if number in b]
    if not shared:
        return _DIFFERENT.finding(Field.UNIT, "unit_different", {"sought": ", ".join(a), "held": ", ".join(b)})
    number, share = min(
        ((number, max(frequencies.share(Kind.UNIT, number), 0.1 if len(number) == 1 else 0.0)) for number in shared),
        key=lambda found: (found[1], found[0]),
    )
    bits = log_ratio(_AGREE_IF_SAME, share)
    return Finding(Field.UNIT, verdict_of(bits), bits, "unit_same", {"number": number})
