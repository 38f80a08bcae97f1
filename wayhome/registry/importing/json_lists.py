"""JSON: a list of objects, one object holding one such list, or one object per line. Everything comes out as text."""

import json
import re
from collections.abc import Iterator
from typing import Any

from wayhome.registry.importing.errors import Trouble, UnreadableFile

COLUMNS_AT_MOST = 500
ONE_OBJECT_AT_MOST_MB = 30
HEADING_AT_MOST = 1000  # characters of all keys on the way; a long one at the top is copied at each level below it
_SPACE = re.compile(r"[\s,\x1e]*")
_NO_LETTER = re.compile("[\ud800-\udfff]")

Object = dict[str, Any]


def _pairs(pairs: list[tuple[str, Any]]) -> Object:
    """Keep both values where a careless program wrote one key twice.

    Raises:
        UnreadableFile: more keys than a table has columns. A file of one key written a million times would otherwise
            keep this loop busy for days.
    """
    if len(pairs) > COLUMNS_AT_MOST:
        raise UnreadableFile(Trouble.TOO_MANY_COLUMNS, limit=COLUMNS_AT_MOST)
    content: Object = {}
    for key, value in pairs:
        name, times = key, 1
        while name in content:
            times += 1
            name = f"{key} ({times})"
        content[name] = value
    return content


# Numbers stay as written: a service number is text that happens to look like a number.
_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_int=str, parse_float=str, parse_constant=str)


def headings_of(text: str) -> tuple[str, ...]:
    """Every key that any object has, in order of first appearance."""
    headings: dict[str, None] = {}
    for _, cells in flat_rows(text):
        headings.update(dict.fromkeys(cells))
        if len(headings) > COLUMNS_AT_MOST:
            raise UnreadableFile(Trouble.TOO_MANY_COLUMNS, limit=COLUMNS_AT_MOST)
    return tuple(headings)


def flat_rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each person with his place in the list, values as text; an object inside an object becomes "outer.inner".

    Raises:
        UnreadableFile: BROKEN_JSON or NOT_A_LIST_OF_PEOPLE, with the place in the list; TOO_MANY_COLUMNS; LONG_CELL.
    """
    number = 0
    try:
        for number, value in enumerate(_values(text), start=1):
            if not isinstance(value, dict):
                raise UnreadableFile(Trouble.NOT_A_LIST_OF_PEOPLE, row=number)
            yield number, dict(_flat(value))
    except (ValueError, RecursionError):
        raise UnreadableFile(Trouble.BROKEN_JSON, row=number + 1) from None


def _values(text: str) -> Iterator[Any]:
    text_begins = _after_space(text, 0)
    if text.startswith("[", text_begins):
        yield from _elements(text, text_begins + 1)
        return
    first, end = _first(text, text_begins)
    if _after_space(text, end) < len(text):
        yield first
        yield from _one_after_another(text, end)
    elif isinstance(first, dict):
        yield from _inside(first)
    else:
        raise UnreadableFile(Trouble.NOT_A_LIST_OF_PEOPLE)


def _first(text: str, begins: int) -> tuple[Any, int]:
    line_ends = text.find("\n", begins)
    most = ONE_OBJECT_AT_MOST_MB << 20
    if len(text) > most and not 0 < line_ends < most:
        raise UnreadableFile(Trouble.TOO_LARGE, limit=ONE_OBJECT_AT_MOST_MB)
    return _DECODER.raw_decode(text, begins)


def _elements(text: str, place: int) -> Iterator[Any]:
    place = _after_space(text, place)
    while not text.startswith("]", place):
        value, place = _DECODER.raw_decode(text, place)
        yield value
        place = _after_space(text, place)
    if _after_space(text, place + 1) < len(text):
        raise UnreadableFile(Trouble.BROKEN_JSON)


def _one_after_another(text: str, place: int) -> Iterator[Any]:
    while (place := _after_space(text, place)) < len(text):
        value, place = _DECODER.raw_decode(text, place)
        yield value


def _inside(content: Object) -> Iterator[Any]:
    """{"people": [...]}: the one list of objects inside; an object without any list is one person."""
    lists = [value for value in content.values() if isinstance(value, list) and any(isinstance(x, dict) for x in value)]
    if len(lists) > 1:
        raise UnreadableFile(Trouble.NOT_A_LIST_OF_PEOPLE)
    yield from lists[0] if lists else [content]


def _after_space(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found else place


def _flat(content: Object, prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in content.items():
        if len(prefix) + len(key) > HEADING_AT_MOST:
            raise UnreadableFile(Trouble.LONG_CELL, limit=HEADING_AT_MOST)
        heading = _NO_LETTER.sub("\ufffd", prefix + key)
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield heading, _NO_LETTER.sub("\ufffd", _text(value))


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case list() if not any(isinstance(part, dict | list) for part in value):
            return "; ".join(map(_text, value))
        case _:
            return json.dumps(value, ensure_ascii=False)
