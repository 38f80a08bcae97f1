"""Sealed envelopes from families: the portal puts them in, the courier takes them out. Neither can open one here.

The portal's role may only insert: what it has put in it cannot read back. The courier reads, lets the bureau store the
envelope under the same id, and only then acknowledges; broken off anywhere, it simply begins again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Func, IntegerField

from wayhome.mailbox.models import Incoming
from wayhome.seal.sizes import TEXT_LIMIT


@dataclass(frozen=True, slots=True)
class Arrived:
    """One envelope. `id` stays the same however often it is fetched; `day` is the day it was put in, UTC."""

    id: UUID
    envelope: bytes
    day: date


def put(envelope: bytes, *, id: UUID, day: date) -> None:
    """Put one envelope in, inside the caller's transaction. The same id a second time changes nothing."""
    Incoming.objects.bulk_create([Incoming(id=id, envelope=envelope, day=day)], ignore_conflicts=True)


def fetch(limit: int) -> Sequence[Arrived]:
    """At most `limit` envelopes that nobody has acknowledged, in the order of their random ids. For the courier.

    Whoever owns this database can lift its limits. What is larger than any envelope stays where it is: it must not fill
    the memory of the process that also seals the bureau's log.
    """
    size = Func(F("envelope"), function="octet_length", output_field=IntegerField())
    rows = Incoming.objects.alias(size=size).filter(size__lte=TEXT_LIMIT).order_by("id")
    return [Arrived(row.id, bytes(row.envelope), row.day) for row in rows[:limit]]


def acknowledge(ids: Collection[UUID]) -> int:
    """Let go of envelopes that the bureau has stored durably; how many were still there. For the courier."""
    gone, _ = Incoming.objects.filter(pk__in=ids).delete()
    return gone
