"""The courier: what came in at the public site is carried in, what is due is written, what waits is carried out.

One step after the other, each of which may break off anywhere and simply begins again. A step that fails leaves the
others their turn: a letter must not wait for an envelope that nobody can open. Only when every step came through does
the courier give its sign of life; its silence is a banner on the staff's site.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import Error, transaction
from procrastinate.exceptions import AlreadyEnqueued

logger = logging.getLogger("wayhome.courier")

AT_ONCE = 50  # envelopes, families or letters in one turn: the log is sealed in between


def turn(at: datetime) -> None:
    """One round of everything.

    Raises:
        django.db.Error: a database is away; the first such error, after every other step had its turn.
    """
    from wayhome.protection import heartbeats

    away: Error | None = None
    all_well = True
    for name, step in STEPS.items():
        try:
            step(at)
        except Error as problem:
            away = away or problem
            all_well = False
        except Exception as problem:
            # The class alone: the text of an error of ours holds nothing of anyone, of somebody else's it might. Filled
            # in here and not by the logger, because our log drops a message's arguments.
            logger.error(f"the courier could not {name}: {type(problem).__name__}")
            all_well = False
    if away is not None:
        raise away
    if all_well:
        heartbeats.beat("courier", at=at)


def carry_in(at: datetime) -> int:
    """Envelopes: read, kept durably in the bureau under the same id, and only then let go of in the portal."""
    from wayhome.mailbox import incoming
    from wayhome.tracing import actions

    arrived = incoming.fetch(AT_ONCE)
    for one in arrived:
        actions.receive_envelope(one.id, one.envelope, day=one.day, at=at)
    if arrived:
        incoming.acknowledge([one.id for one in arrived])
    return len(arrived)


def open_arrived(at: datetime) -> int:
    from wayhome.tracing import actions

    return actions.open_arrived(at, limit=AT_ONCE)


def obey_wishes(at: datetime) -> int:
    from wayhome.tracing import actions

    return actions.obey_wishes(at)


def write_letters(at: datetime) -> int:
    """Letters without news. While the matcher is silent "we looked" would not be true: then they wait."""
    from wayhome.registry.errors import MatcherSilent
    from wayhome.tracing import actions
    from wayhome.tracing.matching_up import NotCaughtUp

    try:
        return actions.letters_due(at, limit=AT_ONCE)
    except (MatcherSilent, NotCaughtUp):
        return 0


def carry_out(at: datetime) -> int:
    from wayhome.registry import release

    return release.deliver_due(at, limit=AT_ONCE)


def wake_the_matching(at: datetime) -> None:
    """Where something changed on either side, the job that matches anew is put in the queue, once."""
    from wayhome.run import jobs
    from wayhome.tracing import matching_up

    if not matching_up.behind():
        return
    try:
        with transaction.atomic():
            jobs.match_up.defer(timestamp=int(at.timestamp()))  # type: ignore[call-arg]  # as the clock does
    except AlreadyEnqueued:
        pass  # it waits already


STEPS: Mapping[str, Callable[[datetime], object]] = {
    "carry in": carry_in,
    "open what arrived": open_arrived,
    "obey a wish": obey_wishes,
    "write letters": write_letters,
    "carry out": carry_out,
    "wake the matching": wake_the_matching,
}
