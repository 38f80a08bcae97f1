"""Writing the people of a list, a thousand at a time, inside the caller's transaction."""

import itertools
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Model

from wayhome import audit
from wayhome.audit import Act, Actor
from wayhome.protection import keyring, sealed
from wayhome.protection.models import DataKey
from wayhome.registry.actions import taken_references
from wayhome.registry.changes import record_changes
from wayhome.registry.identity import Identity
from wayhome.registry.importing import reports
from wayhome.registry.importing.rows import ReadRow
from wayhome.registry.models import ImportRun, PersonHeld, PersonVersion, SourceRow
from wayhome.registry.references import fresh_references
from wayhome.registry.sealing import PERSON, seal_identity
from wayhome.registry.states import RunState, Why

_BATCH = 1000
# Any fixed number will do; together with the list's own number it keeps two imports of one list apart.
_IMPORT = 0x57_41_59_02

Marked = tuple[bytes, int, Identity]


def write_people(run: ImportRun, rows: Iterator[ReadRow], *, at: datetime) -> None:
    """Write everyone who is not known yet; count them in `run`. Two imports of one list wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_IMPORT, str(run.source_id)])
    _close_broken_off(run, at)
    marked = _marked(rows)
    while batch := list(itertools.islice(marked, _BATCH)):
        known = _known(run.source_id, batch)
        fresh = [one for one in batch if one[:2] not in known]
        run.already_known += len(batch) - len(fresh)
        run.imported += len(fresh)
        if fresh:
            _write_batch(run, fresh, at)


def _close_broken_off(run: ImportRun, at: datetime) -> None:
    """Earlier imports of this list that were killed still say "writing". We hold the lock, so they write no more."""
    earlier = ImportRun.objects.filter(source=run.source, state=RunState.WRITING, begun_at__lte=run.begun_at)
    killed = list(earlier.exclude(pk=run.pk).values_list("pk", flat=True))
    ImportRun.objects.filter(pk__in=killed).update(state=RunState.FAILED, ended_at=at)
    reports.remove_parts(killed)


def finish(run: ImportRun, *, by: Actor, at: datetime) -> None:
    """Close the run: its counts, one row in the log, and last of all the change numbers."""
    run.state = RunState.DONE
    run.ended_at = at
    run.save()
    counts = {
        "imported": run.imported,
        "already_known": run.already_known,
        "refused": run.refused,
        "notes": run.notes,
    }
    audit.record(Act.IMPORT_FINISHED, by=by, at=at, subjects=[run.id], scope=counts)
    record_changes(list(SourceRow.objects.filter(run=run).values_list("person_id", flat=True)), at=at)


def _marked(rows: Iterator[ReadRow]) -> Iterator[Marked]:
    """Each person with the keyed hash of his row and which of the equal rows it is."""
    seen: Counter[bytes] = Counter()
    for row in rows:
        if row.identity is not None:
            mac = keyring.keyed_hash("source-row", row.canonical)
            seen[mac] += 1
            yield mac, seen[mac], row.identity


def _known(source_id: UUID, batch: Sequence[Marked]) -> set[tuple[bytes, int]]:
    macs = {mac for mac, _, _ in batch}
    rows = SourceRow.objects.filter(source_id=source_id, row_mac__in=macs).values_list("row_mac", "occurrence")
    return {(bytes(mac), occurrence) for mac, occurrence in rows}


def _write_batch(run: ImportRun, fresh: Sequence[Marked], at: datetime) -> None:
    keys = sealed.new_keys(PERSON, len(fresh), at=at)
    references = fresh_references(len(fresh), taken_references)
    people = [
        PersonHeld(id=uuid.uuid4(), reference=reference, data_key=key, made_on=at.date())
        for key, reference in zip(keys, references, strict=True)
    ]
    _copy_in(keys)
    _copy_in(people)
    _copy_in(
        _version(run, person, key, identity, at)
        for person, key, (_, _, identity) in zip(people, keys, fresh, strict=True)
    )
    _copy_in(
        SourceRow(source_id=run.source_id, row_mac=mac, occurrence=occurrence, person=person, run=run)
        for person, (mac, occurrence, _) in zip(people, fresh, strict=True)
    )


def _copy_in(rows: Iterable[Model]) -> None:
    """Write new rows of one table by COPY: a list of a hundred thousand people takes half the time of INSERTs."""
    rows = iter(rows)
    first = next(rows)
    fields = first._meta.concrete_fields
    with connection.cursor() as cursor:
        quote = connection.ops.quote_name
        columns = ", ".join(quote(field.column) for field in fields)
        command = f"COPY {quote(first._meta.db_table)} ({columns}) FROM STDIN"
        with connection.wrap_database_errors, cursor.cursor.copy(command) as copy:
            for row in itertools.chain([first], rows):
                copy.write_row([getattr(row, field.attname) for field in fields])


def _version(run: ImportRun, person: PersonHeld, key: DataKey, identity: Identity, at: datetime) -> PersonVersion:
    blob = seal_identity(identity, "", person_id=person.id, version=person.version, key=key)
    return PersonVersion(person=person, version=person.version, sealed=blob, by=run.by, at=at, why=Why.IMPORTED.value)
