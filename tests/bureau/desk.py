"""Olena's question on the caseworkers' desk: filed through a real envelope, matched, read, answered."""

import re
from datetime import timedelta
from uuid import UUID

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.bureau.cast import body
from tests.tracing import cast
from tests.tracing.cast import Family
from wayhome.protection.models import Officer
from wayhome.registry import actions as registry
from wayhome.registry.states import Answer, Purpose
from wayhome.tracing import actions
from wayhome.tracing.models import Candidate
from wayhome.tracing.states import CandidateState

SOUGHT = {
    "name": "",
    "family": "Выгаданенко",
    "given": "Данило",
    "patronymic": "Петрович",
    "also": "Данька",
    "sex": "he",
    "born": "12 апреля 1991",
    "place": "Выгаданное, Киевская область",
    "unit": "",
    "video": "",
}
ENQUIRER = {"name": "Олена Невідома", "relation": "мама", "question": "Как звали собаку?", "answer": "Грушка"}
REACH = {"way": "phone", "detail": "+380 00 000 00 00", "safe_when": "после семи вечера", "not_on": ["03-07"]}
# What nobody without leave may read of Olena's question, on any page, in any header or address.
HER_WORDS = ("Выгаданенко", "Выгаданное", "Данька", "Невідома", "Грушка", "380 00 000", "после семи", "соседка")
THE_SAME = {"says": "same", "because": "the same father, the same day, the same village"}


def file(family: Family, **changes: object) -> UUID:
    """Her question comes in today; the request's id."""
    parts = {"sought": SOUGHT, "enquirer": ENQUIRER, "reach": REACH}
    cast.arrive(family.question(**{**parts, **changes}), at=timezone.now())
    return family.request().id


def match() -> None:
    """Whoever may be meant is found, as the worker does it."""
    actions.follow(timezone.now())


def write_again(family: Family, text: str) -> None:
    """She writes from behind her code."""
    cast.arrive(family.word(text), "message", at=timezone.now())


def candidate_of(family: Family) -> UUID:
    found: UUID = Candidate.objects.get(request=family.request()).id
    return found


def read(reader: Client, candidate: UUID, **typed: str) -> str:
    """Open the pair and write a verdict down; the page that answers."""
    address = reverse("reading", args=[candidate])
    page = body(reader.get(address))
    (number,) = re.findall(r'name="round" value="(\d+)"', page)
    return body(reader.post(address, {"round": number, **THE_SAME, **typed}, follow=True))


def settled(candidate: UUID) -> CandidateState:
    return CandidateState(Candidate.objects.get(pk=candidate).state)


def wishes(
    person_id: UUID,
    answer: Answer,
    by: Officer,
    purpose: Purpose = Purpose.TELL_FAMILY,
    *,
    days_ago: int = 0,
    only_these: str = "",
) -> None:
    """He answers a question that a reception officer put to him."""
    at = timezone.now() - timedelta(days=days_ago)
    registry.record_wish(person_id, purpose, answer, only_these=only_these, language="uk", present="", by=by, at=at)


def in_english(client: Client) -> Client:
    """A page in English, so that sentences can be told apart in a test."""
    client.cookies["bureau_language"] = client.cookies["__Host-bureau_language"] = "en"
    return client
