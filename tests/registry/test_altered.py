"""One altered record is missing from the search, and is counted. Everyone else is still found."""

import threading
from datetime import datetime
from uuid import UUID

import psycopg
import pytest
from django.db import transaction

from wayhome.matching import PersonRecord
from wayhome.protection.roles import Role
from wayhome.registry import actions
from wayhome.registry.changes import record_changes
from wayhome.registry.identity import Identity, WrittenBy, WrittenName
from wayhome.registry.models import PersonVersion
from wayhome.run.matcher import Matcher, follow_for_ever
from wayhome.run.postgres import Cluster

from .conftest import officer

pytestmark = pytest.mark.usefixtures("committed")

OTHER = Identity(names=(WrittenName(line="Вигаданий Остап", written_by=WrittenBy.HIMSELF),))


def alter(cluster: Cluster, person_id: UUID) -> None:
    """What only the owner of the database can do: one bit of a sealed record, past the triggers."""
    blob = bytes(PersonVersion.objects.get(person_id=person_id).sealed)
    with psycopg.connect(cluster.superuser_url, dbname="wayhome_bureau", autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        changed = blob[:-1] + bytes([blob[-1] ^ 1])
        connection.execute("UPDATE registry_personversion SET sealed = %s WHERE person_id = %s", [changed, person_id])


def found(matcher: Matcher, name: str) -> int:
    result, _, _ = matcher.shelves["held"].search(PersonRecord(name=name), 10, 0)
    return len(result.candidates)


def test_one_altered_record_does_not_stop_the_search(cluster: Cluster, danylo: Identity, noon: datetime) -> None:
    marek = officer("marek", Role.RECEPTION_OFFICER)
    man = actions.register_person(danylo, by=marek, at=noon)
    actions.register_person(OTHER, by=marek, at=noon)
    matcher = Matcher()
    matcher.keep_up()
    assert (found(matcher, "Вигаданий Остап"), found(matcher, "Выдуманченко Данило")) == (1, 1)
    alter(cluster, man.id)
    with transaction.atomic():
        record_changes([man.id], at=noon)
    for one in (matcher, Matcher()):  # whoever follows, and whoever begins
        one.keep_up()
        assert (found(one, "Вигаданий Остап"), found(one, "Выдуманченко Данило")) == (1, 0)
        assert one.state()["altered"] == 1
        assert one.state()["ready"]


def test_an_index_that_nobody_keeps_up_does_not_go_on_answering() -> None:
    """Whatever breaks the following off, the process is told to end, and the supervisor starts a fresh one."""

    class Broken(Matcher):
        def keep_up(self) -> None:
            raise RuntimeError

    ended: list[bool] = []
    with pytest.raises(RuntimeError):
        follow_for_ever(Broken(), threading.Event(), ended=lambda: ended.append(True))
    assert ended == [True]
