"""The only way out. Whatever leaves for a family passes here, where his wish is asked; nothing else may reach a slot.

A release is written in the caller's transaction: the log row, the row of what left, and the sealed reply in the outbox
stand or fall together. The courier carries it later, as often as it takes; his wish is asked again at that moment.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from wayhome import audit
from wayhome.audit import Act, Actor
from wayhome.protection import roles, sealed
from wayhome.protection.models import Officer
from wayhome.protection.roles import Permission
from wayhome.registry import wishes
from wayhome.registry.errors import DutyIsNotForFamilies, SaysMoreThanItAdmits
from wayhome.registry.models import OutboxItem, OutgoingSwitch, Release
from wayhome.registry.states import OutFor, Purpose
from wayhome.seal import slots
from wayhome.seal.keys import sealing_key

OUTBOX = "outbox"
COURIER = Actor.process("courier")
_FIRST = 1

# Letters of these kinds say nothing of anyone. A bundle with any other letter needs his yes, whatever its caller says.
SAYS_NOTHING = frozenset({"received", "no_news", "stands_as_of", "asks", "please_speak"})


class RecipientKind(StrEnum):
    FAMILY = "family"
    AGENCY = "agency"
    PROTECTING_POWER = "protecting_power"


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom. For a family: its question's id, the locator of its slot, and the key that came inside its question."""

    id: UUID
    locator: bytes
    public_key: bytes
    kind: RecipientKind = RecipientKind.FAMILY


@dataclass(frozen=True, slots=True)
class Withheld:
    """His wish does not allow it. Nothing was written but the log row; to the outside there is no difference."""

    about: UUID


def release(
    recipient: Recipient,
    ground: OutFor,
    *,
    about: UUID | None,
    content: Mapping[str, Any],
    says: Sequence[Purpose] = (),
    by: Actor,
    at: datetime,
    anew: bool = False,
) -> Release | Withheld | None:
    """Let this bundle out, if his wish allows it now. **Inside the caller's transaction.**

    about: of whom it speaks; None only for a bundle that speaks of nobody. says: everything he must have allowed.
    anew: the same letters once more, in the nightly sealing of all slots: his wish is asked as ever, but as nothing new
    leaves there is no row for it (None is returned), only the one of whoever seals them all.
    A legal duty passes without asking him, and is logged as that; it goes to the Agency or the Protecting Power alone,
    and is carried by the room that speaks with them.

    Raises:
        SaysMoreThanItAdmits: a letter in the bundle brings word of somebody, and `says` or `about` does not admit it.
        DutyIsNotForFamilies: the ground is a legal duty and the recipient a family, or the other way round.
        TooLong: the letters do not fit into a slot.
    """
    _check_ground(recipient, ground)
    subjects = [recipient.id] if about is None else [about, recipient.id]
    if ground is OutFor.LEGAL_DUTY:
        audit.record(Act.RELEASED_BY_DUTY, by=by, at=at, subjects=subjects, scope={"to": recipient.kind.value})
        return _row(recipient, ground, about, says, 1, by, at)
    _check_admits(content, about, says)
    if about is not None and says and not wishes.allows(about, says, recipient.id):
        audit.record(Act.WITHHELD, by=by, at=at, subjects=subjects)
        return Withheld(about)
    version = _put_in_outbox(recipient, about, content, says, at)
    if anew:
        return None
    audit.record(Act.RELEASED, by=by, at=at, subjects=subjects, scope={"version": version})
    return _row(recipient, ground, about, says, version, by, at)


def _check_ground(recipient: Recipient, ground: OutFor) -> None:
    if (ground is OutFor.FAMILY) != (recipient.kind is RecipientKind.FAMILY):
        raise DutyIsNotForFamilies


def _check_admits(content: Mapping[str, Any], about: UUID | None, says: Sequence[Purpose]) -> None:
    tells = any(letter["kind"] not in SAYS_NOTHING for letter in content["letters"])
    if tells and (about is None or Purpose.TELL_FAMILY not in says):
        raise SaysMoreThanItAdmits


def _put_in_outbox(
    recipient: Recipient, about: UUID | None, content: Mapping[str, Any], says: Sequence[Purpose], at: datetime
) -> int:
    """Seal the whole bundle anew in place of the last one; returns its version.

    A version is the second of its sealing, not a count: it stands in the public database, where a count would tell how
    often somebody had something to say. After the nightly sealing all versions are one number.
    """
    letters = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    body = slots.fill_slot(sealing_key(recipient.public_key), letters, locator=recipient.locator)
    new = {"body": body, "person_id": about, "says": [each.value for each in says], "wanted_at": at, "problem": ""}
    item = OutboxItem.objects.select_for_update().filter(pk=recipient.id).first()
    if item is None:
        (key,) = sealed.new_keys(OUTBOX, 1, at=at)
        key.save(force_insert=True)
        where = {"locator": recipient.locator.hex()}
        closed = sealed.seal(where, kind=OUTBOX, id=recipient.id, version=_FIRST, key=key)
        first = int(at.timestamp())
        OutboxItem.objects.create(recipient_id=recipient.id, data_key=key, sealed=closed, version=first, **new)
        return first
    version = max(int(at.timestamp()), item.version + 1)
    OutboxItem.objects.filter(pk=recipient.id).update(version=version, **new)
    return version


def _row(
    recipient: Recipient,
    ground: OutFor,
    about: UUID | None,
    says: Sequence[Purpose],
    version: int,
    by: Actor,
    at: datetime,
) -> Release:
    return Release.objects.create(
        recipient_kind=recipient.kind.value,
        recipient_id=recipient.id,
        ground=ground,
        person_id=about,
        says=[each.value for each in says],
        version=version,
        by=f"{by.kind}:{by.id}",
        at=at,
    )


# — carrying —


def deliver_due(at: datetime, *, limit: int = 50) -> int:
    """Carry what waits to its slots; how much was carried. For the worker, which is the courier in the portal database.

    His wish is asked once more: what he has taken back since waits here until the bundle is sealed anew without it.
    Broken off anywhere it begins again: a slot takes a version once. While outgoing is stopped everything waits, but
    for what takes a word of somebody back: his wish holds within a minute, whatever else stands still.
    """
    items = [item for item in _waiting(limit, only_taking_back=outgoing_stopped()) if _still_allowed(item)]
    if not items:
        return 0
    permit = audit.before_reading(Act.LETTERS_CARRIED, by=COURIER, at=at, count=len(items))
    for item in items:
        where = sealed.open_sealed(
            bytes(item.sealed), kind=OUTBOX, id=item.recipient_id, version=_FIRST, key=item.data_key, permit=permit
        )
        _carry(item, bytes.fromhex(where["locator"]), at)
    return len(items)


def _waiting(limit: int, *, only_taking_back: bool) -> list[OutboxItem]:
    waiting = OutboxItem.objects.filter(version__gt=F("delivered_version"), problem="")
    if only_taking_back:
        waiting = waiting.filter(says=[]).exclude(delivered_says=[])
    return list(waiting.select_related("data_key").order_by("wanted_at", "recipient_id")[:limit])


def _still_allowed(item: OutboxItem) -> bool:
    if item.person_id is None or not item.says:
        return True
    return wishes.allows(item.person_id, [Purpose(each) for each in item.says], item.recipient_id)


def _carry(item: OutboxItem, locator: bytes, at: datetime) -> None:
    # Only where the mailbox is installed: the staff's site has no way out at all.
    from wayhome.mailbox import outgoing

    put = outgoing.put_reply(locator, bytes(item.body), version=item.version)
    # A newer sealing may have come meanwhile; it has its own version and goes on waiting.
    row = OutboxItem.objects.filter(pk=item.pk, delivered_version__lt=item.version)
    newest = OutboxItem.objects.filter(pk=item.pk, version=item.version)
    if put is outgoing.Put.NO_SLOT:
        newest.update(problem="no_slot")
    elif put is outgoing.Put.AHEAD and newest.exists():
        # Nobody here has sealed what lies there: whoever owns the public database keeps our letters away.
        newest.update(problem="slot_ahead")
    else:
        row.update(delivered_version=item.version, delivered_says=item.says, delivered_at=at)


def waiting_since() -> datetime | None:
    """Since when the longest waiting letter waits; None if nothing does. For the banner."""
    waiting = OutboxItem.objects.filter(version__gt=F("delivered_version"), problem="")
    return waiting.order_by("wanted_at").values_list("wanted_at", flat=True).first()


def undeliverable() -> int:
    """How many families have no slot where one should be; somebody has to look."""
    return OutboxItem.objects.exclude(problem="").count()


# — the one switch —


@transaction.atomic
def stop_outgoing(*, because: str, by: Officer, at: datetime) -> None:
    """From now on nothing leaves but what takes a word back; all else waits. `because` goes into the log: no names.

    Raises:
        NotAllowed.
    """
    _turn(True, because, by, at)


@transaction.atomic
def resume_outgoing(*, because: str, by: Officer, at: datetime) -> None:
    """What has waited goes out now.

    Raises:
        NotAllowed.
    """
    _turn(False, because, by, at)


def outgoing_stopped() -> bool:
    return bool(OutgoingSwitch.objects.order_by("-number").values_list("stopped", flat=True).first())


def _turn(stopped: bool, because: str, by: Officer, at: datetime) -> None:
    roles.check_may(by, Permission.STOP_OUTGOING)
    actor = Actor.officer(by.id)
    OutgoingSwitch.objects.create(stopped=stopped, by=f"{actor.kind}:{actor.id}", at=at)
    audit.record(Act.OUTGOING_STOPPED if stopped else Act.OUTGOING_RESUMED, by=actor, at=at, reason=because)
