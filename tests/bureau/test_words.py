"""Values turned into words: dates, evidence, reasons, errors. Pure, and in three languages."""

import inspect

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.matching.people import dates
from wayhome.bureau import evidence, people, reasons
from wayhome.bureau.dates import date_in_words
from wayhome.bureau.explain import EXPLANATIONS, NOT_DONE, explanation_of
from wayhome.bureau.forms.fields import as_numbers
from wayhome.bureau.forms.find import FindForm
from wayhome.bureau.forms.people import CorrectForm
from wayhome.matching import Field, PartialDate, PersonRecord, Verdict, compare
from wayhome.registry import errors
from wayhome.registry.identity import Identity, WrittenName


@pytest.mark.parametrize(
    ("date", "english", "ukrainian"),
    [
        (PartialDate(1991, 4, 12), "12 April 1991", "12 квітня 1991 року"),
        (PartialDate(1991, 4), "April 1991", "квітень 1991"),
        (PartialDate(1991), "1991", "1991"),
        (PartialDate(None, 4, 12), "12 April", "12 квітня"),
        (None, "", ""),
    ],
)
def test_dates_in_words(date: PartialDate | None, english: str, ukrainian: str) -> None:
    """As much as is known, and nothing that is not."""
    with translation.override("en"):
        assert date_in_words(date) == english
    with translation.override("uk"):
        assert date_in_words(date) == ukrainian


@given(dates())
def test_a_date_typed_as_we_show_it_is_the_same_date(date: PartialDate) -> None:
    """The correction form shows numbers; saving it untouched changes nothing."""
    assert PartialDate.parse(as_numbers(date)) == date


@pytest.mark.parametrize(
    ("probability", "sentence"),
    [
        (0.9999, "Of 1000 pairs with such evidence, at least 999 are the same person."),
        (0.42, "Of 100 pairs with such evidence, about 42 are the same person."),
        (0.01, "Of 100 pairs with such evidence, about 1 is the same person."),
        (0.0001, "Of 1000 pairs with such evidence, fewer than 5 are the same person."),
    ],
)
def test_a_probability_is_a_count_of_pairs(probability: float, sentence: str) -> None:
    """Never "100 %", never "0 %": neither would be true."""
    with translation.override("en"):
        assert evidence.how_often(probability) == sentence


ASKED = PersonRecord(name="Danylo Vyhadanenko", birth_date=PartialDate(1991), place="Вигадане")
HELD = PersonRecord(family="Вигаданенко", given="Данило", birth_date=PartialDate(1988, 1, 2), rank="солдат")


def test_side_by_side_leaves_out_what_neither_says() -> None:
    """Name, date, place and rank; no empty rows for unit, number and parents."""
    with translation.override("en"):
        pairs = evidence.side_by_side(ASKED, HELD, compare(ASKED, HELD))
    assert [pair.label for pair in pairs] == ["Name", "Birth date", "Place", "Rank"]
    assert (pairs[0].asked, pairs[0].held) == ("Danylo Vyhadanenko", "Вигаданенко Данило")


def test_every_finding_stands_in_exactly_one_row() -> None:
    """Nothing that was weighed is missing from the comparison a caseworker reads."""
    comparison = compare(ASKED, HELD)
    rows = evidence.side_by_side(ASKED, HELD, comparison)
    assert sorted(line.bits for row in rows for line in row.lines) == sorted(one.bits for one in comparison.findings)


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_every_field_verdict_and_reason_has_a_word(language: str) -> None:
    """A new field of the matcher needs a word here before it can be shown."""
    with translation.override(language):
        assert all(str(evidence.FIELD_WORDS[field]) for field in Field)
        assert all(str(evidence.VERDICT_WORDS[verdict]) for verdict in Verdict)
        assert all(str(reasons.in_words(reason.value)) for reason in reasons.Reason)


@pytest.mark.parametrize(
    "kind", [one for _, one in inspect.getmembers(errors, inspect.isclass) if issubclass(one, errors.RegistryError)]
)
def test_every_error_of_the_register_is_explained(kind: type[Exception]) -> None:
    """A title, what to do now, and a status that is an error's."""
    told = explanation_of(kind())
    assert told.status >= 400
    assert str(told.title)
    assert str(told.now)


def test_the_nearest_line_explains() -> None:
    """An error without its own line is told by its parent's."""

    class Unheard(errors.NobodyUnderThisId):
        """A kind of error nobody wrote a line for."""

    assert explanation_of(Unheard()) is EXPLANATIONS[errors.NobodyUnderThisId]
    assert explanation_of(ValueError()) is NOT_DONE


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("12.04.1991", "12 April 1991"),
        ("about 12.04.1991", "12 April 1991 (written: about 12.04.1991)"),
        ("", "12 April 1991"),
    ],
)
def test_the_papers_own_words_stand_beside_the_date_where_they_say_more(written: str, shown: str) -> None:
    """ "About" is not lost by being read."""
    identity = Identity(birth_date=PartialDate(1991, 4, 12), birth_date_as_written=written)
    with translation.override("en"):
        assert people.birth_date(identity) == shown


def test_a_date_that_could_not_be_read_is_still_shown() -> None:
    """What the paper says stands, even if no machine understands it."""
    with translation.override("en"):
        assert people.birth_date(Identity(birth_date_as_written="before the war")) == "written: before the war"


@given(st.text(max_size=400), st.text(max_size=80))
def test_no_typed_text_breaks_the_form(name: str, date: str) -> None:
    """Any text is either a question or a sentence, never a crash."""
    form = FindForm({"name": name, "birth_date": date})
    valid = form.is_valid()
    assert valid or form.errors
    assert not valid or isinstance(form.question(), PersonRecord)


def test_a_corrected_part_drops_the_old_line() -> None:
    """A list gave the name as a line and in parts; after a correction no page may show the old line."""
    before = Identity(names=(WrittenName(line="Хибний Данило", family="Хибний", given="Данило"),))
    typed = {**CorrectForm.typed_from(before, 1), "family": "Вигаданенко", "birth_date": "", "because": "a paper"}
    form = CorrectForm(typed)
    assert form.is_valid()
    assert people.shown_name(form.corrected(before)) == "Вигаданенко Данило"
