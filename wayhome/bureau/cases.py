"""A family's request as pages show it: its own words, how the family may be reached, letters. Nothing here opens it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from wayhome.bureau.dates import date_in_words, day_in_words
from wayhome.bureau.evidence import full_name
from wayhome.bureau.people import Row
from wayhome.matching import PartialDate
from wayhome.tracing.content import Enquirer, Reach, Sought, record_of
from wayhome.tracing.states import WORDS_OF_HIM, LetterKind

WAYS: Mapping[str, Promise] = {
    "code": pgettext_lazy("reach", "Only by the code: the family comes back to the page itself. Write, do not call."),
    "phone": pgettext_lazy("reach", "By telephone"),
    "email": pgettext_lazy("reach", "By e-mail"),
    "post": pgettext_lazy("reach", "By post"),
    "other": pgettext_lazy("reach", "In the way described below"),
}


class Words(Protocol):
    """The words of a letter, whether it has left already or would leave now."""

    @property
    def first_line(self) -> str: ...
    @property
    def lines(self) -> tuple[str, ...]: ...
    @property
    def ending(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class ReachSheet:
    """How the family may be reached, in words."""

    way: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class LetterSheet:
    """A letter laid out as the family reads it."""

    kind: LetterKind
    language: str
    first_line: str
    lines: tuple[str, ...]
    ending: tuple[str, ...]

    @property
    def good_word(self) -> bool:
        """Whether its first line stands alone."""
        return self.kind in WORDS_OF_HIM


def sought_rows(sought: Sought) -> list[Row]:
    """Whom the family seeks, in its own words; what it left empty is left out, but never the name and the date."""
    rows: list[Row] = [
        (_("Name"), full_name(record_of(sought))),
        (_("Also called"), sought.also),
        (_("Man or woman"), {"he": _("man"), "she": _("woman"), "": ""}[sought.sex]),
        (_("Birth date"), born(sought)),
        (_("Where from"), sought.place),
        (_("Unit"), sought.unit),
        (_("Seen in a video"), sought.video),
    ]
    return [row for row in rows if row[1] or row[0] in (_("Name"), _("Birth date"))]


def born(sought: Sought) -> str:
    """The family's own words, with how they were read where that says it otherwise."""
    read = date_in_words(sought.birth_date())
    if not sought.born or not read or read.startswith(sought.born):
        return sought.born
    return _("%(words)s (read as: %(date)s)") % {"words": sought.born, "date": read}


def enquirer_rows(enquirer: Enquirer) -> list[Row]:
    return [(_("Name"), enquirer.name), (_("Who this person is to the one sought"), enquirer.relation)]


def asking_rows(enquirer: Enquirer) -> list[Row]:
    """The same beside a record: a next of kin who is named there may be the one who asks."""
    rows: list[Row] = [
        (_("Who asks"), enquirer.name),
        (_("Who this person is to the one sought"), enquirer.relation),
    ]
    return [row for row in rows if row[1]]


def family_question(enquirer: Enquirer) -> list[Row]:
    """Something only the family knows; empty if it gave none."""
    if not enquirer.question and not enquirer.answer:
        return []
    return [(_("The question"), enquirer.question), (_("The answer"), enquirer.answer)]


def reach_sheet(reach: Reach) -> ReachSheet:
    rows: list[Row] = [
        (_("Number, address or way"), reach.detail),
        (_("When it is safe, and when not"), reach.safe_when),
        (_("No letter on"), ", ".join(_days(reach))),
    ]
    return ReachSheet(str(WAYS[reach.way]), [row for row in rows if row[1]])


def _days(reach: Reach) -> Iterator[str]:
    for one in reach.not_on:
        month, day = one.split("-")
        yield date_in_words(PartialDate(None, int(month), int(day)))


def letter_sheet(words: Words, *, kind: LetterKind, language: str) -> LetterSheet:
    return LetterSheet(kind, language, words.first_line, words.lines, words.ending)


def written_in(language: str) -> str:
    """In which language the family wrote, and reads."""
    name = str(dict(settings.LANGUAGES).get(language, language))
    if not (get_language() or "").startswith("en"):
        name = name.lower()  # only English writes it with a capital inside a line
    return _("The family writes and reads: %(language)s.") % {"language": name}


def on(day: date) -> str:
    """A day in words."""
    return day_in_words(day)


def set_aside_because(reason: str) -> str:
    """Why an envelope could not be understood: whose fault it may be, and what that means."""
    known = {
        "cannot_open": _("It was closed for another key, or changed on the way."),
        "same_receipt": _("A request with this code is here already; the first one stands."),
        "no_such_receipt": _("It speaks of a request that never came."),
        "token": _("Whoever wrote it does not hold the family’s code. Do not act on it."),
        "withdrawn": _("The family had withdrawn its request before."),
        "unexpected": _("Something broke on our side while it was opened. Try it once more."),
    }
    return known.get(reason, _("Its content is not of a form we know."))
