"""What stands still in the house, in words: a stopped clock means that families silently get nothing."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayhome.audit.acts import Act
from wayhome.audit.models import CheckpointRow, LogRow, PendingRow, SealRow
from wayhome.bureau import clocks
from wayhome.bureau.people import Row, moment
from wayhome.protection import heartbeats
from wayhome.registry import finding, queries
from wayhome.registry.errors import MatcherSilent
from wayhome.registry.models import PersonHeld

CHECKPOINT_PATIENCE = timedelta(minutes=3)
BACKUP_PATIENCE = timedelta(days=2)
LEAST_ROOM = 2 * 1024**3  # bytes


def banners(at: datetime) -> list[str]:
    """One sentence for each thing that stands still or is late; an empty list when all is well."""
    return [*_stopped(at), *_late(at), *clocks.banners(at)]


def _stopped(at: datetime) -> Iterator[str]:
    said = {
        "matcher": _("The search stands still: it does not learn of new people."),
        "worker": _("The worker stands still: the log is not sealed, and nothing goes out."),
        "courier": _("The courier stands still: nothing comes in from families, and no letter goes out."),
        "jobs": _("The job clock stands still: imports wait, and nothing due happens by itself."),
        "supervisor": _("Nobody watches over the processes: what stops now will not start again by itself."),
    }
    for name in heartbeats.late(at):
        yield said[name]


def _late(at: datetime) -> Iterator[str]:
    if checkpoint_is_late(at):
        yield _("The log has waited for its signature for more than three minutes.")
    backup = last_backup()
    if backup is None and PersonHeld.objects.exists():
        yield _("There is no backup yet. If this machine breaks today, everything is lost.")
    elif backup is not None and at - backup > BACKUP_PATIENCE:
        yield _("The last backup is %(age)s old.") % {"age": timesince(backup, at)}
    if _room() < LEAST_ROOM:
        yield _("The disk is almost full.")


def checkpoint_is_late(at: datetime) -> bool:
    """Whether something in the log has waited too long to be chained and signed. An idle log needs no new signature."""
    signed = CheckpointRow.objects.order_by("-size").first()
    chained = SealRow.objects.order_by("-position").first()
    longest = at - CHECKPOINT_PATIENCE
    if chained is not None and (signed is None or chained.position > signed.size):
        first_unsigned = SealRow.objects.filter(position=(signed.size if signed else 0) + 1).values("row_id")
        if LogRow.objects.filter(id__in=first_unsigned, at__lt=longest).exists():
            return True
    return LogRow.objects.filter(id__in=PendingRow.objects.values("row_id"), at__lt=longest).exists()


def last_backup() -> datetime | None:
    """When a backup was last made, as the log has it."""
    made = LogRow.objects.filter(act=Act.BACKUP_MADE).order_by("-number").first()
    return made.at if made else None


def facts(at: datetime) -> list[Row]:
    """What the health page lists."""
    signed = CheckpointRow.objects.order_by("-size").first()
    backup = last_backup()
    never = _("never")
    return [
        *((_process(one.name), moment(one.at) if one.at else never) for one in heartbeats.heartbeats()),
        *clocks.facts(at),
        (_("People registered"), PersonHeld.objects.count()),
        (_("The search"), _search()),
        (_("Last signature under the log"), moment(signed.at) if signed else never),
        (_("Last backup"), moment(backup) if backup else never),
        (_("Room on the disk"), _("%(size)s GB free") % {"size": _room() // 1024**3}),
        (_("Time of this page"), moment(at)),
    ]


def _process(name: str) -> str:
    return {
        "supervisor": _("Supervisor, last heard from"),
        "worker": _("Worker, last heard from"),
        "courier": _("Courier, last heard from"),
        "jobs": _("Job clock, last heard from"),
        "matcher": _("Search, last heard from"),
    }[name]


def _search() -> str:
    try:
        state = finding.state()
    except MatcherSilent:
        return _("does not answer")
    people = ngettext("knows %(count)s person", "knows %(count)s people", state.people) % {"count": state.people}
    behind = max(0, queries.last_change() - state.position)
    if not state.ready:
        return _("%(people)s, still reading") % {"people": people}
    if behind:
        return _("%(people)s, %(count)s changes behind") % {"people": people, "count": behind}
    return _("%(people)s, has read every change") % {"people": people}


def _room() -> int:
    return shutil.disk_usage(settings.WAYHOME_HOME).free
