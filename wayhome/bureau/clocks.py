"""The clocks behind families' letters: what has waited too long, in words. Counts and moments only; opens nothing.

A stopped clock here is the worst kind of fault: families silently get nothing, and nobody in the house notices.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayhome.bureau.people import Row, moment
from wayhome.registry import release, wishes
from wayhome.tracing.models import InboxEnvelope, TracingRequest
from wayhome.tracing.states import ALIVE, EnvelopeState

ENVELOPE_PATIENCE = timedelta(minutes=5)
OUTBOX_PATIENCE = timedelta(minutes=15)


def letters_late(at: datetime) -> int:
    """How many letters without news should have gone out yesterday or before."""
    return TracingRequest.objects.filter(state__in=ALIVE, look_again_on__lt=at.date()).count()


def letters_due(at: datetime) -> int:
    """How many letters without news the clock writes today."""
    return TracingRequest.objects.filter(state__in=ALIVE, look_again_on=at.date()).count()


def oldest_unopened(at: datetime) -> datetime | None:
    """Since when the longest waiting envelope waits. One that overtook its question waits by its own clock."""
    waiting = InboxEnvelope.objects.filter(state=EnvelopeState.ARRIVED, try_after__lte=at)
    return waiting.order_by("arrived_at").values_list("arrived_at", flat=True).first()


def set_aside() -> int:
    """How many envelopes could not be understood and wait for a person."""
    return InboxEnvelope.objects.filter(state=EnvelopeState.SET_ASIDE).count()


def banners(at: datetime) -> Iterator[str]:
    """One sentence for each clock of the families' letters that stands still or is late."""
    if late := letters_late(at):
        yield ngettext("%(count)s letter to a family is late.", "%(count)s letters to families are late.", late) % {
            "count": late
        }
    unopened = oldest_unopened(at)
    if unopened is not None and at - unopened > ENVELOPE_PATIENCE:
        yield _("What a family wrote has waited unopened for %(age)s.") % {"age": timesince(unopened, at)}
    waiting = release.waiting_since()
    if waiting is not None and at - waiting > OUTBOX_PATIENCE and not release.outgoing_stopped():
        yield _("A letter that is written has waited for the courier for %(age)s.") % {"age": timesince(waiting, at)}
    if lost := release.undeliverable():
        yield ngettext(
            "For %(count)s family there is no place to lay the letter. Tell the administrator.",
            "For %(count)s families there is no place to lay the letter. Tell the administrator.",
            lost,
        ) % {"count": lost}
    if overdue := wishes.overdue(at.date()):
        yield ngettext(
            "%(count)s person has waited for more than two days to be asked again.",
            "%(count)s people have waited for more than two days to be asked again.",
            overdue,
        ) % {"count": overdue}


def facts(at: datetime) -> list[Row]:
    """What the health page lists of the families' letters."""
    unopened, waiting, none = oldest_unopened(at), release.waiting_since(), _("none")
    return [
        (_("Oldest unopened envelope"), moment(unopened) if unopened else none),
        (_("Envelopes set aside"), set_aside()),
        (_("Letters due today"), letters_due(at)),
        (_("Letters late"), letters_late(at)),
        (_("Longest waiting in the outbox"), moment(waiting) if waiting else none),
        (_("Everything outgoing"), _("stopped") if release.outgoing_stopped() else _("on")),
    ]
