"""A record → 64-bit keys worth looking under. Two records become candidates for each other when they share a key.

Letters as below: f family skeleton, g given class, p patronymic class, y year, d whole date, i and j initials of given
name and patronymic, w place word, u unit number, n service number. SLIP: the skeleton (or number) also with one letter
deleted, so that one slip on either side still meets. ABSENT: the record kept does not have the field.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import lru_cache
from hashlib import blake2b
from itertools import product
from typing import NamedTuple

from wayhome.matching.codes import all_codes, initial_of, sure_codes
from wayhome.matching.compare.units import unit_numbers
from wayhome.matching.prepared import WRONG_COLUMN, Prepared, number_of
from wayhome.names import Reading


class KeyFamily(IntEnum):
    """One kind of key. Within a family only the rarest agreement of a candidate counts."""

    FGY = 1
    FGP = 2
    FG = 3
    GD = 4
    FIJ = 5
    GPY = 6
    SLIP_FGY = 7
    SLIP_FGP = 8
    SLIP_FG = 9
    SLIP_FD = 10
    SLIP_FY = 11
    SLIP_FI = 12
    F = 13
    FY = 14
    FI = 15
    FP = 16
    F_ABSENT_G = 17
    FG_ABSENT_Y = 18
    GP = 19
    GY = 20
    D = 21
    WG = 22
    WY = 23
    W = 24
    UG = 25
    N = 26
    SLIP_N = 27
    G = 28


Key = int
_MASK = (1 << 64) - 1
_MOST_SKELETONS = 4
_MOST_CODES = 6


def keys_of(prepared: Prepared) -> frozenset[Key]:
    """The keys a record is kept under."""
    return frozenset(key for _, key in _keys(prepared, asking=False))


def keys_to_ask(prepared: Prepared) -> list[tuple[KeyFamily, Key]]:
    """The keys a question looks under: also the years beside, and the records in which a field is absent."""
    return sorted(set(_keys(prepared, asking=True)))


def _keys(prepared: Prepared, *, asking: bool) -> Iterator[tuple[KeyFamily, Key]]:
    born = prepared.record.birth_date
    year = born.year if born else None
    dates = _hashes(_dates(prepared, asking=asking))
    near = () if year is None else (year - 1, year, year + 1) if asking else (year,)
    around = _Around(
        years=_hashes(f"y{each}" for each in near),
        no_year=year is None,
        dates=dates,
        words=_hashes(dict.fromkeys(code for word in prepared.words for code in word.codes)),
        units=_hashes(number for number in unit_numbers(prepared.record.unit) if len(number) > 1),
    )
    for reading in prepared.readings:
        if not asking and reading.doubt >= WRONG_COLUMN:
            continue  # the one who asks looks under both columns: enough for both to meet
        yield from _of_reading(reading, around, asking=asking)
    yield from _each(KeyFamily.D, dates)
    yield from _each(KeyFamily.WY, around.words, around.years)
    yield from _each(KeyFamily.W, around.words)
    number = number_of(prepared)
    if number:
        yield from _each(KeyFamily.N, _hashes((number,)))
        yield from _each(KeyFamily.SLIP_N, _hashes(one_deleted(number)))


class _Around(NamedTuple):
    """Hashes of what stands around the name."""

    years: tuple[int, ...]
    no_year: bool
    dates: tuple[int, ...]
    words: tuple[int, ...]
    units: tuple[int, ...]


def _of_reading(reading: Reading, around: _Around, *, asking: bool) -> Iterator[tuple[KeyFamily, Key]]:
    kf = KeyFamily
    years, no_year, dates, words, units = around
    skeletons = _first(_MOST_SKELETONS, (skeleton for part in reading.family for skeleton in part.skeletons))
    f = _hashes(skeletons)
    slips = _hashes(dict.fromkeys(short for skeleton in skeletons for short in one_deleted(skeleton)))
    g = _hashes(_first(_MOST_CODES, (code for part in reading.given for code in all_codes(part))))
    sure = _hashes(_first(_MOST_CODES, (code for part in reading.given for code in sure_codes(part))))
    i = _hashes(_first(3, (initial_of(part) for part in reading.given[:2])))
    p = _hashes(sure_codes(reading.patronymic)) if reading.patronymic else ()
    j = _hashes((initial_of(reading.patronymic),)) if reading.patronymic else ()
    yield from _each(kf.FGY, f, g, years)
    yield from _each(kf.FGP, f, g, p)
    yield from _each(kf.FG, f, g)
    yield from _each(kf.GD, g, dates)
    yield from _each(kf.FIJ, f, i[:1], j or i[1:2])
    yield from _each(kf.GPY, g, p, years)
    yield from _each(kf.SLIP_FGY, slips, sure, years)
    yield from _each(kf.SLIP_FGP, slips, sure, p)
    yield from _each(kf.SLIP_FG, slips, sure)
    yield from _each(kf.SLIP_FD, slips, dates)
    yield from _each(kf.SLIP_FY, slips, years)
    yield from _each(kf.SLIP_FI, slips, i[:1])
    yield from _each(kf.F, f)
    yield from _each(kf.FY, f, years)
    yield from _each(kf.FI, f, i)
    yield from _each(kf.FP, f, p)
    if asking or not any(part.skeletons for part in reading.given):
        yield from _each(kf.F_ABSENT_G, f)
    if asking or no_year:
        yield from _each(kf.FG_ABSENT_Y, f, sure)
    yield from _each(kf.GP, sure, p)
    yield from _each(kf.GY, sure, years)
    yield from _each(kf.G, sure)
    yield from _each(kf.WG, words, sure)
    yield from _each(kf.UG, units, sure)


def _dates(prepared: Prepared, *, asking: bool) -> tuple[str, ...]:
    """The whole date; asking also with day and month swapped."""
    born = prepared.record.birth_date
    if born is None or not born.is_whole:
        return ()
    straight = f"d{born.year}-{born.month}-{born.day}"
    return (straight, f"d{born.year}-{born.day}-{born.month}") if asking else (straight,)


def _each(family: KeyFamily, *parts: Iterable[int]) -> Iterator[tuple[KeyFamily, Key]]:
    """A key for every combination of the parts. Python's hash of a tuple of numbers is 64 bits and the same in every
    process; keys live in memory only, so a new Python may change it."""
    for combination in product(*parts):
        yield family, hash((family.value, *combination)) & _MASK


def _hashes(texts: Iterable[str]) -> tuple[int, ...]:
    return tuple([_hashed(text) for text in texts])


@lru_cache(maxsize=1 << 15)
def _hashed(part: str) -> int:
    return int.from_bytes(blake2b(part.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def one_deleted(text: str) -> tuple[str, ...]:
    """The text, and every text with one sign fewer; from three signs up, below that one sign is too much."""
    if len(text) < 3:
        return (text,)
    return tuple(dict.fromkeys([text, *(text[:at] + text[at + 1 :] for at in range(min(len(text), 24)))]))


def _first(most: int, texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))[:most]
