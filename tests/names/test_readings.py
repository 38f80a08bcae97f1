"""Whole lines, as lists and families write them. Every person here is invented."""

import pytest

from wayhome.names import Reading, read_name, read_parts, romanise


def told(reading: Reading) -> tuple[str, str, str]:
    """The words of a reading by role."""
    father = reading.patronymic.written if reading.patronymic else ""
    return " ".join(p.written for p in reading.family), " ".join(p.written for p in reading.given), father


NATURAL = [
    ("Іваненко Данило Сергійович", ("Іваненко", "Данило", "Сергійович")),
    ("Данило Сергійович Іваненко", ("Іваненко", "Данило", "Сергійович")),
    ("данило сергійович іваненко", ("іваненко", "данило", "сергійович")),
    ("ІВАНЕНКО ДАНИЛО", ("ІВАНЕНКО", "ДАНИЛО", "")),
    ("Данило Іваненко", ("Іваненко", "Данило", "")),
    ("Danylo Ivanenko", ("Ivanenko", "Danylo", "")),
    ("IVANENKO, DANYLO", ("IVANENKO", "DANYLO", "")),
    ("Ivanenko, Danylo Serhiiovych", ("Ivanenko", "Danylo", "Serhiiovych")),
    ("EXAMPLE, BRUCE EDWARD", ("EXAMPLE", "BRUCE EDWARD", "")),
    ("Bruce Edward Example", ("Example", "Bruce Edward", "")),
    ("Экзампл Брюс Эдвард", ("Экзампл", "Брюс Эдвард", "")),
    ("ищу Иваненко Даниила Сергеевича", ("Иваненко", "Даниила", "Сергеевича")),
    ("шукаю сина Іваненка Данила Сергійовича, 1999 р.н.", ("Іваненка", "Данила", "Сергійовича")),
    ("looking for my son Danylo Ivanenko, born 1999", ("Ivanenko", "Danylo", "")),
    ("Где находится мой брат Иваненко Данила?", ("Иваненко", "Данила", "")),
    ("Іваненко Д.С.", ("Іваненко", "Д", "С")),
    ("Д. С. Іваненко", ("Іваненко", "Д", "С")),
    ("D. S. Ivanenko", ("Ivanenko", "D", "S")),
    ("EXAMPLE, J. R.", ("EXAMPLE", "J R", "")),
    ("Іваненко-Петренко Олена Іванівна", ("Іваненко Петренко", "Олена", "Іванівна")),
    ("Олена Іванівна Іваненко-Петренко", ("Іваненко Петренко", "Олена", "Іванівна")),
    ("Іваненко Анна-Марія Іванівна", ("Іваненко", "Анна Марія", "Іванівна")),
    ("Іваненко Олена Іванівна уроджена Петренко", ("Іваненко Петренко", "Олена", "Іванівна")),
    ("Абрамович Данило Маркович", ("Абрамович", "Данило", "Маркович")),
    ("Данило Маркович Абрамович", ("Абрамович", "Данило", "Маркович")),
    ("Ким Данило Маркович", ("Ким", "Данило", "Маркович")),
    ("Мамедов Эльдар Гасан оглы", ("Мамедов", "Эльдар", "Гасан оглы")),
    ("Мамедова Лейла Гасан кызы", ("Мамедова", "Лейла", "Гасан кызы")),
    ("Сержант Данило Маркович", ("Сержант", "Данило", "Маркович")),
    ("Сержант Марта", ("Сержант", "Марта", "")),
    ("BORN, JOHN", ("BORN", "JOHN", "")),
    ("FRIEND, JOHN", ("FRIEND", "JOHN", "")),
    ("Ласка Данило", ("Ласка", "Данило", "")),
    ("Ищу Марту", ("", "Марту", "")),
    ("сержант Іваненко Данило Маркович", ("Іваненко", "Данило", "Маркович")),
    ("ІВАНЕНКО Данило", ("ІВАНЕНКО", "Данило", "")),
    ("Данило ІВАНЕНКО", ("ІВАНЕНКО", "Данило", "")),
    ("Ludwig van Example", ("van Example", "Ludwig", "")),
    ("John Mc Example", ("McExample", "John", "")),
    ("Іваненко Данило Сергійович, Суми", ("Іваненко", "Данило", "Сергійович")),
]


@pytest.mark.parametrize(("line", "parts"), NATURAL)
def test_the_natural_reading_comes_first(line: str, parts: tuple[str, str, str]) -> None:
    """The parts are found in every usual order, and the best reading carries no doubt."""
    best = read_name(line)[0]
    assert told(best) == parts
    assert best.doubt == 0


def test_an_unsure_order_is_read_both_ways_and_pays_for_it() -> None:
    """Two given names in a row: either may be the family name."""
    readings = read_name("Мартин Роман")
    assert {told(reading)[:2] for reading in readings} >= {("Мартин", "Роман"), ("Роман", "Мартин")}
    assert all(reading.doubt >= 0 for reading in readings)
    assert len(readings) <= 3


def test_another_name_in_brackets_is_another_reading() -> None:
    """ "Also known as" is as sure as the name itself."""
    readings = read_name("EXAMPLE, JOHN (AKA: SAMPLE, JACK)")
    assert [told(reading)[0] for reading in readings[:2]] == ["EXAMPLE", "SAMPLE"]
    assert readings[1].doubt == 0


def test_another_surname_in_brackets_joins_the_family_names() -> None:
    """Іваненко (Петренко) may be asked for under either."""
    assert told(read_name("Іваненко (Петренко) Данило Сергійович")[0]) == ("Іваненко Петренко", "Данило", "Сергійович")


def test_the_same_name_in_brackets_says_nothing_new() -> None:
    """Lists repeat a name as its own alias."""
    assert len(read_name("EXAMPLE, JOHN (AKA: EXAMPLE, JOHN)")) == 1


def test_a_patronymic_tells_which_sasha() -> None:
    """Саша Іванович is no Олександра."""
    assert read_name("Іваненко Саша Іванович")[0].given[0].classes == {"g:oleksandr"}


def test_initials_hold_a_class_letter_and_no_skeleton() -> None:
    """An initial is compared with the first letter of a skeleton."""
    given = read_name("Іваненко Д.С.")[0].given[0]
    assert (given.initial, given.skeletons, given.classes) == ("T", (), frozenset())


def test_a_western_j_is_john_and_an_eastern_one_is_jurij() -> None:
    """The same letter begins another sound."""
    assert read_name("EXAMPLE, J. R.")[0].given[0].initial == "X"
    assert read_name("Ivanenko J.")[0].given[0].initial == "A"


@pytest.mark.parametrize("line", ["", "   ", "123", "!!!", "(((", "—", "1999 р.н.", ",,,", "()", "🙂", "ищу"])
def test_a_line_without_a_name_has_no_reading(line: str) -> None:
    """Nothing is invented."""
    assert read_name(line) == ()


def test_boxes_are_believed() -> None:
    """Columns of a form need no guessing."""
    reading = read_parts(family="Роман", given="Мартин")[0]
    assert told(reading) == ("Роман", "Мартин", "")


def test_swapped_boxes_are_suspected() -> None:
    """A given name in the family box beside an unknown word: also read the other way round, at a price."""
    readings = read_parts(family="Данило", given="Жох")
    assert [told(reading)[0] for reading in readings] == ["Данило", "Жох"]
    assert readings[1].doubt > 0


def test_a_patronymic_in_the_given_box_is_found() -> None:
    """Lists often hold two columns only."""
    assert told(read_parts(family="Іваненко", given="Данило Сергійович")[0]) == ("Іваненко", "Данило", "Сергійович")


def test_empty_boxes_hold_nobody() -> None:
    """No part, no reading."""
    assert read_parts() == read_parts(family="  ", given="-", patronymic=".") == ()


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Згурський Юрій", "Zghurskyi Yurii"),
        ("Щербак Їжак Яєчня", "Shcherbak Yizhak Yaiechnia"),
        ("ЩЕРБАК ЮРІЙ", "SHCHERBAK YURII"),
        ("Знам'янка", "Znamianka"),
        ("Smith", "Smith"),
    ],
)
def test_names_are_shown_in_the_national_romanisation(written: str, shown: str) -> None:
    """Resolution 55 of 2010."""
    assert romanise(written) == shown
