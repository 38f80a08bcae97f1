"""The list for today: one list, fed by every clock of the house, in the words of a page."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from wayhome.bureau import cases, clocks, screens
from wayhome.protection import roles
from wayhome.protection.models import Officer
from wayhome.protection.roles import Permission
from wayhome.tracing import queries
from wayhome.tracing.queries import Task, TaskKind

WHAT: Mapping[TaskKind, Promise] = {
    TaskKind.READ: pgettext_lazy("task", "Read and decide"),
    TaskKind.ANSWER: pgettext_lazy("task", "Prepare the answer"),
    TaskKind.DOUBT: pgettext_lazy("task", "Speak with the family: what it read is doubted"),
    TaskKind.SPEAK: pgettext_lazy("task", "Speak with the family"),
    TaskKind.MESSAGE: pgettext_lazy("task", "The family has written"),
    TaskKind.ASK_AGAIN: pgettext_lazy("task", "Ask the person again, alone"),
    TaskKind.ENVELOPE: pgettext_lazy("task", "An envelope could not be understood"),
}
_ADDRESS: Mapping[TaskKind, str] = {
    TaskKind.READ: "reading",
    TaskKind.ANSWER: "answer",
    TaskKind.ASK_AGAIN: "wish",
}
# What hurts most if it waits comes first: people before papers.
ORDER = (
    TaskKind.SPEAK,
    TaskKind.DOUBT,
    TaskKind.ANSWER,
    TaskKind.MESSAGE,
    TaskKind.READ,
    TaskKind.ASK_AGAIN,
    TaskKind.ENVELOPE,
)


@dataclass(frozen=True, slots=True)
class Item:
    """One line. reference: of a request or a person, never a name."""

    what: Promise
    reference: str
    address: str
    since: str


@dataclass(frozen=True, slots=True)
class Today:
    """now: for today; later: not today. clocks: what the machine does by itself."""

    now: list[Item]
    later: list[Item]
    left_in_words: str
    clocks: list[str] = field(default_factory=list)


def for_officer(officer: Officer, at: datetime) -> Today | None:
    """The list of this officer; None for whom no work of this kind exists."""
    wanted = (Permission.SEE_REQUESTS, Permission.RECORD_WISHES)
    if not any(roles.may(officer, permission) for permission in wanted):
        return None
    tasks = sorted(queries.today(officer, at.date()), key=lambda task: ORDER.index(task.kind))
    opened = screens.opened_today(officer, at)
    now, later = screens.split(tasks, opened)
    left = _left(screens.left_of(opened)) if roles.may(officer, Permission.SEE_REQUESTS) else ""
    clocks_now = list(_clocks(at)) if roles.may(officer, Permission.SEE_REQUESTS) else []
    return Today(_items(now), _items(later), left, clocks_now)


def waits_for(officer: Officer, request_id: UUID, at: datetime) -> bool:
    """Whether this request stands on the officer's list, so that he need not say why he opens it."""
    return any(task.request_id == request_id for task in queries.today(officer, at.date()))


def _items(tasks: Iterable[Task]) -> list[Item]:
    return [Item(WHAT[task.kind], _reference(task), _address(task), _since(task)) for task in tasks]


def _reference(task: Task) -> str:
    return "" if task.kind is TaskKind.ENVELOPE else task.reference


def _address(task: Task) -> str:
    if task.kind is TaskKind.ENVELOPE:
        return reverse("envelopes")
    if task.kind in _ADDRESS:
        return reverse(_ADDRESS[task.kind], args=[task.id])
    return reverse("case", args=[task.request_id])


def _since(task: Task) -> str:
    words = _("due since %(day)s") if task.kind is TaskKind.ASK_AGAIN else _("since %(day)s")
    return words % {"day": cases.on(task.since)}


def _left(left: int) -> str:
    return ngettext(
        "%(count)s new screen of 25 is left today.", "%(count)s new screens of 25 are left today.", left
    ) % {"count": left}


def _clocks(at: datetime) -> Iterator[str]:
    if due := clocks.letters_due(at):
        yield ngettext(
            "%(count)s letter without news goes out today by itself.",
            "%(count)s letters without news go out today by themselves.",
            due,
        ) % {"count": due}
