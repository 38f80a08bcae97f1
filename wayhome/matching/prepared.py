"""A record, read once: what keys and comparators need of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from wayhome.matching.codes import INITIAL_SIGN, all_codes, initial_of
from wayhome.matching.compare.service_numbers import plain_number
from wayhome.matching.compare.units import unit_numbers
from wayhome.matching.frequencies import Kind
from wayhome.matching.place_words import PlaceWord, place_words
from wayhome.matching.records import PersonRecord
from wayhome.names import NamePart, Reading, read_name, read_parts

_LONGEST_NAME = 300
_MOST_READINGS = 3
_MOST_OTHER_NAMES = 4

# About one form in thirty has family and given name in each other's column: log2(30) bits.
WRONG_COLUMN = 4.9
# A second name gives chance a second occasion to agree: log2(2) bits.
ANOTHER_NAME = 1.0


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record with its name read (best reading first, at most three of each name) and its place split into words."""

    record: PersonRecord
    readings: tuple[Reading, ...]
    words: tuple[PlaceWord, ...]


def prepare(record: PersonRecord) -> Prepared:
    others = (
        replace(reading, doubt=reading.doubt + ANOTHER_NAME)
        for line in record.also[:_MOST_OTHER_NAMES]
        for reading in read_parent(line)
    )
    return Prepared(record, (*_readings(record), *others), place_words(record.place))


def _readings(record: PersonRecord) -> tuple[Reading, ...]:
    """Parts win over the line; a line fills only what the parts leave empty."""
    if not (record.family or record.given or record.patronymic):
        return read_parent(record.name)
    of_parts = _of_parts(record)
    if not record.name.strip() or (record.family and record.given):
        return of_parts
    merged = tuple(
        Reading(
            parts.family or line.family,
            parts.given or line.given,
            parts.patronymic or line.patronymic,
            parts.doubt + line.doubt,
        )
        for parts in of_parts
        for line in read_parent(record.name)
    )
    return merged[:_MOST_READINGS] or of_parts


def _of_parts(record: PersonRecord) -> tuple[Reading, ...]:
    """The parts as given; then, last and doubted, as if family and given name stood in each other's column."""
    family, given, patronymic = (text[:_LONGEST_NAME] for text in (record.family, record.given, record.patronymic))
    straight = tuple(read_parts(family=family, given=given, patronymic=patronymic))
    if not (family.strip() and given.strip()) or not straight:
        return straight
    crossed = read_parts(family=given, given=family, patronymic=patronymic)[:1]
    doubted = tuple(Reading(each.family, each.given, each.patronymic, WRONG_COLUMN) for each in crossed)
    return (*straight[: _MOST_READINGS - 1], *doubted)


@lru_cache(maxsize=1 << 9)
def read_parent(line: str) -> tuple[Reading, ...]:
    """The readings of a name on one line: a person's own, or a parent's."""
    return tuple(read_name(line[:_LONGEST_NAME])) if line.strip() else ()


def frequency_codes(prepared: Prepared) -> set[tuple[Kind, str]]:
    """What `Frequencies` counts for this person: skeletons and classes of the natural reading, places, units."""
    codes: set[tuple[Kind, str]] = set()
    for reading in prepared.readings[:1]:
        patronymics = (reading.patronymic,) if reading.patronymic else ()
        codes.update((Kind.FAMILY, skeleton) for part in reading.family for skeleton in part.skeletons)
        codes.update((Kind.GIVEN, code) for part in reading.given for code in all_codes(part))
        codes.update((Kind.PATRONYMIC, code) for part in patronymics for code in all_codes(part))
        for kind, parts in ((Kind.FAMILY, reading.family), (Kind.GIVEN, reading.given), (Kind.PATRONYMIC, patronymics)):
            codes.update((kind, INITIAL_SIGN + initial_of(part)) for part in parts)
    codes.update((Kind.PLACE, code) for word in prepared.words for code in word.codes)
    codes.update((Kind.UNIT, number) for number in unit_numbers(prepared.record.unit))
    return codes


def number_of(prepared: Prepared) -> str:
    return plain_number(prepared.record.service_number)


class Interner:
    """Keeps one copy of equal name parts and tuples of them: names repeat, and a registry holds a hundred thousand."""

    def __init__(self) -> None:
        self._parts: dict[tuple[NamePart, ...], tuple[NamePart, ...]] = {}

    def shared(self, prepared: Prepared) -> Prepared:
        readings = tuple(
            Reading(
                self._one(reading.family),
                self._one(reading.given),
                self._one((reading.patronymic,))[0] if reading.patronymic else None,
                reading.doubt,
            )
            for reading in prepared.readings
        )
        return Prepared(prepared.record, readings, prepared.words)

    def _one(self, parts: tuple[NamePart, ...]) -> tuple[NamePart, ...]:
        return self._parts.setdefault(parts, parts)
