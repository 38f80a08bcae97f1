"""A question typed at a terminal: labelled lines in one of the three languages, or one line that is just the name."""

from collections.abc import Mapping
from typing import Any

from wayhome.matching import PartialDate, PersonRecord
from wayhome.run.errors import RunError

LABELS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "ім'я", "імʼя", "имя", "пиб", "піб", "фио"),
    "family": ("surname", "family", "прізвище", "фамилия"),
    "given": ("first name", "given", "ім'я власне", "имя личное"),
    "patronymic": ("patronymic", "по батькові", "отчество"),
    "birth_date": ("born", "birth date", "народився", "народжений", "дата народження", "родился", "дата рождения"),
    "place": ("place", "from", "місце", "звідки", "место", "откуда"),
    "unit": ("unit", "частина", "часть"),
    "rank": ("rank", "звання", "звание"),
    "service_number": ("number", "service number", "номер", "особистий номер", "личный номер"),
    "father": ("father", "батько", "отец"),
    "mother": ("mother", "мати", "мать"),
}
FIELD_OF = {word: field for field, words in LABELS.items() for word in words}
LONGEST_LINE = 300
MOST_LINES = 40


class QuestionEmpty(RunError):
    def __init__(self) -> None:
        super().__init__(
            "Write the question on standard input: one line with the name, or lines like "
            "“name: …”, “born: …”, “place: …”; end with an empty line or Ctrl-D."
        )


class QuestionTooLong(RunError):
    def __init__(self) -> None:
        super().__init__(f"A question has at most {MOST_LINES} lines of at most {LONGEST_LINE} characters.")


class LabelUnknown(RunError):
    """Only the line's number is repeated, never its words."""

    def __init__(self, line: int) -> None:
        known = ", ".join(words[0] for words in LABELS.values())
        super().__init__(f"Line {line} begins with a label that is not known; known are: {known}.")


def read_question(text: str) -> PersonRecord:
    """Read a question.

    Raises:
        QuestionEmpty, QuestionTooLong, LabelUnknown; NotADate when the birth date cannot be read.
    """
    lines = [line.strip() for line in text.splitlines()]
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        raise QuestionTooLong
    said: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if line:
            field, words = _read_line(line, number)
            said[field] = f"{said[field]} {words}" if field in said else words
    said = {field: words for field, words in said.items() if words}
    if not said:
        raise QuestionEmpty
    fields: dict[str, Any] = {**said}
    if born := said.get("birth_date"):
        fields["birth_date"] = PartialDate.parse(born)
    return PersonRecord(**fields)


def _read_line(line: str, number: int) -> tuple[str, str]:
    label, colon, words = line.partition(":")
    if not colon:
        return "name", line
    field = FIELD_OF.get(" ".join(label.casefold().replace("’", "'").split()))
    if field is None:
        raise LabelUnknown(number)
    return field, words.strip()
