"""The registry in memory: who is found, how surely, and that coming and going leaves no trace."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.matching.people import (
    DANYLO,
    FAMILIES,
    FATHERS,
    GIVENS,
    HIS_BROTHER,
    HIS_NAMESAKE,
    records,
    small_registries,
)
from wayhome.matching import Index, PartialDate, PersonRecord, SearchResult
from wayhome.matching import index as index_module


@pytest.fixture
def registry() -> Index:
    """Danylo, his brother, his namesake, and a few hundred others."""
    index = Index()
    for number in range(300):
        family, given_name, father = FAMILIES[number % 10], GIVENS[number // 10 % 10], FATHERS[number // 50 % 6]
        if family != "Вигаданенко":
            born = PartialDate(1960 + number % 40, number % 12 + 1, number % 28 + 1)
            index.add(f"P{number}", PersonRecord(name=f"{family} {given_name} {father}", birth_date=born))
    index.add("danylo", DANYLO)
    index.add("brother", HIS_BROTHER)
    index.add("namesake", HIS_NAMESAKE)
    return index


QUESTIONS = [
    PersonRecord(name="Вигаданенко Данило Іванович", birth_date=PartialDate(1991)),
    PersonRecord(name="Vyhadanenko Danylo", birth_date=PartialDate(1991, 4, 12)),
    PersonRecord(name="Vygadanenko Danilo Ivanovich", birth_date=PartialDate(1991)),
    PersonRecord(name="Выгаданенко Данила Ивановича", birth_date=PartialDate(1991)),
    PersonRecord(name="Вигаданеко Данило", birth_date=PartialDate(1991)),
    PersonRecord(name="Вигаданенко Д. І.", birth_date=PartialDate(1991)),
    PersonRecord(name="Данило Вигаданенко", birth_date=PartialDate(1992, 4, 12)),
    PersonRecord(given="Данило", place="Вигадане"),
    PersonRecord(family="Вигаданенко", birth_date=PartialDate(1991)),
    PersonRecord(given="Данило", birth_date=PartialDate(1991, 4, 12)),
    PersonRecord(name="Вигаданенко Данило", birth_date=PartialDate(1991, 12, 4)),
    PersonRecord(service_number="ВП 123456"),
    PersonRecord(service_number="ВП 123465"),
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_he_is_found_however_his_mother_asks(registry: Index, question: PersonRecord) -> None:
    """Other script, declined, a slip, initials, half a date, place and given name, number with a slip."""
    assert registry.search(question).candidates[0].id == "danylo"


@pytest.mark.parametrize(
    "absent",
    [
        replace(HIS_BROTHER, name="Вигаданенко Микола Іванович", birth_date=PartialDate(1989, 1, 5)),
        replace(HIS_NAMESAKE, birth_date=PartialDate(1999, 3, 3), place=""),
        PersonRecord(name="Вигаданенко Данило"),
        PersonRecord(name="Вигаданенко Іван Іванович", place="с. Вигадане"),
        PersonRecord(name="Мандрівник Орест Богданович", birth_date=PartialDate(1991, 4, 12)),
    ],
)
def test_someone_absent_is_never_answered_for_sure(registry: Index, absent: PersonRecord) -> None:
    """Brothers, namesakes, fathers and strangers of people who are there."""
    assert all(candidate.comparison.certain != "confident" for candidate in registry.search(absent).candidates)


def test_two_equal_candidates_share_one_probability(registry: Index) -> None:
    """If the second fits as well as the first, nobody is confident."""
    registry.add("danylo again", DANYLO)
    first, second = registry.search(DANYLO).candidates[:2]
    assert first.comparison.probability <= 0.5
    assert {first.comparison.certain, second.comparison.certain} == {"possible"}


def test_advice_names_the_field_that_would_help() -> None:
    """Hundreds of equals: the machine says what to ask instead of guessing."""
    index = Index()
    for number in range(412):
        born = PartialDate(1950 + number % 50, number % 12 + 1, number % 28 + 1)
        index.add(f"P{number}", PersonRecord(name="Вигаданенко Данило", birth_date=born, place="м. Одеса"))
    result = index.search(PersonRecord(name="Вигаданенко Данило"))
    assert (result.fits, result.advice.code) == (412, "many_fit_ask")
    assert result.advice.params == {"count": 412, "fields": "birth_date,place"}
    assert "412" in result.advice.sentence("uk")


def test_an_empty_question_is_asked_back(registry: Index) -> None:
    """Nothing to look by is said, not guessed."""
    result = registry.search(PersonRecord(name="…", rank="солдат"))
    assert (result.candidates, result.advice.code) == ((), "ask_something")


def test_an_empty_registry_answers_in_words() -> None:
    """No people, no error."""
    result = Index().search(DANYLO)
    assert (result.candidates, result.fits, result.advice.code) == ((), 0, "none_fits_well")


def test_who_was_removed_is_not_found(registry: Index) -> None:
    """A closed record leaves no candidate behind; removing twice is no error."""
    registry.remove("danylo")
    registry.remove("danylo")
    assert "danylo" not in [candidate.id for candidate in registry.search(DANYLO).candidates]
    assert "danylo" not in registry


def test_adding_again_replaces(registry: Index) -> None:
    """A corrected identity stands once, as corrected."""
    people = len(registry)
    registry.add("danylo", replace(DANYLO, name="Мандрівник Орест Богданович"))
    assert len(registry) == people
    assert registry.search(PersonRecord(name="Мандрівник Орест Богданович")).candidates[0].id == "danylo"


@given(small_registries(), st.data())
@settings(max_examples=40, deadline=None)
def test_the_way_there_does_not_matter(people: list[PersonRecord], data: st.DataObject) -> None:
    """An index after any adds and removes answers as a fresh one with the same people."""
    travelled, kept = Index(), {}
    for number, record in enumerate([*people, *people]):
        id = f"P{number % len(people)}"
        if data.draw(st.booleans()):
            travelled.add(id, record)
            kept[id] = record
        else:
            travelled.remove(id)
            kept.pop(id, None)
    fresh = Index()
    for id in sorted(kept, reverse=True):
        fresh.add(id, kept[id])
    question = data.draw(records())
    assert travelled.frequencies == fresh.frequencies
    assert travelled.search(question) == fresh.search(question)


def test_rebuilding_changes_no_answer(registry: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dropping dead rows is housekeeping nobody can see."""
    before = [registry.search(question) for question in QUESTIONS]
    monkeypatch.setattr(index_module, "_REBUILD_WHEN_DEAD", -1)
    for number in range(400):
        registry.add("passing", PersonRecord(name=f"Мандрівник{number} Орест"))
    registry.remove("passing")
    assert [registry.search(question) for question in QUESTIONS] == before


def test_settling_into_segments_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fresh entries and sorted segments are one and the same to a question."""
    from wayhome.matching import postings

    def built() -> list[SearchResult]:
        index = Index()
        for number in range(60):
            index.add(f"P{number}", PersonRecord(name=f"{FAMILIES[number % 10]} {GIVENS[number % 7]}"))
        index.add("danylo", DANYLO)
        return [index.search(question) for question in QUESTIONS]

    fresh_only = built()
    monkeypatch.setattr(postings, "_FRESH_AT_MOST", 100)
    assert built() == fresh_only


def test_a_result_crosses_a_socket(registry: Index) -> None:
    """JSON and back is the same result."""
    result = registry.search(DANYLO)
    assert SearchResult.from_json(json.loads(json.dumps(result.to_json()))) == result


def test_the_limit_is_kept(registry: Index) -> None:
    """At most as many candidates as asked for; `fits` still counts everyone."""
    result = registry.search(PersonRecord(given="Данило"), limit=3)
    assert len(result.candidates) == 3
    assert result.fits > 3
