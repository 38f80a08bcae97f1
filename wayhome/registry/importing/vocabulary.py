"""The table `words.yaml`, read once: headings, cells that say nothing, words around a second name."""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from wayhome.registry.identity import Sex


class Field(StrEnum):
    """What a column can hold. The value is what an officer writes in `--map`."""

    NAME = "name"
    FAMILY = "family"
    GIVEN = "given"
    PATRONYMIC = "patronymic"
    OTHER_NAME = "other_name"
    BIRTH_DATE = "birth_date"
    BIRTH_PLACE = "birth_place"
    FATHER_GIVEN_NAME = "father_given_name"
    MOTHER_MAIDEN_NAME = "mother_maiden_name"
    SEX = "sex"
    POWER_OF_ORIGIN = "power_of_origin"
    RANK = "rank"
    SERVICE_NUMBER = "service_number"
    UNIT = "unit"
    HOME_ADDRESS = "home_address"
    NEXT_OF_KIN = "next_of_kin"
    PERSON_TO_INFORM = "person_to_inform"
    MAIL_ADDRESS = "mail_address"


FIELD_LABELS: Mapping[Field, Promise] = {
    Field.NAME: pgettext_lazy("column", "whole name"),
    Field.FAMILY: pgettext_lazy("column", "surname"),
    Field.GIVEN: pgettext_lazy("column", "first names"),
    Field.PATRONYMIC: pgettext_lazy("column", "patronymic"),
    Field.OTHER_NAME: pgettext_lazy("column", "other name or spelling"),
    Field.BIRTH_DATE: pgettext_lazy("column", "date of birth"),
    Field.BIRTH_PLACE: pgettext_lazy("column", "place of birth"),
    Field.FATHER_GIVEN_NAME: pgettext_lazy("column", "father's first name"),
    Field.MOTHER_MAIDEN_NAME: pgettext_lazy("column", "mother's maiden name"),
    Field.SEX: pgettext_lazy("column", "sex"),
    Field.POWER_OF_ORIGIN: pgettext_lazy("column", "Power on which he depends"),
    Field.RANK: pgettext_lazy("column", "rank"),
    Field.SERVICE_NUMBER: pgettext_lazy("column", "service number"),
    Field.UNIT: pgettext_lazy("column", "unit"),
    Field.HOME_ADDRESS: pgettext_lazy("column", "home address"),
    Field.NEXT_OF_KIN: pgettext_lazy("column", "next of kin"),
    Field.PERSON_TO_INFORM: pgettext_lazy("column", "person to be informed"),
    Field.MAIL_ADDRESS: pgettext_lazy("column", "address for mail"),
}

_CAMEL = re.compile(r"(?<=[a-zа-яіїєґ])(?=[A-ZА-ЯІЇЄҐ])")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NO_WORD = re.compile(r"[\W_]+")


def plain_heading(heading: str) -> str:
    """A heading without case, punctuation and camel humps: "DateOfBirth" and "DATE_OF_BIRTH" become "date of birth"."""
    text = _CAMEL.sub(" ", unicodedata.normalize("NFKC", heading))
    return _NO_WORD.sub(" ", text.casefold().replace("ё", "е")).strip()


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
    return table


@cache
def _headings() -> Mapping[str, Field]:
    return {plain_heading(word): Field(field) for field, words in _table()["headings"].items() for word in words}


@cache
def field_of(heading: str) -> Field | None:
    """What a heading promises, or None. A remark in brackets is left out only if the whole is not known."""
    if len(heading) > 200:
        return None
    return _headings().get(plain_heading(heading)) or _headings().get(plain_heading(_BRACKETS.sub(" ", heading)))


@cache
def _nothing() -> frozenset[str]:
    return frozenset(_table()["nothing"])


def says_nothing(cell: str) -> bool:
    """Whether a cell is empty or only says that nobody knows."""
    return not cell or cell.casefold() in _nothing()


@cache
def _sexes() -> Mapping[str, Sex]:
    return {word: Sex(sex) for sex, words in _table()["sex"].items() for word in words}


def sex_of(cell: str) -> Sex | None:
    """The sex a cell states, or None if it states none we know."""
    return _sexes().get(cell.casefold().rstrip("."))


@cache
def also_known_as() -> re.Pattern[str]:
    """Matches the words that introduce a second name: "AKA:", "он же", "урожд."."""
    words = sorted(_table()["also_known_as"], key=len, reverse=True)
    return re.compile(rf"\s*(?:{'|'.join(map(re.escape, words))})(?!\w)[.:,\s]*", re.IGNORECASE)
