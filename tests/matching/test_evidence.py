"""Each comparator: what speaks for, what against, what is silent, and in which order of strength."""

from __future__ import annotations

import pytest

from wayhome.matching import Frequencies, PartialDate, PersonRecord, Verdict, compare
from wayhome.matching.compare.birth_dates import compare_birth_dates
from wayhome.matching.compare.places import compare_places
from wayhome.matching.compare.ranks import compare_ranks
from wayhome.matching.compare.service_numbers import compare_service_numbers
from wayhome.matching.compare.units import compare_units
from wayhome.matching.findings import Field, Finding
from wayhome.matching.place_words import place_words
from wayhome.matching.prepared import frequency_codes, prepare

HELD = PartialDate(1991, 4, 12)


@pytest.mark.parametrize(
    ("sought", "code"),
    [
        (PartialDate(1991, 4, 12), "date_same"),
        (PartialDate(1991, 4, 13), "date_day_off"),
        (PartialDate(1991, 5, 12), "date_month_off"),
        (PartialDate(1992, 4, 12), "date_year_off"),
        (PartialDate(1991, 12, 4), "date_swapped"),
        (PartialDate(1981, 4, 12), "date_digit"),
        (PartialDate(1991, 4, 25), "date_same_month"),
        (PartialDate(1991, 8, 30), "date_same_year"),
        (PartialDate(1990, 8, 30), "date_near"),
        (PartialDate(1974, 8, 30), "date_different"),
        (PartialDate(1991, 4), "month_same"),
        (PartialDate(1991, 3), "month_off"),
        (PartialDate(1990, 4), "month_year_off"),
        (PartialDate(1991, 9), "month_same_year"),
        (PartialDate(1990, 9), "month_near"),
        (PartialDate(1970, 9), "month_different"),
        (PartialDate(1991), "year_same"),
        (PartialDate(1990), "year_off"),
        (PartialDate(1993), "year_two_off"),
        (PartialDate(1981), "year_digit"),
        (PartialDate(1974), "year_different"),
        (PartialDate(None, 4, 12), "birthday_same"),
        (PartialDate(None, 5, 9), "birthday_different"),
    ],
)
def test_birth_dates_are_weighed_in_steps(sought: PartialDate, code: str) -> None:
    """Every way two dates can meet has its own name and weight."""
    assert compare_birth_dates(sought, HELD).code == code


def test_the_old_calendar_is_a_step_of_its_own() -> None:
    """Born on 20 March by the old calendar is born on 2 April by the new one."""
    assert compare_birth_dates(PartialDate(1905, 3, 20), PartialDate(1905, 4, 2)).code == "date_calendar"


def test_the_model_figure_of_a_birth_date() -> None:
    """Same year and month, no day: .90 / (1 / 504) is 8.8 bits."""
    assert compare_birth_dates(PartialDate(1991, 4), HELD).bits == pytest.approx(8.82, abs=0.01)


def test_a_year_and_a_birthday_do_not_meet() -> None:
    """Two dates that share no part are silent, not different."""
    found = compare_birth_dates(PartialDate(1991), PartialDate(None, 4, 12))
    assert (found.verdict, found.bits, found.code) == (Verdict.SILENT, 0.0, "cannot_compare")


def test_numbers_agree_through_spaces_and_look_alikes() -> None:
    """Cyrillic АВ and Latin AB stand for each other on tags."""
    assert compare_service_numbers("АВ 123-456", "ab123456").code == "number_same"


@pytest.mark.parametrize(
    ("sought", "code"),
    [("123456", "number_same"), ("123465", "number_slip"), ("12345", "number_slip"), ("987654", "number_different")],
)
def test_numbers_allow_one_slip(sought: str, code: str) -> None:
    """One sign wrong, missing or exchanged is a slip; more is another number."""
    assert compare_service_numbers(sought, "123456").code == code


def test_a_short_number_weighs_less() -> None:
    """Many people may hold the number 123."""
    assert compare_service_numbers("123", "123").bits < compare_service_numbers("123456", "123456").bits


def test_words_in_the_number_column_are_silent() -> None:
    """The words of an empty cell are nobody's number."""
    assert compare_service_numbers("Not Applicable", "Not Applicable").verdict is Verdict.SILENT


def _places(sought: str, held: str, frequencies: Frequencies | None = None) -> Finding:
    return compare_places(place_words(sought), place_words(held), frequencies or Frequencies())


@pytest.mark.parametrize(
    ("sought", "held"),
    [
        ("Ленинград", "г. Санкт-Петербург"),
        ("Київ", "в Киеве"),
        ("Kyiv", "Киевская губ."),
        ("Горький", "Нижний Новгород"),
        ("Бахмут", "г. Артемовск"),
        ("Lemberg", "Львів"),
        ("Полтавщина, с. Вигадане", "дер. Выгаданое"),
        ("Сидней", "SYDNEY, NSW"),
    ],
)
def test_places_meet_through_renamings_cases_and_scripts(sought: str, held: str) -> None:
    """Families use the map they have."""
    assert _places(sought, held).code == "place_same"


def test_administrative_words_are_no_evidence() -> None:
    """Two people born in some village of some province share nothing."""
    assert _places("село, область", "с., обл.").verdict is Verdict.SILENT


def test_who_someone_was_is_never_a_place() -> None:
    """Clerks wrote peoples into the place column; we do not match by them."""
    assert place_words("украинец") == place_words("Еврей") == ()


def test_a_rare_place_weighs_more_than_a_common_one() -> None:
    """Bits come from the registry itself."""
    index_counts = Frequencies()
    for number in range(2000):
        place = "Лебедине" if number % 2 else f"Вигадане{'абвгд'[number % 5] * (number % 7 + 1)}"
        index_counts.add(frequency_codes(prepare(PersonRecord(place=place))))
    common = _places("Лебедине", "Лебедине", index_counts)
    rare = _places("Тополине", "Тополине", index_counts)
    assert common.bits < 0.5 < rare.bits


@pytest.mark.parametrize(
    ("sought", "held", "code"),
    [
        ("54 бригада", "3-й бат 54 ОМБр", "unit_same"),
        ("A1302", "в/ч А-1302", "unit_same"),
        ("72 ОМБр", "54 ОМБр", "unit_different"),
        ("піхота", "54 ОМБр", "blank_in_request"),
    ],
)
def test_units_are_compared_by_number(sought: str, held: str, code: str) -> None:
    """The words around the number differ in every army."""
    assert compare_units(sought, held, Frequencies()).code == code


@pytest.mark.parametrize(
    ("sought", "held", "code"),
    [
        ("Рядовой", "солдат", "rank_same"),
        ("PTE", "рядовий", "rank_same"),
        ("майор", "солдат", "rank_different"),
        ("герой", "солдат", "cannot_compare"),
    ],
)
def test_ranks_are_compared_by_group(sought: str, held: str, code: str) -> None:
    """A rank never says much, and an unknown word says nothing."""
    found = compare_ranks(sought, held)
    assert found.code == code
    assert abs(found.bits) < 2


def _field(a: PersonRecord, b: PersonRecord, field: Field) -> Finding:
    return next(found for found in compare(a, b).findings if found.field is field)


def test_parents_are_weighed_by_their_given_name() -> None:
    """A mother's maiden and married surnames are both true."""
    a, b = PersonRecord(mother="Ганна Вигаданенко"), PersonRecord(mother="Придуманова Ганна")
    assert _field(a, b, Field.MOTHER).code == "mother_same"
    assert _field(a, PersonRecord(mother="Олена"), Field.MOTHER).verdict is Verdict.AGAINST


def test_a_fathers_name_meets_a_patronymic() -> None:
    """Іван fits Іванович."""
    a = PersonRecord(name="Вигаданенко Данило", father="Іван")
    b = PersonRecord(name="Вигаданенко Данило Іванович")
    assert _field(a, b, Field.FATHER).code == "father_fits_patronymic"
    assert _field(b, a, Field.FATHER).bits == _field(a, b, Field.FATHER).bits
