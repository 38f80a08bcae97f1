"""Each code a comparator can emit has its sentence in three languages with all its params; no sentence is unused."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from wayhome.matching import Finding, Verdict
from wayhome.matching.advice import Advice
from wayhome.matching.compare import birth_dates, parents, places, ranks, service_numbers, units
from wayhome.matching.errors import UnknownLanguage
from wayhome.matching.findings import Field
from wayhome.matching.sentences import LANGUAGES, field_label, sentence_of, spelled_date, table

ROOM = Path(birth_dates.__file__).parents[1]
LEVELS = ("same", "form", "form_unsure", "alike", "slip", "resembles", "part", "initial", "different")
NEVER_SAID = re.compile(r"not found|not held|nothing yet|не знайден|не найден|ворог|враг|розшук|розыск", re.IGNORECASE)


def _codes_of_levels() -> set[str]:
    tables = [
        birth_dates.WHOLE, birth_dates.TO_THE_MONTH, birth_dates.TO_THE_YEAR, birth_dates.BIRTHDAY, parents._LEVELS,
        places._LEVELS, ranks._LEVELS, service_numbers._LEVELS, units._DIFFERENT,
    ]  # fmt: skip
    return {code for levels in tables for code in levels.bits}


def _codes_of_names() -> set[str]:
    """Every level of a name part in every role; only surnames have no forms."""
    emitted = {f"{field}_{level}" for field in ("family", "given", "patronymic") for level in LEVELS}
    return emitted - {"family_form", "family_form_unsure", "patronymic_part"}


def _emitted() -> set[str]:
    single = {"place_same", "unit_same", "reading_doubt", "blank_in_request", "blank_in_record", "cannot_compare"}
    return _codes_of_levels() | _codes_of_names() | single


def test_codes_and_sentences_are_the_same_set() -> None:
    """A code without a sentence would leave a caseworker without words; a sentence without a code is dead."""
    assert set(table()["findings"]) == _emitted()


def test_every_level_named_in_the_comparator_is_known_here() -> None:
    """The list of levels above is the one the code can produce."""
    source = (ROOM / "compare" / "name_parts.py").read_text(encoding="utf-8")
    named = set(re.findall(r'PartMatch\("(\w+)"', source)) | {"form", "form_unsure"}
    assert named | {"part"} == set(LEVELS)


def test_advice_codes_and_sentences_are_the_same_set() -> None:
    """Advice too has no code without words, and no words without a code."""
    source = "".join((ROOM / name).read_text(encoding="utf-8") for name in ("advice.py", "index.py"))
    named = set(re.findall(r'Advice\(\s*"(\w+)"', source)) | set(re.findall(r'"(\w+)" if fits', source))
    assert named | {"many_fit_ask"} == set(table()["advice"])


@pytest.mark.parametrize("section", ["findings", "advice", "fields"])
def test_three_languages_side_by_side(section: str) -> None:
    """Every row has all three, with the same params, and never the words nobody should read."""
    for row in table()[section].values():
        assert set(row) == set(LANGUAGES)
        params = [{name for _, name, _, _ in string.Formatter().parse(row[lang]) if name} for lang in LANGUAGES]
        assert params[0] == params[1] == params[2]
        assert not any(NEVER_SAID.search(row[language]) for language in LANGUAGES)


@pytest.mark.parametrize("field", list(Field))
def test_every_field_has_a_label(field: Field) -> None:
    """A silent field is named in the reader's language."""
    assert all(field_label(field, language) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "12 April 1991"), ("uk", "12 квітня 1991 року"), ("ru", "12 апреля 1991 года")]
)
def test_dates_are_spelled_by_month(language: str, said: str) -> None:
    """04.12 is read differently in London and in Lviv; a named month is not."""
    assert spelled_date("1991-04-12", language) == said


def test_a_sentence_reads_as_one() -> None:
    """Params filled in, field named, nothing left over."""
    found = Finding(Field.BIRTH_DATE, Verdict.SILENT, 0.0, "blank_in_request", {"field": "birth_date"})
    assert sentence_of(found, "uk") == "У запиті не вказано: дата народження."
    assert Advice("many_fit_ask", {"count": 412, "fields": "birth_date,place"}).sentence("ru") == (
        "Подходит слишком много людей, чтобы выбрать: 412. Помогло бы знать: дата рождения, место."
    )


def test_a_fourth_language_is_refused() -> None:
    """Silence would look like an empty page of evidence."""
    with pytest.raises(UnknownLanguage):
        spelled_date("1991", "fr")
