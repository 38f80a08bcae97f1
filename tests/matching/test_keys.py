"""Keys: what makes two records meet, and what must not."""

from __future__ import annotations

import pytest

from wayhome.matching import PartialDate, PersonRecord
from wayhome.matching.keys import keys_of, keys_to_ask, one_deleted
from wayhome.matching.prepared import prepare


def _meet(asked: PersonRecord, kept: PersonRecord) -> bool:
    return not keys_of(prepare(kept)).isdisjoint(key for _, key in keys_to_ask(prepare(asked)))


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (PersonRecord(family="Вигаданенко"), PersonRecord(family="Вигаданенко", given="Данило")),
        (PersonRecord(family="Вигаданенко", given="Данило"), PersonRecord(family="Вигаданенко")),
        (PersonRecord(family="Вигаданенко", given="Д."), PersonRecord(family="Вигаданенко", given="Данило")),
        (PersonRecord(given="Данило", place="Вигадане"), PersonRecord(name="Кінь Данило", place="с. Вигадане")),
        (
            PersonRecord(place="Вигадане", birth_date=PartialDate(1990)),
            PersonRecord(place="Вигадане", birth_date=PartialDate(1991)),
        ),
        (
            PersonRecord(birth_date=PartialDate(1991, 4, 12)),
            PersonRecord(name="Кінь Данило", birth_date=PartialDate(1991, 12, 4)),
        ),
        (PersonRecord(service_number="123456"), PersonRecord(service_number="12345")),
        (PersonRecord(given="Данило", unit="54 ОМБр"), PersonRecord(name="Кінь Данило", unit="54 бригада")),
    ],
)
def test_records_meet_although_fields_are_absent(asked: PersonRecord, kept: PersonRecord) -> None:
    """Keys for what is missing carry the questions that give little."""
    assert _meet(asked, kept)


def test_strangers_do_not_meet() -> None:
    """No key is so wide that everybody stands under it."""
    a = PersonRecord(name="Вигаданенко Данило", birth_date=PartialDate(1991, 4, 12), place="Вигадане")
    b = PersonRecord(name="Придуманов Степан", birth_date=PartialDate(1974, 2, 3), place="Казкове")
    assert not _meet(a, b)


def test_an_empty_record_has_no_keys() -> None:
    """Nothing said, nothing to look under."""
    assert keys_of(prepare(PersonRecord())) == frozenset()


def test_one_letter_fewer() -> None:
    """Short skeletons are left whole: one letter of two is too much."""
    assert one_deleted("PTR") == ("PTR", "TR", "PR", "PT")
    assert one_deleted("KN") == ("KN",)


def test_a_record_stays_small() -> None:
    """About 60 keys of 12 bytes for a full record: a hundred thousand people fit a small machine."""
    full = PersonRecord(name="Вигаданенко Данило Іванович", birth_date=PartialDate(1991, 4, 12), place="с. Вигадане")
    assert len(keys_of(prepare(full))) < 120
