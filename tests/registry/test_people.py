"""Danylo is registered, corrected, moved, asked. Nothing is overwritten; every reading is in the log first."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from psycopg import sql

from wayhome import audit
from wayhome.audit import Act, Actor, ReadPermit
from wayhome.matching import PartialDate
from wayhome.protection.errors import NotAllowed
from wayhome.protection.models import DataKey, Officer
from wayhome.registry import actions, queries, sealing, states
from wayhome.registry.errors import (
    DateInTheFuture,
    DateNeedsAYear,
    NameMissing,
    NewerVersionExists,
    NobodyUnderThisId,
    RecipientsMissing,
    RecipientsNotAsked,
    UnusualOrderNeedsAReason,
)
from wayhome.registry.identity import Identity, WrittenName
from wayhome.registry.models import PersonHeld, PersonVersion, Wish
from wayhome.registry.references import is_reference
from wayhome.registry.states import Answer, Custody, Purpose, Source
from wayhome.run.postgres import Cluster

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def held(danylo: Identity, marek: Officer, noon: datetime) -> PersonHeld:
    return actions.register_person(danylo, by=marek, at=noon)


def opened(person: PersonHeld, by: Officer, at: datetime) -> queries.PersonView:
    return queries.open_person(person.id, by=Actor.officer(by.id), at=at, reason="searched")


def test_who_is_registered_can_be_opened_again(
    held: PersonHeld, danylo: Identity, marek: Officer, noon: datetime
) -> None:
    view = opened(held, marek, noon)
    assert view.identity == danylo
    assert (view.version, view.status, view.custody, view.wishes, view.sources) == (1, None, (), (), ())
    assert is_reference(view.reference)


def test_one_name_is_enough(marek: Officer, noon: datetime) -> None:
    """Only five things may be required of a captive, and refusing them is a normal answer."""
    person = actions.register_person(Identity(names=(WrittenName(line="Казкар"),)), by=marek, at=noon)
    assert opened(person, marek, noon).identity.birth_date is None


def test_nobody_is_registered_without_any_name(marek: Officer, noon: datetime) -> None:
    with pytest.raises(NameMissing):
        actions.register_person(Identity(names=(WrittenName(),)), by=marek, at=noon)


def test_lev_may_not_register(danylo: Identity, lev: Officer, noon: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.register_person(danylo, by=lev, at=noon)
    assert not PersonHeld.objects.exists()


def test_a_correction_is_a_new_version_and_the_old_one_stays(
    held: PersonHeld, danylo: Identity, iryna: Officer, noon: datetime
) -> None:
    mended = replace(danylo, birth_place="Вигадівка")
    actions.correct_identity(held.id, mended, seen_version=1, because="his own word", by=iryna, at=noon + DAY)
    assert opened(held, iryna, noon).identity.birth_place == "Вигадівка"
    newest, first = queries.open_versions(held.id, by=Actor.officer(iryna.id), at=noon, reason="history")
    assert (first.identity, first.why, newest.because) == (danylo, states.Why.RECEPTION, "his own word")


def test_nobody_corrects_what_he_has_not_seen(
    held: PersonHeld, danylo: Identity, iryna: Officer, noon: datetime
) -> None:
    actions.correct_identity(held.id, danylo, seen_version=1, because="first", by=iryna, at=noon)
    with pytest.raises(NewerVersionExists):
        actions.correct_identity(held.id, danylo, seen_version=1, because="second", by=iryna, at=noon)
    assert PersonVersion.objects.count() == 2


def test_each_registration_and_correction_has_a_change_number(
    held: PersonHeld, danylo: Identity, iryna: Officer, noon: datetime
) -> None:
    before = queries.last_change()
    actions.correct_identity(held.id, danylo, seen_version=1, because="x", by=iryna, at=noon)
    assert queries.last_change() == before + 1


def test_acts_leave_their_line_in_the_log(held: PersonHeld, marek: Officer, noon: datetime) -> None:
    actions.record_custody(held.id, Custody.HELD, source=Source.OWN_RECORD, on_date=None, by=marek, at=noon)
    assert [entry.act for entry in audit.log_of(held.id)] == [Act.CUSTODY_RECORDED, Act.PERSON_REGISTERED]


# — where he is —


def test_status_is_the_latest_by_the_day_it_happened(held: PersonHeld, marek: Officer, noon: datetime) -> None:
    """A paper about last year that comes today changes nothing."""
    for status, day in ((Custody.HELD, PartialDate(2026, 4, 2)), (Custody.HOSPITAL, PartialDate(2025))):
        actions.record_custody(held.id, status, source=Source.AGENCY, on_date=day, by=marek, at=noon)
    view = opened(held, marek, noon)
    assert view.status is not None
    assert view.status.status is Custody.HELD
    assert {event.status for event in view.custody} == {Custody.HELD, Custody.HOSPITAL}


@pytest.mark.parametrize("status", list(Custody))
def test_a_lead_never_sets_the_status(status: Custody, held: PersonHeld, marek: Officer, noon: datetime) -> None:
    """Footage and sightings are kept, sealed, and are not an answer, whatever they claim."""
    actions.record_custody(held.id, status, source=Source.LEAD, on_date=None, by=marek, at=noon)
    view = opened(held, marek, noon)
    assert (view.status, view.custody[0].status) == (None, status)


def test_an_unusual_order_needs_a_reason(held: PersonHeld, marek: Officer, noon: datetime) -> None:
    record = {"source": Source.OWN_RECORD, "on_date": None, "by": marek}
    actions.record_custody(held.id, Custody.DIED, at=noon, **record)  # type: ignore[arg-type]
    with pytest.raises(UnusualOrderNeedsAReason):
        actions.record_custody(held.id, Custody.HELD, at=noon + DAY, **record)  # type: ignore[arg-type]


def test_with_a_reason_doubt_may_always_return(held: PersonHeld, marek: Officer, noon: datetime) -> None:
    record = {"source": Source.OWN_RECORD, "on_date": None, "by": marek}
    actions.record_custody(held.id, Custody.DIED, at=noon, **record)  # type: ignore[arg-type]
    actions.record_custody(held.id, Custody.HELD, at=noon + DAY, note="it was another man", **record)  # type: ignore[arg-type]
    view = opened(held, marek, noon)
    assert view.status is not None
    assert (view.status.status, view.status.note) == (Custody.HELD, "it was another man")


@pytest.mark.parametrize(
    ("on_date", "error"),
    [(PartialDate(2026, 5, 4), DateInTheFuture), (PartialDate(None, 5, 1), DateNeedsAYear)],
)
def test_days_that_cannot_be(
    on_date: PartialDate, error: type[Exception], held: PersonHeld, marek: Officer, noon: datetime
) -> None:
    with pytest.raises(error):
        actions.record_custody(held.id, Custody.HELD, source=Source.AGENCY, on_date=on_date, by=marek, at=noon)


def test_every_status_says_what_may_follow() -> None:
    assert set(states.USUALLY_NEXT) == set(Custody)


@pytest.mark.parametrize("died_on", [None, PartialDate(2026), PartialDate(2026, 5)])
def test_a_death_whose_day_is_not_known_stands_over_an_earlier_day(
    died_on: PartialDate | None, held: PersonHeld, iryna: Officer, marek: Officer, noon: datetime
) -> None:
    """Held on 3 May; in June a message says that he died "in May". Nobody may be told that he is alive."""
    on_third = PartialDate(2026, 5, 3)
    actions.record_custody(held.id, Custody.HELD, source=Source.AGENCY, on_date=on_third, by=marek, at=noon)
    later = noon + 30 * DAY
    actions.record_custody(held.id, Custody.DIED, source=Source.AGENCY, on_date=died_on, by=marek, at=later)
    status = opened(held, iryna, later).status
    assert status is not None
    assert status.status is Custody.DIED


# — what he wishes —


def wish(person: PersonHeld, answer: Answer, by: Officer, at: datetime, **more: str) -> Wish:
    return actions.record_wish(
        person.id, Purpose.TELL_FAMILY, answer, language="uk", present="Марек", by=by, at=at, **more
    )


def test_the_newest_answer_stands_and_the_older_ones_stay(held: PersonHeld, marek: Officer, noon: datetime) -> None:
    wish(held, Answer.NOT_NOW, marek, noon)
    wish(held, Answer.YES, marek, noon + DAY)
    newest, oldest = opened(held, marek, noon).wishes
    assert (newest.answer, newest.stands, newest.ask_again) == (Answer.YES, True, None)
    assert (oldest.answer, oldest.stands) == (Answer.NOT_NOW, False)


@pytest.mark.parametrize("answer", [Answer.NO, Answer.NOT_NOW])
def test_tell_nobody_is_asked_again_after_a_week(
    answer: Answer, held: PersonHeld, marek: Officer, noon: datetime
) -> None:
    """A wish must never become a way to hide him."""
    wish(held, answer, marek, noon)
    assert opened(held, marek, noon).wishes[0].ask_again == noon + 7 * DAY


def test_after_a_transfer_he_is_asked_at_once(held: PersonHeld, marek: Officer, noon: datetime) -> None:
    wish(held, Answer.NO, marek, noon)
    actions.record_custody(
        held.id, Custody.TRANSFERRED, source=Source.OWN_RECORD, on_date=None, by=marek, at=noon + DAY
    )
    assert opened(held, marek, noon).wishes[0].ask_again == noon + DAY


def test_only_these_names_them(held: PersonHeld, marek: Officer, noon: datetime) -> None:
    wish(held, Answer.ONLY_THESE, marek, noon, only_these="his aunt Olena")
    assert opened(held, marek, noon).wishes[0].only_these == "his aunt Olena"
    with pytest.raises(RecipientsMissing):
        wish(held, Answer.ONLY_THESE, marek, noon)
    with pytest.raises(RecipientsNotAsked):
        wish(held, Answer.YES, marek, noon, only_these="his aunt Olena")


# — reading —


def test_the_log_knows_of_a_reading_before_anything_is_opened(
    held: PersonHeld, marek: Officer, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the first record is decrypted, the row is already there: one record, one reader, one reason."""
    seen = []
    genuine = sealing.open_identity

    def watching(
        blob: bytes, *, person_id: UUID, version: int, key: DataKey, permit: ReadPermit
    ) -> tuple[Identity, str]:
        seen.append([(entry.act, entry.reason, entry.count) for entry in audit.log_of(held.id, 1)])
        return genuine(blob, person_id=person_id, version=version, key=key, permit=permit)

    monkeypatch.setattr("wayhome.registry.opening.open_identity", watching)
    opened(held, marek, noon)
    assert seen == [[(Act.PERSON_OPENED, "searched", 1)]]


def test_several_people_are_one_line_in_the_log(
    held: PersonHeld, danylo: Identity, marek: Officer, noon: datetime
) -> None:
    other = actions.register_person(danylo, by=marek, at=noon)
    views = queries.open_people(
        [other.id, uuid.uuid4(), held.id], by=Actor.officer(marek.id), at=noon, reason="candidates"
    )
    assert [view.id for view in views] == [other.id, held.id]
    assert audit.log_of(other.id, 1) == audit.log_of(held.id, 1)


def test_nobody_under_an_unknown_id(marek: Officer, noon: datetime) -> None:
    with pytest.raises(NobodyUnderThisId):
        queries.open_person(uuid.uuid4(), by=Actor.officer(marek.id), at=noon, reason="x")


def test_what_changed_is_read_once_and_logged(held: PersonHeld, marek: Officer, noon: datetime) -> None:
    matcher = Actor.process("matcher")
    changed = queries.changed_since(0, by=matcher, at=noon)
    assert changed.people[held.id] is not None
    assert queries.changed_since(changed.position, by=matcher, at=noon).people == {}
    assert [entry.act for entry in audit.log_of(held.id, 2)] == [Act.INDEX_FOLLOWED, Act.PERSON_REGISTERED]


# — what the database itself refuses —


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE registry_personversion SET version = 9",
        "DELETE FROM registry_personversion",
        "UPDATE registry_custodyevent SET status = 'died'",
        "DELETE FROM registry_wish",
        "UPDATE registry_change SET number = number + 1",
        "DELETE FROM registry_change",
        "TRUNCATE registry_wish",
        "UPDATE registry_personheld SET reference = 'x'",
        "DELETE FROM registry_personheld",
        "UPDATE registry_sourcerow SET occurrence = 9",
        "DELETE FROM registry_importrun",
        "DROP TRIGGER registry_wish_only_grows ON registry_wish",
    ],
)
def test_the_web_role_cannot_rewrite_history(statement: str, held: PersonHeld) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("table", ["personversion", "custodyevent", "wish", "change"])
def test_even_the_owner_is_stopped_by_the_trigger(table: str, cluster: Cluster) -> None:
    """A migration written in haste cannot delete what happened."""
    with (
        psycopg.connect(cluster.superuser_url, dbname="wayhome_bureau") as owner,
        pytest.raises(psycopg.Error) as caught,
    ):
        owner.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(f"registry_{table}")))
    assert "Nothing written is overwritten" in str(caught.value)
