"""A question typed at a terminal, in any of the three languages."""

import pytest

from wayhome.matching import PartialDate, PersonRecord
from wayhome.matching.errors import NotADate
from wayhome.run.questions import LabelUnknown, QuestionEmpty, QuestionTooLong, read_question

ASKED = PersonRecord(name="Вигаданенко Данило", birth_date=PartialDate(2003, 3), place="Вигадівка")


def test_one_line_is_the_name() -> None:
    """Nothing has to be learnt before the first question."""
    assert read_question("Вигаданенко Данило\n") == PersonRecord(name="Вигаданенко Данило")


@pytest.mark.parametrize(
    "typed",
    [
        "name: Вигаданенко Данило\nborn: 03.2003\nplace: Вигадівка",
        "Ім’я: Вигаданенко Данило\nНародився: березень 2003\nМісце: Вигадівка",
        "Имя: Вигаданенко Данило\nРодился:март 2003\n\n  Место :  Вигадівка  ",
        "Вигаданенко Данило\nborn: March 2003\nfrom: Вигадівка",
    ],
)
def test_labels_in_three_languages_mean_the_same(typed: str) -> None:
    """Capital letters, spaces and empty lines do not matter."""
    assert read_question(typed) == ASKED


@pytest.mark.parametrize("typed", ["", "\n \n", "name:\nborn:"])
def test_an_empty_question_is_explained(typed: str) -> None:
    """With an example of what to write."""
    with pytest.raises(QuestionEmpty, match="name: …"):
        read_question(typed)


def test_an_unknown_label_is_named_by_its_line_only() -> None:
    """What was typed may be a name, so it is not repeated."""
    with pytest.raises(LabelUnknown, match=r"^Line 2 ") as problem:
        read_question("name: Danylo\nVyhadanenko: x")
    assert "Vyhadanenko" not in str(problem.value)


def test_a_date_that_is_none_is_refused_without_repeating_it() -> None:
    """The matching room's own sentence."""
    with pytest.raises(NotADate) as problem:
        read_question("born: Vyhadanenko")
    assert "Vyhadanenko" not in str(problem.value)


@pytest.mark.parametrize("typed", ["x" * 301, "\n" * 50])
def test_a_whole_book_is_not_a_question(typed: str) -> None:
    """Bounds on what reaches the matcher."""
    with pytest.raises(QuestionTooLong):
        read_question(typed)
