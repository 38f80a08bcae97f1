"""Every sentence is said in three languages, and says the same places in each."""

from pathlib import Path

import pytest

from wayhome.web.translations import HOUSE, missing, rooms, sentences

ROOMS = rooms()


@pytest.mark.parametrize("room", ROOMS, ids=[room.name for room in ROOMS])
def test_every_sentence_has_a_ukrainian_and_a_russian_one(room: Path) -> None:
    """A page half in another language is a page nobody can trust."""
    assert missing(room) == []


@pytest.mark.parametrize("room", ["web", "portal"])
def test_sentences_are_found_in_templates(room: str) -> None:
    """The law above would hold for anything if the search for sentences found none."""
    assert len([found for found in sentences(HOUSE / room) if found.where.split(":")[0].endswith(".html")]) > 20


def a_room(folder: Path, template: str, catalogue: str) -> Path:
    room = folder / "room"
    (room / "templates").mkdir(parents=True)
    (room / "templates" / "page.html").write_text(template)
    for language in ("uk", "ru"):
        place = room / "locale" / language / "LC_MESSAGES"
        place.mkdir(parents=True)
        (place / "django.po").write_text(
            'msgid ""\nmsgstr ""\n"Language: uk\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
            '"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4'
            ' && (n%100<12 || n%100>14) ? 1 : 2);\\n"\n\n' + catalogue
        )
    return room


ONE = '{% load i18n %}\n  {% if x %}\n{% translate "Hello" %}{% endif %}'
COUNTED = "{% load i18n %}{% blocktranslate count n=n %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}"


@pytest.mark.parametrize(
    ("template", "catalogue", "problem"),
    [
        (ONE, "", "no sentence"),
        (ONE, 'msgid "Hello"\nmsgstr ""\n', "empty"),
        (ONE, '#, fuzzy\nmsgid "Hello"\nmsgstr "Вітаємо"\n', "marked as unsure"),
        (ONE, 'msgid "Hello"\nmsgstr "Вітаємо, %(name)s"\n', "other placeholders"),
        (COUNTED, 'msgid "%(n)s row"\nmsgid_plural "%(n)s rows"\nmsgstr[0] "%(n)s рядок"\n', "empty"),
    ],
)
def test_a_gap_is_named(tmp_path: Path, template: str, catalogue: str, problem: str) -> None:
    """Each way of leaving a sentence untold is seen in both languages."""
    found = missing(a_room(tmp_path, template, catalogue))
    assert [line.split(": ")[1] for line in found] == [problem, problem]


def test_a_full_catalogue_passes(tmp_path: Path) -> None:
    """Nothing is said about a room that has everything."""
    assert missing(a_room(tmp_path, ONE, 'msgid "Hello"\nmsgstr "Вітаємо"\n')) == []
