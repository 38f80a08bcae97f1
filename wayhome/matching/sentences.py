"""Findings and advice as sentences in English, Ukrainian and Russian, from one table with the three side by side."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from wayhome.matching.errors import UnknownLanguage
from wayhome.matching.findings import Finding, Param

LANGUAGES = ("en", "uk", "ru")
_OF_THE_YEAR = {"en": "", "uk": " року", "ru": " года"}


@lru_cache(maxsize=1)
def table() -> Mapping[str, Any]:
    """The whole table: `fields`, `findings`, `advice`, `months`, `months_alone`."""
    loaded: Mapping[str, Any] = yaml.safe_load(
        files("wayhome.matching").joinpath("sentences.yaml").read_text(encoding="utf-8")
    )
    return loaded


def sentence_of(finding: Finding, language: str) -> str:
    """The sentence of one finding, its params filled in and its dates spelled out."""
    return _filled("findings", finding.code, finding.params, language)


def advice_sentence(code: str, params: Mapping[str, Param], language: str) -> str:
    return _filled("advice", code, params, language)


def field_label(field: str, language: str) -> str:
    """What a field is called in the middle of a sentence: "date of birth", «дата народження»."""
    check_language(language)
    return str(table()["fields"][field][language])


def check_language(language: str) -> None:
    if language not in LANGUAGES:
        raise UnknownLanguage


def _filled(section: str, code: str, params: Mapping[str, Param], language: str) -> str:
    check_language(language)
    template: str = table()[section][code][language]
    return template.format(**{name: _spelled(name, value, language) for name, value in params.items()})


def _spelled(name: str, value: Param, language: str) -> str:
    if name.endswith("_date"):
        return spelled_date(str(value), language)
    if name == "field":
        return field_label(str(value), language)
    if name == "fields":
        return ", ".join(field_label(field, language) for field in str(value).split(","))
    return str(value)


def spelled_date(iso: str, language: str) -> str:
    """An ISO date, perhaps partial, as a person of that language writes it.

    >>> spelled_date("1991-04-12", "uk"), spelled_date("1991-04", "ru"), spelled_date("--04-12", "en")
    ('12 квітня 1991 року', 'апрель 1991 года', '12 April')
    """
    check_language(language)
    months = table()["months"][language]
    alone = table()["months_alone"][language]
    if iso.startswith("--"):
        return f"{int(iso[5:7])} {months[int(iso[2:4]) - 1]}"
    match iso.split("-"):
        case [year, month, day]:
            return f"{int(day)} {months[int(month) - 1]} {year}{_OF_THE_YEAR[language]}"
        case [year, month]:
            return f"{alone[int(month) - 1]} {year}{_OF_THE_YEAR[language]}"
        case _:
            return iso
