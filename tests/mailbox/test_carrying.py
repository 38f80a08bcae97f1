"""In, out, and in between: what is put in comes out once, and nothing is lost when somebody stumbles."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import IntegrityError, transaction

from wayhome.mailbox import drafts, incoming, outgoing, slots
from wayhome.mailbox.outgoing import Put
from wayhome.run.postgres import Cluster

DAY = date(2026, 5, 3)
LOCATOR = bytes(range(16))
ENVELOPE = b"e" * 4096
SLOT = b"s" * 16384
LETTER = b"l" * 16384

AsCourier = Callable[[], AbstractContextManager[None]]


def test_an_envelope_travels_once(courier: AsCourier) -> None:
    """Olena's question is put in, fetched, acknowledged, and then gone."""
    id = uuid4()
    incoming.put(ENVELOPE, id=id, day=DAY)
    with courier():
        assert incoming.fetch(10) == [incoming.Arrived(id, ENVELOPE, DAY)]
        assert incoming.acknowledge([id]) == 1
        assert incoming.fetch(10) == []


def test_a_courier_who_stumbles_finds_it_again(courier: AsCourier) -> None:
    """Nothing leaves before it is acknowledged; acknowledging twice is harmless."""
    id = uuid4()
    incoming.put(ENVELOPE, id=id, day=DAY)
    with courier():
        assert incoming.fetch(10) == incoming.fetch(10)
        assert (incoming.acknowledge([id]), incoming.acknowledge([id])) == (1, 0)


def test_the_same_envelope_twice_is_one(courier: AsCourier) -> None:
    """She pressed twice; the bureau gets one."""
    id = uuid4()
    incoming.put(ENVELOPE, id=id, day=DAY)
    incoming.put(ENVELOPE, id=id, day=DAY)
    with courier():
        assert len(incoming.fetch(10)) == 1


def test_envelopes_come_in_the_order_of_their_random_ids(courier: AsCourier) -> None:
    """Who wrote first cannot be told from the order of fetching; no more come than were asked for."""
    ids = [UUID(int=number, version=4) for number in (3, 1, 2)]
    for id in ids:
        incoming.put(ENVELOPE, id=id, day=DAY)
    with courier():
        assert [arrived.id for arrived in incoming.fetch(2)] == sorted(ids)[:2]


def test_what_is_larger_than_any_envelope_stays_where_it_is(courier: AsCourier, cluster: Cluster) -> None:
    """Somebody who owns this database lifted its limits: the bureau's memory is not his."""
    with psycopg.connect(cluster.superuser_url, dbname="wayhome_portal", autocommit=True) as owner:
        owner.execute("ALTER TABLE mailbox_incoming DROP CONSTRAINT mailbox_incoming_size")
        try:
            large, small = uuid4(), uuid4()
            insert = "INSERT INTO mailbox_incoming (id, envelope, day) VALUES (%s, %s, %s)"
            owner.execute(insert, [large, b"e" * 3_000_000, DAY])
            incoming.put(ENVELOPE, id=small, day=DAY)
            with courier():
                assert [arrived.id for arrived in incoming.fetch(10)] == [small]
        finally:
            owner.execute("DELETE FROM mailbox_incoming WHERE id = %s", [large])
            owner.execute(
                "ALTER TABLE mailbox_incoming ADD CONSTRAINT mailbox_incoming_size"
                " CHECK (octet_length(envelope) BETWEEN 4096 AND 65536)"
            )


def test_a_reply_takes_the_place_of_the_empty_slot(courier: AsCourier) -> None:
    """The slot is there from filing on; the courier changes what lies in it."""
    slots.make(LOCATOR, SLOT)
    assert slots.read(LOCATOR) == SLOT
    with courier():
        assert outgoing.put_reply(LOCATOR, LETTER, version=1) is Put.PLACED
    assert slots.read(LOCATOR) == LETTER


def test_an_older_reply_never_covers_a_newer_one(courier: AsCourier) -> None:
    """Repeated after an interruption, or overtaken: what lies there stays."""
    slots.make(LOCATOR, SLOT)
    with courier():
        outgoing.put_reply(LOCATOR, LETTER, version=2)
        assert outgoing.put_reply(LOCATOR, LETTER, version=2) is Put.STANDS
        assert outgoing.put_reply(LOCATOR, SLOT, version=1) is Put.AHEAD
    assert slots.read(LOCATOR) == LETTER


def test_a_reply_to_nobody_is_noticed(courier: AsCourier) -> None:
    """A locator without a slot is not quietly passed over."""
    with courier():
        assert outgoing.put_reply(LOCATOR, LETTER, version=1) is Put.NO_SLOT


@pytest.mark.django_db
def test_one_receipt_has_one_slot() -> None:
    """A second slot under the same locator is refused, and with it whatever stands in the same transaction."""
    slots.make(LOCATOR, SLOT)
    with pytest.raises(IntegrityError), transaction.atomic():
        slots.make(LOCATOR, LETTER)
    assert slots.read(LOCATOR) == SLOT


@pytest.mark.django_db
@pytest.mark.parametrize("size", [0, 16383, 16385])
def test_a_slot_has_one_size(size: int) -> None:
    """A length that told something cannot be stored."""
    with pytest.raises(IntegrityError), transaction.atomic():
        slots.make(LOCATOR, b"s" * size)
    assert slots.read(LOCATOR) is None


@pytest.mark.django_db
def test_a_draft_is_replaced_and_forgotten() -> None:
    """One draft to a code; sending the question, or giving it up, leaves none."""
    drafts.put(LOCATOR, b"1" * 4096, day=DAY)
    drafts.put(LOCATOR, b"2" * 4096, day=DAY)
    assert drafts.read(LOCATOR) == b"2" * 4096
    drafts.forget(LOCATOR)
    assert drafts.read(LOCATOR) is None


@pytest.mark.django_db
def test_drafts_go_after_thirty_days() -> None:
    """On the thirtieth day it is still there, on the thirty-first it is not; writing to it starts the count again."""
    other = bytes(16)
    drafts.put(LOCATOR, ENVELOPE, day=DAY)
    drafts.put(other, ENVELOPE, day=DAY + timedelta(days=1))
    assert drafts.sweep(DAY + timedelta(days=30)) == 0
    assert drafts.sweep(DAY + timedelta(days=31)) == 1
    assert drafts.read(LOCATOR) is None
    assert drafts.read(other) == ENVELOPE
