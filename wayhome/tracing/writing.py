"""From a template to the words of a letter, in the family's language. Pure but for reading the templates once.

A sentence stands in `letters/*.yaml` in three languages, and where it speaks of the one sought, for a man, a woman, and
for when the family did not say. Names are never bent: they stand in the nominative on a line of their own.
"""

import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel.dates import format_date

from wayhome.tracing.content import Question, clean
from wayhome.tracing.inside import Claim

FOLDER = Path(__file__).with_name("letters")
SIGNED_AS = "bureau"
QUESTIONS = ("grandmothers", "siblings", "childhood")
_VARIANTS = {"he": "he", "she": "she", "": "any"}


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a letter: the first line, the lines below, the ending. None of them is empty."""

    first_line: str
    lines: tuple[str, ...]
    ending: tuple[str, ...]

    def all_lines(self) -> tuple[str, ...]:
        return (self.first_line, *self.lines, *self.ending)

    def words(self) -> int:
        return sum(len(line.split()) for line in self.all_lines())


def received(question: Question, *, today: date, next_look: date) -> Text:
    return _plain("received", question, today=today, next=next_look, on=today)


def no_news(question: Question, *, today: date, next_look: date) -> Text:
    return _plain("no_news", question, today=today, next=next_look, on=today)


def stands_as_of(question: Question, *, today: date, written: date, next_look: date) -> Text:
    return _plain("stands_as_of", question, written=written, next=next_look, on=today)


def asks(question: Question, *, which: str, today: date) -> Text:
    asked = _say(template("asks")["questions"][which], question)
    return _plain("asks", question, on=today, question=asked)


def please_speak(question: Question, *, today: date) -> Text:
    """By the way she chose, and by no other."""
    way = "code" if question.reach.way == "code" else "chosen"
    return _plain("please_speak", question, on=today, way=_say(template("please_speak")["ways"][way], question))


def word(
    question: Question,
    *,
    claim: Claim,
    day: date,
    today: date,
    own_words: str = "",
    place: str = "",
    place_kept: bool = False,
) -> Text:
    """Word of him. place: where he is, if he allows it; place_kept: he asked us not to say."""
    parts = template("word")
    lines: list[str] = []
    if own_words := clean(own_words):
        lines += [_say(parts["own_words"], question), *_paragraphs(own_words)]
    if place := clean(place):
        lines += [_say(parts["place_told"], question), *_paragraphs(place)]
    elif place_kept:
        lines.append(_say(parts["place_kept"], question))
    lines.append(_say(parts["stays"], question))
    first = _say(parts["first_line"][claim.value], question, day=_date(day, question.language, today))
    return Text(first, tuple(lines), (_say(parts["ending"], question),))


def _plain(name: str, question: Question, /, *, on: date, **values: date | str) -> Text:
    """The letters that bring no word: the name she chose, or a greeting, stands first."""
    parts = template(name)
    filled = {
        key: _date(value, question.language, on) if isinstance(value, date) else value for key, value in values.items()
    }
    opening = [*_paragraphs(question.enquirer.name)[:1], _say(parts["greeting"], question)]
    lines = (*opening[1:], *(_say(one, question, **filled) for one in parts["lines"]))
    return Text(opening[0], lines, tuple(_say(one, question, **filled) for one in parts["ending"]))


def _say(sentence: Any, question: Question, /, **values: str) -> str:
    said = sentence[question.language]
    if isinstance(said, dict):
        said = said[_VARIANTS[question.sought.sex]]
    # One pass over the template only: braces in what a family wrote stay what they are.
    return str(said).format_map(values)


def _date(day: date, language: str, on: date) -> str:
    """As it is said in a letter of the day `on`: the year only where it could be mistaken."""
    same = abs((day - on).days) < 180 and day.year == on.year
    return format_date(day, _FORMS[language][same], locale=language)


_FORMS: Mapping[str, Mapping[bool, str]] = {
    "en": {True: "d MMMM", False: "d MMMM y"},
    "uk": {True: "d MMMM", False: "d MMMM y 'року'"},
    "ru": {True: "d MMMM", False: "d MMMM y 'года'"},
}


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in clean(text).split("\n") if line.strip()]


@cache
def template(name: str) -> Mapping[str, Any]:
    content: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    return content


def sentences_of(name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every sentence of a template, with where it stands: for the tests that look for gaps."""
    yield from _walk(name, template(name))


def _walk(where: str, part: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(part, dict) and "en" in part:
        yield where, part
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from _walk(f"{where}.{key}", value)
    elif isinstance(part, list):
        for number, value in enumerate(part):
            yield from _walk(f"{where}.{number}", value)


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def next_look(today: date, quiet: Sequence[str] = ()) -> date:
    """A month later, the same day or the month's last; not on a day she does not want a letter, then the day after."""
    year, month = (today.year + 1, 1) if today.month == 12 else (today.year, today.month + 1)
    day = _last(year, month, today.day)
    while day.strftime("%m-%d") in quiet:
        day = date.fromordinal(day.toordinal() + 1)
    return day


def quiet_days(question: Question) -> Sequence[str]:
    """Days without a letter without news: those she named, and the birthday of the one she seeks."""
    born = question.sought.birth_date()
    birthday = [f"{born.month:02d}-{born.day:02d}"] if born and born.month and born.day else []
    return [*question.reach.not_on, *birthday]


def _last(year: int, month: int, day: int) -> date:
    for one in range(day, 27, -1):
        try:
            return date(year, month, one)
        except ValueError:
            continue
    return date(year, month, min(day, 28))
