"""How a question lives: its states, the allowed moves, and who holds the pen. Data to be read aloud, no database."""

from collections.abc import Mapping
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """Where a family's question stands."""

    RECEIVED = "received", pgettext_lazy("request", "received")
    OPEN = "open", pgettext_lazy("request", "open")
    UNDER_REVIEW = "under_review", pgettext_lazy("request", "being read")
    ANSWERED = "answered", pgettext_lazy("request", "answered")
    PAUSED = "paused", pgettext_lazy("request", "paused")
    CLOSED = "closed", pgettext_lazy("request", "closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "withdrawn by the family")


class Pen(StrEnum):
    """Who may write the next line of a question."""

    COURIER = "courier"
    """The process that opens what has arrived."""
    CLOCK = "clock"
    """The process that matches and writes letters without news."""
    CASEWORKER = "caseworker"
    FAMILY = "family"
    """Whoever holds the code."""


MOVES: Mapping[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.OPEN, State.WITHDRAWN}),
    State.OPEN: frozenset({State.UNDER_REVIEW, State.PAUSED, State.CLOSED, State.WITHDRAWN}),
    # Back to open when every candidate was somebody else.
    State.UNDER_REVIEW: frozenset({State.OPEN, State.ANSWERED, State.PAUSED, State.CLOSED, State.WITHDRAWN}),
    # Doubt may always return.
    State.ANSWERED: frozenset({State.UNDER_REVIEW, State.CLOSED, State.WITHDRAWN}),
    State.PAUSED: frozenset({State.OPEN, State.UNDER_REVIEW, State.CLOSED, State.WITHDRAWN}),
    State.CLOSED: frozenset({State.OPEN, State.WITHDRAWN}),  # a family may ask again years later
    State.WITHDRAWN: frozenset(),  # an ending: the key is destroyed, nobody can read it again
}

PEN: Mapping[State, frozenset[Pen]] = {
    State.RECEIVED: frozenset({Pen.COURIER, Pen.FAMILY}),
    State.OPEN: frozenset({Pen.CLOCK, Pen.CASEWORKER, Pen.FAMILY}),
    State.UNDER_REVIEW: frozenset({Pen.CLOCK, Pen.CASEWORKER, Pen.FAMILY}),
    State.ANSWERED: frozenset({Pen.CLOCK, Pen.CASEWORKER, Pen.FAMILY}),
    State.PAUSED: frozenset({Pen.CASEWORKER, Pen.FAMILY}),
    State.CLOSED: frozenset({Pen.CASEWORKER, Pen.FAMILY}),
    State.WITHDRAWN: frozenset(),
}

# States in which letters without news go out by clock, and candidates are looked for.
ALIVE = frozenset(state for state in State if Pen.CLOCK in PEN[state])


class EnvelopeState(TextChoices):
    """What became of an envelope in the inbox."""

    ARRIVED = "arrived", pgettext_lazy("envelope", "arrived")
    OPENED = "opened", pgettext_lazy("envelope", "opened")
    SET_ASIDE = "set_aside", pgettext_lazy("envelope", "set aside")


class CandidateState(TextChoices):
    """What two readers made of a candidate. An open one says nothing of who has read it."""

    OPEN = "open", pgettext_lazy("candidate", "to be read")
    SAME = "same", pgettext_lazy("candidate", "the same person")
    DIFFERENT = "different", pgettext_lazy("candidate", "another person")
    UNSURE = "unsure", pgettext_lazy("candidate", "cannot be said")


class Says(TextChoices):
    """One reader's verdict."""

    SAME = "same", pgettext_lazy("verdict", "the same person")
    DIFFERENT = "different", pgettext_lazy("verdict", "another person")
    CANNOT_SAY = "cannot_say", pgettext_lazy("verdict", "I cannot say")


class LetterKind(TextChoices):
    """What a letter is. The two words of him pass the gate of his wish; the others say nothing of anyone."""

    RECEIVED = "received", pgettext_lazy("letter", "the question has come in")
    NO_NEWS = "no_news", pgettext_lazy("letter", "no word we may pass on")
    WORD_ALIVE = "word_alive", pgettext_lazy("letter", "alive")
    WORD_FROM_HIM = "word_from_him", pgettext_lazy("letter", "the person’s own words")
    STANDS_AS_OF = "stands_as_of", pgettext_lazy("letter", "what we wrote stands as of its day")
    ASKS = "asks", pgettext_lazy("letter", "a question about the family")
    PLEASE_SPEAK = "please_speak", pgettext_lazy("letter", "please let us speak")


WORDS_OF_HIM = frozenset({LetterKind.WORD_ALIVE, LetterKind.WORD_FROM_HIM})
# Letters that a clock writes and that may fall out of a full slot, oldest first.
ROUTINE = frozenset({LetterKind.RECEIVED, LetterKind.NO_NEWS, LetterKind.STANDS_AS_OF, LetterKind.ASKS})


class TalkWhy(TextChoices):
    """Why a person of the bureau is to speak with the family. Sealed: the list of talks must not tell who died."""

    FIRST_WORD = "first_word", pgettext_lazy("talk", "first good word")
    ROUTINE = "routine", pgettext_lazy("talk", "an ordinary talk")
    GRAVE = "grave", pgettext_lazy("talk", "grave news")
