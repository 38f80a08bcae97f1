"""A question that somebody altered in the database is its own family's trouble: everyone else is matched and served."""

from datetime import UTC, datetime

import psycopg
import pytest

from tests.tracing import cast
from tests.tracing.cast import DANYLO, NOON, Family, wish
from wayhome.protection.errors import NotAuthentic
from wayhome.protection.roles import Role
from wayhome.registry.states import Answer
from wayhome.run.postgres import Cluster
from wayhome.tracing import actions
from wayhome.tracing.models import Candidate, RequestVersion
from wayhome.tracing.states import Says

pytestmark = pytest.mark.usefixtures("committed")
JUNE = datetime(2026, 6, 3, 7, tzinfo=UTC)


def alter(cluster: Cluster, family: Family) -> None:
    """What only the owner of the database can do: one bit of a sealed question, past the triggers."""
    row = RequestVersion.objects.get(request=family.request())
    blob = bytes(row.sealed)
    with psycopg.connect(cluster.superuser_url, dbname="wayhome_bureau", autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        changed = blob[:-1] + bytes([blob[-1] ^ 1])
        connection.execute("UPDATE tracing_requestversion SET sealed = %s WHERE id = %s", [changed, row.id])


def several(names: str = "Ганна Марія Олена Софія") -> list[Family]:
    families = [Family(name=name) for name in names.split()]
    for family in families:
        cast.arrive(family.question())
    return families


def test_everyone_else_is_matched_and_written_to(cluster: Cluster) -> None:
    rita = cast.officer("rita", Role.RECEPTION_OFFICER)
    families = several()
    alter(cluster, families[0])
    cast.hold(DANYLO, rita)
    actions.follow(NOON)
    asked = set(Candidate.objects.values_list("request_id", flat=True))
    assert asked == {family.request().id for family in families[1:]}
    with pytest.raises(NotAuthentic):
        actions.letters_due(JUNE)
    assert ["no_news" in family.kinds() for family in families] == [False, True, True, True]


def test_a_wish_taken_back_is_obeyed_for_everyone_else(cluster: Cluster) -> None:
    """One record that does not open must not keep the word lying in all the others' slots."""
    rita = cast.officer("rita", Role.RECEPTION_OFFICER)
    readers = [cast.officer(login, Role.CASEWORKER) for login in ("iryna", "marek")]
    families = several()
    danylo = cast.hold(DANYLO, rita)
    actions.follow(NOON)
    wish(danylo, Answer.YES, rita, NOON)
    for candidate in list(Candidate.objects.values_list("id", flat=True)):
        for reader in readers:
            actions.decide(candidate, Says.SAME, because="the same scar", by=reader, at=NOON)
    for family in families:
        actions.prepare_answer(family.request().id, by=readers[0], at=NOON)
    alter(cluster, families[0])
    wish(danylo, Answer.NO, rita, NOON)
    with pytest.raises(NotAuthentic):
        actions.obey_wishes(NOON)
    assert [family.kinds()[0] for family in families] == ["word_alive", *["stands_as_of"] * 3]
