"""What only real commits can show: two browsers use one link at the same moment."""

import threading

import pytest
from django.db import connection, transaction

from wayhome.audit import Actor
from wayhome.protection import actions
from wayhome.protection.errors import EnrolmentRefused
from wayhome.protection.roles import Role

from .cast import NOON

pytestmark = pytest.mark.usefixtures("committed")


def test_one_link_used_twice_at_once_lets_one_in() -> None:
    """Whoever is second waits until the first has finished, and is refused."""
    _, token = actions.add_officer("iryna", "Iryna", [Role.CASEWORKER], "uk", by=Actor.process("command-line"), at=NOON)
    refused = threading.Event()
    ended = threading.Event()

    def lev() -> None:
        try:
            actions.use_enrolment(token, NOON)
        except EnrolmentRefused:
            refused.set()
        finally:
            connection.close()
            ended.set()

    second = threading.Thread(target=lev)
    with transaction.atomic():
        actions.use_enrolment(token, NOON)
        second.start()
        assert not ended.wait(0.5)
    second.join(10)
    assert refused.is_set()
