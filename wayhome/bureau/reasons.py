"""Why an officer opens a person's record. The log keeps the short word; pages show the sentence.

After a search the question itself is the reason. From anywhere else we ask, once per person and sitting, so that
browsing is a thing one has to say (threats.md T19).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import TextChoices
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from wayhome.protection import keyring

STANDS_FOR = timedelta(hours=1)
REMEMBERED = 60  # people; a sitting with more than that starts to forget the first
_KEPT_UNDER = "opened"


class Reason(TextChoices):
    """The short word in the log, and what it says on a page."""

    SEARCH = "search", pgettext_lazy("reason", "found by a search")
    TODAY = "today", pgettext_lazy("reason", "it stands on the list for today")
    CANDIDATE = "candidate", pgettext_lazy("reason", "read as one who may be meant")
    ANSWER = "answer", pgettext_lazy("reason", "an answer to a family")
    LETTER = "letter", pgettext_lazy("reason", "a letter to a family")
    REQUEST = "request", pgettext_lazy("reason", "the request I am working on")
    IMPORT_CHECK = "import_check", pgettext_lazy("reason", "checking an imported list")
    CALLER = "caller", pgettext_lazy("reason", "someone is on the phone")
    CARE = "care", pgettext_lazy("reason", "something has changed")
    OTHER = "other", pgettext_lazy("reason", "another reason")


# What the house itself writes as a reason: its processes, and the demonstration.
_OF_THE_HOUSE: Mapping[str, Promise] = {
    "a word makes way": pgettext_lazy("reason", "a word makes way"),
    "every slot sealed anew": pgettext_lazy("reason", "every slot sealed anew"),
    "invented": pgettext_lazy("reason", "the demonstration (invented)"),
    "tour": pgettext_lazy("reason", "the demonstration (invented)"),
}
# What an officer may choose when he comes from nowhere: a search gives its own reason.
TO_CHOOSE = [Reason.REQUEST, Reason.IMPORT_CHECK, Reason.CALLER, Reason.CARE, Reason.OTHER]


def remember(request: HttpRequest, people: list[UUID], reason: Reason, *, at: datetime) -> None:
    """Keep the reason while it stands, under keyed hashes: the session table must not list who was looked at."""
    kept = {mark: entry for mark, entry in _kept(request).items() if _still_stands(entry[1], at)}
    kept |= {_mark(one): [reason.value, at.isoformat()] for one in people}
    request.session[_KEPT_UNDER] = dict(list(kept.items())[-REMEMBERED:])


def given_for(request: HttpRequest, person_id: UUID, *, at: datetime) -> Reason | None:
    """The reason given for this person in this sitting, or None if it must be asked."""
    entry = _kept(request).get(_mark(person_id))
    if entry is None or not _still_stands(entry[1], at):
        return None
    return Reason(entry[0])


def in_words(slug: str) -> str:
    """The sentence for a reason in the log; an older or another room's word stands as it is."""
    return str(Reason(slug).label if slug in Reason.values else _OF_THE_HOUSE.get(slug, slug))


def _kept(request: HttpRequest) -> dict[str, list[str]]:
    return dict(request.session.get(_KEPT_UNDER, {}))


def _still_stands(given_at: str, at: datetime) -> bool:
    return at - datetime.fromisoformat(given_at) < STANDS_FOR


def _mark(person_id: UUID) -> str:
    return keyring.keyed_hash("opened-person", person_id.bytes).hex()[:24]
