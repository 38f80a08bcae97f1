"""A file that waits for an officer's yes: sealed at once, gone after use or after a day."""

import base64
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from wayhome import audit
from wayhome.audit import Act, Actor
from wayhome.protection import roles, sealed
from wayhome.protection.models import Officer
from wayhome.protection.roles import Permission
from wayhome.registry.importing.errors import DraftGone
from wayhome.registry.models import ImportDraft
from wayhome.registry.sealing import DRAFT, DRAFT_OPTIONS

KEEP_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Draft:
    """A waiting file, opened. options: what the officer has chosen so far (label, sheet, mapping)."""

    id: UUID
    content: bytes
    options: dict[str, str]


@transaction.atomic
def keep(content: bytes, options: Mapping[str, str], *, by: Officer, at: datetime) -> UUID:
    """Seal an uploaded file until its officer decides.

    Raises:
        NotAllowed: the officer may not import lists.
    """
    roles.check_may(by, Permission.IMPORT_LISTS)
    (key,) = sealed.new_keys(DRAFT, 1, at=at)
    key.save(force_insert=True)
    id = uuid.uuid4()
    file = {"file": base64.b64encode(content).decode("ascii")}
    ImportDraft.objects.create(
        id=id,
        data_key=key,
        sealed=sealed.seal(file, kind=DRAFT, id=id, version=1, key=key),
        options=sealed.seal(dict(options), kind=DRAFT_OPTIONS, id=id, version=1, key=key),
        by=f"officer:{by.id}",
        at=at,
        erase_at=at + KEEP_FOR,
    )
    return id


def open_draft(id: UUID, *, by: Officer, at: datetime) -> Draft:
    """Open a waiting file; the log says so first. Only the officer who brought it can.

    Raises:
        NotAllowed. DraftGone: used, erased, too old, or another officer's.
    """
    roles.check_may(by, Permission.IMPORT_LISTS)
    row = ImportDraft.objects.select_related("data_key").filter(pk=id, by=f"officer:{by.id}", erase_at__gt=at).first()
    if row is None:
        raise DraftGone
    permit = audit.before_reading(Act.LIST_PREVIEWED, by=Actor.officer(by.id), at=at, subjects=[id], count=2)
    file = sealed.open_sealed(bytes(row.sealed), kind=DRAFT, id=id, version=1, key=row.data_key, permit=permit)
    options = sealed.open_sealed(
        bytes(row.options), kind=DRAFT_OPTIONS, id=id, version=1, key=row.data_key, permit=permit
    )
    return Draft(id, base64.b64decode(file["file"]), options)


def choose(id: UUID, options: Mapping[str, str], *, by: Officer, at: datetime) -> None:
    """Remember what the officer has chosen for this file: the label, the sheet, the mapping.

    Raises:
        DraftGone: as in `open_draft`.
    """
    row = ImportDraft.objects.select_related("data_key").filter(pk=id, by=f"officer:{by.id}", erase_at__gt=at).first()
    if row is None:
        raise DraftGone
    row.options = sealed.seal(dict(options), kind=DRAFT_OPTIONS, id=id, version=1, key=row.data_key)
    row.save(update_fields=["options"])


def erase(id: UUID, *, by: Actor, at: datetime, reason: str) -> None:
    """Let a file go for ever. Nothing happens if it is gone already."""
    with transaction.atomic():
        row = ImportDraft.objects.select_related("data_key").filter(pk=id).first()
        if row is not None:
            row.delete()
            sealed.erase(row.data_key, by, at, reason)


def erase_old(*, at: datetime) -> int:
    """Let go every file that has waited for a day; for the worker's clock. Returns how many."""
    ids = list(ImportDraft.objects.filter(erase_at__lte=at).values_list("id", flat=True))
    for id in ids:
        erase(id, by=Actor.process("importer"), at=at, reason="waited a day")
    return len(ids)
