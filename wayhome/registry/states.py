"""Where a person stands, who says so, and what his answers mean: data to be read aloud, no database.

Sources: Geneva Convention III, Art. 122(5) (transfers, releases, repatriations, escapes, admissions to hospital,
deaths); people.md §1.4 for when a wish is asked again.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Custody(TextChoices):
    """What happened, as one dated event."""

    HELD = "held", pgettext_lazy("custody", "held")
    HOSPITAL = "hospital", pgettext_lazy("custody", "in hospital")
    TRANSFERRED = "transferred", pgettext_lazy("custody", "transferred")
    ESCAPED = "escaped", pgettext_lazy("custody", "escaped")
    RELEASED = "released", pgettext_lazy("custody", "released")
    REPATRIATED = "repatriated", pgettext_lazy("custody", "repatriated")
    EXCHANGED = "exchanged", pgettext_lazy("custody", "exchanged")
    HANDED_OVER = "handed_over", pgettext_lazy("custody", "met and brought home")
    DIED = "died", pgettext_lazy("custody", "died")
    UNKNOWN = "unknown", pgettext_lazy("custody", "not known")


class Source(TextChoices):
    """Who says so."""

    OWN_RECORD = "own_record", pgettext_lazy("source", "our own record")
    DETAINING_POWER = "detaining_power", pgettext_lazy("source", "the Detaining Power")
    AGENCY = "agency", pgettext_lazy("source", "the Central Tracing Agency")
    LEAD = "lead", pgettext_lazy("source", "unconfirmed information")


class Purpose(TextChoices):
    """What a captive is asked about. Each purpose has its own answer; a yes to one is not a yes to another."""

    TELL_FAMILY = "tell_family", pgettext_lazy("purpose", "tell my family that I am alive")
    TELL_PLACE = "tell_place", pgettext_lazy("purpose", "tell them where I am")
    LETTERS = "letters", pgettext_lazy("purpose", "pass letters on")
    CALLS = "calls", pgettext_lazy("purpose", "speak by telephone or video")
    MET_AND_BROUGHT_HOME = "met_and_brought_home", pgettext_lazy("purpose", "be met by my family and go home")


class Answer(TextChoices):
    """Refusing and waiting are answers like any other."""

    YES = "yes", pgettext_lazy("answer", "yes")
    NO = "no", pgettext_lazy("answer", "no")
    NOT_NOW = "not_now", pgettext_lazy("answer", "not now")
    ONLY_THESE = "only_these", pgettext_lazy("answer", "only these people")


class AskWhy(TextChoices):
    """Why he is to be asked again."""

    WEEK = "week", pgettext_lazy("ask again", "a week has passed")
    TRANSFER = "transfer", pgettext_lazy("ask again", "transferred since")
    VISIT = "visit", pgettext_lazy("ask again", "a visitor asks again, alone")
    NEVER_ASKED = "never_asked", pgettext_lazy("ask again", "not asked yet")


class OutFor(TextChoices):
    """On what ground something leaves the bureau."""

    FAMILY = "family", pgettext_lazy("out", "a letter to a family")
    LEGAL_DUTY = "legal_duty", pgettext_lazy("out", "a duty of the Convention (Art. 122, 123)")


class Why(TextChoices):
    """Why a version of a person's identity was written."""

    RECEPTION = "reception", pgettext_lazy("why", "written at reception")
    IMPORTED = "imported", pgettext_lazy("why", "read from a list")
    CORRECTED = "corrected", pgettext_lazy("why", "corrected")


class RunState(TextChoices):
    """How far an import has come. Anything but DONE has written nobody."""

    READING = "reading", pgettext_lazy("import", "reading")
    CHECKING = "checking", pgettext_lazy("import", "checking")
    WRITING = "writing", pgettext_lazy("import", "writing")
    DONE = "done", pgettext_lazy("import", "done")
    FAILED = "failed", pgettext_lazy("import", "failed")


# Only these say where a person is. A lead is kept and weighed, and never by itself becomes a status: eight people once
# "identified as captives" from footage were later found among the dead (field.md §1, fact 8).
SOURCES_THAT_SET_STATUS = frozenset({Source.OWN_RECORD, Source.DETAINING_POWER, Source.AGENCY})

_IN_CARE = frozenset({Custody.HELD, Custody.HOSPITAL, Custody.TRANSFERRED})
_GONE = frozenset({Custody.RELEASED, Custody.REPATRIATED, Custody.EXCHANGED, Custody.HANDED_OVER})

# What usually follows what. Anything else may also be true (a man is taken twice, a death was another man's), so it is
# not refused: it needs a reason in words.
USUALLY_NEXT: Mapping[Custody, frozenset[Custody]] = {
    Custody.UNKNOWN: frozenset(Custody),
    Custody.HELD: frozenset(Custody) - {Custody.HELD},
    Custody.HOSPITAL: frozenset(Custody) - {Custody.HOSPITAL},
    Custody.TRANSFERRED: frozenset(Custody),
    Custody.ESCAPED: _IN_CARE | {Custody.DIED, Custody.UNKNOWN},
    Custody.RELEASED: _GONE - {Custody.RELEASED},
    Custody.REPATRIATED: frozenset(),
    Custody.EXCHANGED: frozenset(),
    Custody.HANDED_OVER: frozenset(),
    Custody.DIED: frozenset(),
}

ASK_AGAIN_AFTER = timedelta(days=7)


class Event(Protocol):
    """What is needed of a custody event to say where a person stands."""

    @property
    def status(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def on_date(self) -> str: ...
    @property
    def at(self) -> datetime: ...


E = TypeVar("E", bound=Event)


def standing(events: Iterable[E]) -> E | None:
    """The event that says where he is now, or None if no source that may say so has said anything.

    The latest by the day it happened, not by the day it was written: a paper about last year that comes today changes
    nothing. Of a day that is known only in part ("2026", "2026-05", nothing) the latest possible one counts, at most
    the day it was written: "died in May", heard in June, stands over "held on 3 May". Of two on one day, the one
    written later stands.
    """
    sure = (event for event in events if event.source in SOURCES_THAT_SET_STATUS)
    return max(sure, key=lambda event: (_latest_day(event), event.at), default=None)


def _latest_day(event: Event) -> str:
    """ISO 8601. "~" sorts after every digit: so a shortened date stands for the end of its month or year."""
    if len(event.on_date) == len("2026-05-03"):
        return event.on_date
    return min(event.on_date + "~", event.at.date().isoformat())


def ask_again_at(answer: Answer, asked_at: datetime, moved_at: datetime | None) -> datetime | None:
    """When a wish must be asked again, or None if it stands until he changes it.

    A yes stands. Anything that keeps his family from knowing is asked again after seven days, and at once after each
    transfer: "tell nobody" must never become a way to hide him.
    """
    if answer is Answer.YES:
        return None
    if moved_at is not None and moved_at > asked_at:
        return moved_at
    return asked_at + ASK_AGAIN_AFTER
