"""How many new screens an officer has opened today. A reader weighs at most 25 pairs a day well (people.md §2).

Counted from the log, which already knows: nothing else has to remember who opened what.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, time

from wayhome.audit import Act
from wayhome.audit.models import LogRow
from wayhome.audit.pseudonyms import pseudonym
from wayhome.protection.models import Officer
from wayhome.tracing.models import Candidate
from wayhome.tracing.queries import Task, TaskKind

A_DAY = 25
# A screen is what has to be read and weighed. Asking somebody again, or an envelope, is work of another kind.
READ_AND_WEIGHED = frozenset({TaskKind.READ, TaskKind.ANSWER, TaskKind.DOUBT, TaskKind.SPEAK, TaskKind.MESSAGE})
_OPENED = (Act.REQUEST_OPENED, Act.CANDIDATE_COMPARED)

Screen = tuple[str, ...]  # whose records stood on it, as the log's pseudonyms


def opened_today(officer: Officer, at: datetime) -> set[Screen]:
    """Every screen this officer has opened since midnight UTC; the same one twice is one."""
    midnight = datetime.combine(at.astimezone(UTC).date(), time(), tzinfo=UTC)
    rows = LogRow.objects.filter(by_kind="officer", by_id=str(officer.id), act__in=_OPENED, at__gte=midnight)
    return {_screen(subjects) for subjects in rows.values_list("subjects", flat=True)}


def split(tasks: Iterable[Task], opened: set[Screen]) -> tuple[list[Task], list[Task]]:
    """What is for today and what is not: screens opened already stay, new ones come while some of the 25 are left."""
    tasks = list(tasks)
    screens = _screens_of(tasks)
    left = left_of(opened)
    now: list[Task] = []
    later: list[Task] = []
    for task in tasks:
        new = task.kind in READ_AND_WEIGHED and screens[task] not in opened
        (later if new and left <= 0 else now).append(task)
        left -= new
    return now, later


def left_of(opened: set[Screen]) -> int:
    return max(0, A_DAY - len(opened))


def _screens_of(tasks: list[Task]) -> dict[Task, Screen]:
    """Which records stand on the screen that each task opens."""
    candidates = [task.id for task in tasks if task.kind is TaskKind.READ]
    people = dict(Candidate.objects.filter(pk__in=candidates).values_list("id", "person_id"))
    found: dict[Task, Screen] = {}
    for task in tasks:
        subjects = [task.request_id] if task.request_id else []
        if task.kind is TaskKind.READ and task.id in people:
            subjects.append(people[task.id])
        found[task] = _screen(pseudonym(one) for one in subjects)
    return found


def _screen(subjects: Iterable[object]) -> Screen:
    return tuple(str(one) for one in subjects)
