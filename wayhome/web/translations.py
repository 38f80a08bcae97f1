"""Finds the sentences of a room that have no Ukrainian or Russian one yet.

    python -m wayhome.web.translations    print them, one a line; exit 1 if there are any

English is the msgid. Babel reads Python and templates, so no system gettext is needed.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from babel.messages.catalog import Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

HOUSE: Final = Path(__file__).resolve().parents[1]
LANGUAGES: Final = ("uk", "ru")

_KEYWORDS: Final[Mapping[str, tuple[int | tuple[int, str], ...] | None]] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_PLACEHOLDER: Final = re.compile(r"%\([a-z_]+\)[a-z]|%[sd]|\{[a-z_0-9]*\}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One msgid as the source writes it. `plural` is "" where it does not count anything."""

    where: str
    text: str
    plural: str = ""
    context: str | None = None


def sentences(room: Path) -> Iterator[Sentence]:
    """Every sentence that a room's Python and templates ask to be translated."""
    for path in sorted(room.rglob("*.py")):
        yield from _extracted(path, path.read_bytes())
    for path in sorted((room / "templates").rglob("*.*")):
        # Django blanks out all but the sentences; what is left reads as Python once the indents are gone.
        lines = templatize(path.read_text("utf-8"), origin=str(path)).splitlines()
        yield from _extracted(path, "\n".join(line.strip() for line in lines).encode())


def missing(room: Path) -> list[str]:
    """What is wrong with a room's catalogues, one line each: no sentence, an unsure one, or other placeholders."""
    asked = list(sentences(room))
    return [line for language in LANGUAGES for line in _missing_in(room, language, asked)] if asked else []


def rooms(house: Path = HOUSE) -> list[Path]:
    """The Django rooms: the pure ones keep their sentences in tables of their own."""
    return sorted(path.parent for path in house.glob("*/apps.py"))


def _missing_in(room: Path, language: str, asked: Sequence[Sentence]) -> Iterator[str]:
    path = room / "locale" / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        yield f"{room.name}: no catalogue for {language}"
        return
    with path.open("rb") as file:
        catalogue = read_po(file)
    for sentence in asked:
        message = catalogue.get(sentence.text, context=sentence.context)
        if problem := _problem(sentence, message, catalogue.num_plurals):
            yield f"{language} {sentence.where}: {problem}: {sentence.text}"


def _problem(sentence: Sentence, message: Message | None, plurals: int) -> str:
    if message is None:
        return "no sentence"
    said = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if not all(said) or not said:
        return "empty"
    if message.fuzzy:
        return "marked as unsure"
    if sentence.plural and len(said) != plurals:
        return f"needs {plurals} forms"
    wanted = set(_PLACEHOLDER.findall(sentence.plural or sentence.text))
    if any(set(_PLACEHOLDER.findall(one)) != wanted for one in said):
        return "other placeholders"
    return ""


def _extracted(path: Path, content: bytes) -> Iterator[Sentence]:
    for line, found, _comments, context in extract("python", io.BytesIO(content), keywords=_KEYWORDS):
        texts = (found,) if isinstance(found, str) else found
        plural = texts[1] if len(texts) > 1 else ""
        yield Sentence(f"{path.name}:{line}", texts[0], plural, context)


def main() -> int:
    lines = [line for room in rooms() for line in missing(room)]
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 1 if lines else 0


if __name__ == "__main__":
    raise SystemExit(main())
