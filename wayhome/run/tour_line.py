"""The second half of the tour: a mother asks, two read, he says what may be told, she reads exactly that.

Real in every part: the public site's own process seals and opens, the courier carries, the matcher finds.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.run import environments
from wayhome.run.home import CHECKOUT, Home

if TYPE_CHECKING:
    from wayhome.protection.models import Officer

Step = Callable[[int, str, str], None]
Show = Callable[[str], None]


def walk(home: Home, addresses: Mapping[str, str], step: Step, show: Show) -> None:
    """Walk from her question to her letter, and to the day on which he takes his word back."""
    from django.utils import timezone

    from wayhome.run import courier

    def public_site(what: str) -> None:
        base = environments.outside(demo=True, plain_http=True)
        environment = environments.public(home, addresses, base)
        command = [sys.executable, "-m", "wayhome.run.demo.families", what]
        said = subprocess.run(command, env=environment, cwd=CHECKOUT, check=True, capture_output=True, text=True)
        show(said.stdout.strip())

    step(8, "portal", "two families ask; the public site closes each question to the bureau and forgets it")
    public_site("file")
    step(9, "courier → tracing", "carried in, opened, kept under keys of their own; a first letter goes out")
    courier.turn(timezone.now())
    public_site("read")
    step(10, "matcher → tracing", "who may be the one she seeks; above the threshold two must read")
    candidate, person = _candidate(show)
    step(11, "tracing", "two readers, the second blind")
    _read_by_two(candidate, show)
    step(12, "registry", "he is asked: whom may we tell, and what?")
    _wish(person, "yes", "tell_family")
    _wish(person, "no", "tell_place")
    show("“My mother may know that I am alive, not where.”")
    step(13, "tracing → registry.release → courier", "an officer answers; she reads with her code")
    _answer(candidate, show)
    courier.turn(timezone.now())
    public_site("read")
    step(14, "registry", "he takes it back; her page becomes any answered case between two pieces of news")
    _wish(person, "no", "tell_family")
    courier.turn(timezone.now())
    public_site("read")


def _candidate(show: Show) -> tuple[UUID, UUID]:
    from django.utils import timezone

    from wayhome.tracing import actions
    from wayhome.tracing.matching_up import NotCaughtUp
    from wayhome.tracing.models import Candidate

    deadline = time.monotonic() + 20
    while True:
        try:
            while actions.follow(timezone.now()):
                pass
            break
        except NotCaughtUp:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
    best = Candidate.objects.order_by("-bits").first()
    if best is None or not best.above_threshold:
        raise SystemExit("The tour lost its way: nobody was found for her.")
    show(f"{best.request.reference}: {best.certain}, {best.bits:+.1f} bits")
    return best.id, best.person_id


def _read_by_two(candidate: UUID, show: Show) -> None:
    from wayhome.tracing import actions, queries, reading
    from wayhome.tracing.states import Says

    for login in ("iryna", "marek"):
        officer, now = _officer(login), _now()
        pair = reading.reading(candidate, by=officer, at=now)
        tasks = len(queries.today(officer, now.date()))
        settled = actions.decide(candidate, Says.SAME, because="name, birth date and village", by=officer, at=now)
        show(f"{login}: {tasks} tasks today, {len(pair.closed)} verdicts of others to be seen; now: {settled.value}")


def _answer(candidate: UUID, show: Show) -> None:
    from wayhome.tracing import actions, queries

    request = queries.candidate_request(candidate)
    if request is None:
        raise SystemExit("The tour lost its way: the question is gone.")
    answered = actions.prepare_answer(request, by=_officer("iryna"), at=_now())
    show(f"sent: {answered.sent}, {answered.kind.value if answered.kind else answered.inside.value}")


def _wish(person: UUID, answer: str, purpose: str) -> None:
    from wayhome.registry import actions
    from wayhome.registry.states import Answer, Purpose

    officer = _officer("sergei")
    actions.record_wish(person, Purpose(purpose), Answer(answer), language="uk", present="", by=officer, at=_now())


def _officer(login: str) -> "Officer":
    from wayhome.protection.models import Officer

    return Officer.objects.get(login=login, is_demo=True)


def _now() -> datetime:
    from django.utils import timezone

    return timezone.now()
