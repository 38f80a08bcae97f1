"""Guessing is slowed for all alike; nobody is counted by address, and the right code still opens."""

import pytest

from tests.portal.people import Visitor
from wayhome.portal import throttle
from wayhome.portal.throttle import ALLOWED, LEAK, LONGEST, WAITING, FailureBudget
from wayhome.seal.receipts import new_receipt_code


class Clock:
    """Time that stands still unless somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def budget(clock: Clock) -> FailureBudget:
    return FailureBudget(clock=clock, sleep=clock.sleep)


def failed(budget: FailureBudget, times: int) -> None:
    for _ in range(times):
        budget.failed()


def test_nobody_waits_within_the_allowance(budget: FailureBudget, clock: Clock) -> None:
    """Thirty mothers may mistype at once."""
    failed(budget, ALLOWED)
    assert budget.wait()
    assert clock.waits == []


def test_waits_grow_and_end(budget: FailureBudget, clock: Clock) -> None:
    """A little more for each wrong code, never more than two seconds."""
    failed(budget, ALLOWED + 5)
    budget.wait()
    failed(budget, 1000)
    budget.wait()
    assert clock.waits == [pytest.approx(0.5), LONGEST]


def test_it_is_forgotten(budget: FailureBudget, clock: Clock) -> None:
    """After the guessing stops the site is quick again."""
    failed(budget, ALLOWED + 10)
    clock.now += 10 / LEAK
    assert budget.wait()
    assert clock.waits == []


def test_most_threads_stay_free(clock: Clock) -> None:
    """Only a few may wait; the next is told to press again instead of holding a thread."""
    inside: list[bool] = []
    crowded = FailureBudget(clock=clock, sleep=lambda _: inside.append(crowded.wait()))
    failed(crowded, ALLOWED + 1)
    assert crowded.wait()
    assert inside == [False] + [True] * (WAITING - 1)


@pytest.mark.django_db
def test_a_wrong_code_counts_and_a_right_one_does_not(olena: Visitor, lev: Visitor) -> None:
    """Only what opens nothing fills the bucket."""
    olena.file()
    Visitor().come_back(olena.code)
    assert throttle.BUDGET._level == 0
    lev.come_back(new_receipt_code().digits)
    assert throttle.BUDGET._level > 0.9


@pytest.mark.django_db
def test_a_busy_site_keeps_her_words(olena: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many are waiting: the same page comes back with everything on it, on both lines."""
    olena.begin().ask()
    code = olena.code
    monkeypatch.setattr(throttle.BUDGET, "wait", lambda: False)
    olena.ask(name="Данило")
    assert "Зараз ця сторінка дуже завантажена." in olena.text
    assert 'value="Данило"' in olena.html
    assert f'value="{code}"' in olena.come_back(code).html
