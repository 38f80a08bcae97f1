"""What only real commits can show: the order of change numbers, one snapshot, nothing readable on the disk."""

import io
import threading
import uuid
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from wayhome import audit
from wayhome.audit import Actor
from wayhome.protection.roles import Role
from wayhome.registry import actions, queries
from wayhome.registry.changes import record_changes
from wayhome.registry.errors import NewerVersionExists
from wayhome.registry.identity import Identity
from wayhome.registry.importing import drafts
from wayhome.registry.importing.run import ImportResult, import_list
from wayhome.registry.models import Change, PersonHeld, PersonVersion
from wayhome.registry.states import Answer, Custody, Purpose, Source
from wayhome.run.postgres import Cluster

from .conftest import officer

pytestmark = pytest.mark.usefixtures("committed")
MATCHER = Actor.process("matcher")


def test_no_number_is_given_outside_a_transaction(noon: datetime) -> None:
    """There the lock would hold nothing."""
    with pytest.raises(TransactionManagementError):
        record_changes([uuid.uuid4()], at=noon)


def test_a_lower_number_is_always_committed_first(noon: datetime) -> None:
    """The second writer waits at the lock until the first has committed; a reader never sees 2 without 1."""
    second_done = threading.Event()

    def second() -> None:
        with transaction.atomic():
            record_changes([uuid.uuid4()], at=noon)
        connection.close()
        second_done.set()

    with transaction.atomic():
        record_changes([uuid.uuid4()], at=noon)
        thread = threading.Thread(target=second)
        thread.start()
        assert not second_done.wait(0.5)
        assert Change.objects.count() == 1
    thread.join(10)
    assert sorted(Change.objects.values_list("number", flat=True)) == [1, 2]


def test_one_list_brought_in_twice_at_once(noon: datetime) -> None:
    """The second waits for the first and finds everyone known already: nobody twice, and no mistake on its page."""
    iryna = officer("iryna", Role.CASEWORKER)

    def bring_in(names: str) -> ImportResult:
        content = f"Name,Born\n{names}".encode()
        return import_list(io.BytesIO(content), label="camp roll", by=iryna, at=noon)

    bring_in("Poe Edgar,1990\n")
    found: list[ImportResult] = []
    ended = threading.Event()

    def again() -> None:
        try:
            found.append(bring_in("Doe John,1991\nRoe Jane,1992\n"))
        finally:
            connection.close()
            ended.set()

    second = threading.Thread(target=again)
    with transaction.atomic():
        bring_in("Doe John,1991\nRoe Jane,1992\n")
        second.start()
        assert not ended.wait(0.5)
    second.join(10)
    assert [(one.imported, one.already_known) for one in found] == [(0, 2)]
    assert PersonHeld.objects.count() == 3


def test_two_officers_who_correct_at_once(danylo: Identity, noon: datetime) -> None:
    """The second waits for the first, and is told that a newer version exists; nothing is written twice or lost."""
    iryna = officer("iryna", Role.CASEWORKER)
    person = actions.register_person(danylo, by=officer("rita", Role.RECEPTION_OFFICER), at=noon)
    told: list[BaseException] = []
    ended = threading.Event()

    def correct() -> None:
        try:
            actions.correct_identity(person.id, danylo, seen_version=1, because="x", by=iryna, at=noon)
        except Exception as problem:
            told.append(problem)
        finally:
            connection.close()
            ended.set()

    second = threading.Thread(target=correct)
    with transaction.atomic():
        actions.correct_identity(person.id, danylo, seen_version=1, because="y", by=iryna, at=noon)
        second.start()
        assert not ended.wait(0.5)
    second.join(10)
    assert [type(problem) for problem in told] == [NewerVersionExists]
    assert sorted(PersonVersion.objects.values_list("version", flat=True)) == [1, 2]


def test_everyone_in_one_snapshot_with_its_position(danylo: Identity, noon: datetime) -> None:
    """Who comes while the matcher reads is not in the snapshot, and is the first thing it reads afterwards."""
    marek = officer("marek", Role.RECEPTION_OFFICER)
    first = actions.register_person(danylo, by=marek, at=noon)
    late: list[uuid.UUID] = []

    def come_late() -> None:
        late.append(actions.register_person(danylo, by=marek, at=noon).id)
        connection.close()

    with queries.everyone(by=MATCHER, at=noon) as snapshot:
        thread = threading.Thread(target=come_late)
        thread.start()
        thread.join(10)
        read = dict(snapshot.records)
    changed = queries.changed_since(snapshot.position, by=MATCHER, at=noon)
    assert list(read) == [first.id]
    assert list(changed.people) == late
    assert [entry.count for entry in audit.newest(2)] == [1, 1]


ENCODINGS = ("utf-8", "utf-16-le", "cp1251")
SECRETS = ("Прихованенко", "PRIKHOVANENKO", "Непоказівка", "ТАЄ-000-733", "тітка Незримка", "Under-No-Eyes")


def test_nothing_that_tells_of_anyone_is_readable_on_the_disk(
    danylo: Identity, noon: datetime, cluster: Cluster, home: Path
) -> None:
    """A list, a draft, a note and a wish with planted words; then every byte of tables, indexes, WAL and reports."""
    iryna = officer("iryna", Role.CASEWORKER)
    rows = "Name;Other name;Place of birth;Service number;Born\n" + ";".join((*SECRETS[:4], "long ago")) + "\n"
    import_list(io.BytesIO(rows.encode()), label="camp roll", by=iryna, at=noon)
    drafts.keep(rows.encode(), {"label": SECRETS[5]}, by=iryna, at=noon)
    person = Change.objects.get().person_id
    actions.record_custody(
        person, Custody.HELD, source=Source.AGENCY, on_date=None, note=SECRETS[4], place=SECRETS[5], by=iryna, at=noon
    )
    actions.record_wish(
        person,
        Purpose.LETTERS,
        Answer.ONLY_THESE,
        only_these=SECRETS[4],
        language="uk",
        present=SECRETS[5],
        by=iryna,
        at=noon,
    )
    with psycopg.connect(cluster.superuser_url, autocommit=True) as superuser:
        superuser.execute("CHECKPOINT")
    # The list's label may be readable; that it is found shows that the search finds what there is.
    assert words_on_disk((*SECRETS, "camp roll"), cluster.folder, home) == {"camp roll"}


def words_on_disk(words: Sequence[str], *folders: Path) -> set[str]:
    found: set[str] = set()
    for path in (path for folder in folders for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        found |= {word for word in words if any(word.encode(code) in content for code in ENCODINGS)}
    return found
