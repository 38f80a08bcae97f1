"""What only real commits can show: two at one moment, a kill between two steps, nothing readable on the disk."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from tests.tracing import cast
from tests.tracing.cast import DANYLO, NOON, Family
from wayhome.audit import Act
from wayhome.audit.models import LogRow
from wayhome.protection.models import Officer
from wayhome.protection.roles import Role
from wayhome.tracing import actions
from wayhome.tracing.errors import SecondReaderMustDiffer
from wayhome.tracing.models import Candidate
from wayhome.tracing.states import CandidateState, Says

pytestmark = pytest.mark.usefixtures("committed")


def test_two_readers_may_press_the_button_together() -> None:
    """Both voices count, and exactly one of them closes the round."""
    rita = cast.officer("rita", Role.RECEPTION_OFFICER)
    readers = [cast.officer(login, Role.CASEWORKER) for login in ("iryna", "marek")]
    cast.hold(DANYLO, rita)
    cast.arrive(Family().question())
    actions.follow(NOON)
    candidate = Candidate.objects.get().id
    start, results = threading.Barrier(2), []

    def press(reader: Officer) -> None:
        start.wait(5)
        results.append(actions.decide(candidate, Says.SAME, because="the same scar", by=reader, at=NOON))
        connection.close()

    threads = [threading.Thread(target=press, args=(reader,)) for reader in readers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(results) == [CandidateState.OPEN, CandidateState.SAME]
    assert LogRow.objects.filter(act=Act.ROUND_CLOSED).count() == 1


def test_one_reader_who_presses_twice_is_one_voice() -> None:
    rita = cast.officer("rita", Role.RECEPTION_OFFICER)
    iryna = cast.officer("iryna", Role.CASEWORKER)
    cast.hold(DANYLO, rita)
    cast.arrive(Family().question(), at=NOON + timedelta(seconds=1))
    actions.follow(NOON)
    candidate = Candidate.objects.get().id
    refused: list[Exception] = []

    def press() -> None:
        try:
            actions.decide(candidate, Says.SAME, because="the same scar", by=iryna, at=NOON)
        except SecondReaderMustDiffer as problem:
            refused.append(problem)
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(refused) == 1
    assert Candidate.objects.get().state == CandidateState.OPEN
