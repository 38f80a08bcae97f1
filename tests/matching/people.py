"""Invented people for the stories of this room, and any text for its laws."""

from __future__ import annotations

from hypothesis import strategies as st

from wayhome.matching import PartialDate, PersonRecord

DANYLO = PersonRecord(
    name="Вигаданенко Данило Іванович",
    birth_date=PartialDate(1991, 4, 12),
    place="Полтавська обл., с. Вигадане",
    service_number="ВП-123456",
)
HIS_BROTHER = PersonRecord(
    name="Вигаданенко Степан Іванович", birth_date=PartialDate(1993, 8, 2), place="Полтавська обл., с. Вигадане"
)
HIS_NAMESAKE = PersonRecord(name="Вигаданенко Данило Іванович", birth_date=PartialDate(1974, 11, 30), place="м. Одеса")

FAMILIES = [
    "Вигаданенко",
    "Придуманов",
    "Небылицын",
    "Казковий",
    "Неіснуючий",
    "Вымыслов",
    "Байкар",
    "Мрійник",
    "Сказкин",
    "Легенда",
]
GIVENS = ["Данило", "Степан", "Микола", "Олена", "Іван", "Петро", "Марія", "Василь", "Сергій", "Ганна"]
FATHERS = ["Іванович", "Петрович", "Миколайович", "Степанович", "Васильович", "Сергійович"]
PLACES = ["Вигадане", "Казкове", "Лебедине", "Тополине", "Кленове", "Степове"]


def dates() -> st.SearchStrategy[PartialDate]:
    """Any partial date of this room's range, the year sometimes missing."""
    whole = st.builds(PartialDate, st.integers(1880, 2010), st.integers(1, 12), st.integers(1, 28))
    month = st.builds(PartialDate, st.integers(1880, 2010), st.integers(1, 12))
    year = st.builds(PartialDate, st.integers(1880, 2010))
    birthday = st.builds(lambda m, d: PartialDate(None, m, d), st.integers(1, 12), st.integers(1, 28))
    return st.one_of(whole, month, year, birthday)


def names() -> st.SearchStrategy[str]:
    """Names as people write them, and any text at all."""
    usual = st.tuples(st.sampled_from(FAMILIES), st.sampled_from(GIVENS), st.sampled_from([*FATHERS, ""]))
    return st.one_of(usual.map(lambda words: " ".join(words).strip()), st.text(max_size=60))


def records() -> st.SearchStrategy[PersonRecord]:
    return st.builds(
        PersonRecord,
        name=names(),
        birth_date=st.none() | dates(),
        place=st.sampled_from([*PLACES, "", "м. Одеса"]) | st.text(max_size=30),
        unit=st.sampled_from(["", "54 ОМБр", "3-й батальйон 54 бригади", "в/ч А1302"]) | st.text(max_size=12),
        rank=st.sampled_from(["", "солдат", "сержант", "major"]),
        service_number=st.sampled_from(["", "123456", "123457", "ВП-123456"]) | st.text(max_size=10),
        father=st.sampled_from(["", "Іван Вигаданенко", "Петро"]),
        mother=st.sampled_from(["", "Олена", "Ганна Придуманова"]),
    )


def small_registries() -> st.SearchStrategy[list[PersonRecord]]:
    return st.lists(records(), min_size=1, max_size=12)
