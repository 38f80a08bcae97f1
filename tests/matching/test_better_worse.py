"""This pair must outrank that one. Every false link ever found becomes a case here, kept for ever."""

from __future__ import annotations

import pytest

from tests.matching.people import DANYLO, HIS_BROTHER, HIS_NAMESAKE
from wayhome.matching import Index, PartialDate, PersonRecord, compare

BORN = PartialDate(1991, 4, 12)


def _asked(name: str, born: PartialDate | None = BORN) -> PersonRecord:
    return PersonRecord(name=name, birth_date=born)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (_asked("Вигаданенко Данило Іванович"), _asked("Вигаданенко Степан Іванович")),
        (_asked("Vyhadanenko Danylo Ivanovych"), _asked("Vyhadanenko Stepan Ivanovych")),
        (_asked("Вигаданенка Данила Івановича"), _asked("Вигаданенка Степана Івановича")),
        (_asked("Вигаданенко Д. І."), _asked("Вигаданенко С. І.")),
        (_asked("Вигаданенко Данило Іванович"), _asked("Вигаданенко Д. І.")),
        (_asked("Вигаданеко Данило Іванович"), _asked("Придуманов Данило Іванович")),
        (_asked("Вигаданенко Данило", BORN), _asked("Вигаданенко Данило", PartialDate(1991))),
        (_asked("Вигаданенко Данило", PartialDate(1991)), _asked("Вигаданенко Данило", None)),
        (_asked("Вигаданенко Данило", None), _asked("Вигаданенко Данило", PartialDate(1960))),
        (_asked("Вигаданенко Данило", PartialDate(1990)), _asked("Вигаданенко Данило", PartialDate(1987))),
    ],
)
def test_the_better_question_outranks_the_worse(better: PersonRecord, worse: PersonRecord) -> None:
    """More agreement, more bits; whatever the script, the case or the slip."""
    assert compare(better, DANYLO).bits > compare(worse, DANYLO).bits


@pytest.mark.parametrize("other", [HIS_BROTHER, HIS_NAMESAKE])
def test_brothers_and_namesakes_are_never_him(other: PersonRecord) -> None:
    """A shared surname, patronymic and village is what brothers have; a shared name is what namesakes have."""
    assert compare(DANYLO, other).certain != "confident"


def test_the_same_paper_twice_is_him() -> None:
    """Everything agrees: then the machine may say so, and two readers still decide."""
    assert compare(DANYLO, DANYLO).certain == "confident"


def test_a_name_alone_is_never_enough() -> None:
    """However rare: another leg to stand on is needed."""
    alone = PersonRecord(name="Вигаданенко Данило")
    assert compare(alone, alone).certain != "confident"


def test_a_name_and_a_village_are_never_enough() -> None:
    """A father and a son may share both; so may cousins."""
    villager = PersonRecord(
        name="Вигаданенко Данило", place="с. Вигадане, Полтавська обл.", unit="54 ОМБр", rank="солдат"
    )
    compared = compare(villager, villager)
    assert compared.probability > 0.99
    assert compared.certain == "possible"


def test_initials_are_never_enough() -> None:
    """Д. may be Данило, Дмитро or Денис."""
    assert compare(_asked("Вигаданенко Д. І."), DANYLO).certain != "confident"


def test_a_man_is_found_by_any_name_he_goes_by() -> None:
    """A second surname in the paper finds him; the same man without it is found less surely."""
    asked = PersonRecord(name="Небилицын Остап Петрович", birth_date=PartialDate(1994))
    both = PersonRecord(name="Вигаданенко Остап Петрович", also=("Небилицын Остап",), birth_date=PartialDate(1994))
    one = PersonRecord(name="Вигаданенко Остап Петрович", birth_date=PartialDate(1994))
    index = Index()
    index.add("both", both)
    assert [found.id for found in index.search(asked).candidates] == ["both"]
    assert compare(asked, both).bits > compare(asked, one).bits + 5
