"""The pages of the question, in order, and which words belong to which."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from django.http import QueryDict

from wayhome.portal.answers import PLACES, Answers
from wayhome.portal.forms import Page, Reach, Whom, You


class Step(StrEnum):
    """One page each."""

    CODE = "code"
    WHOM = "whom"
    YOU = "you"
    REACH = "reach"
    REVIEW = "review"


ORDER: Final = tuple(Step)
FORMS: Final[Mapping[Step, type[Page]]] = {Step.WHOM: Whom, Step.YOU: You, Step.REACH: Reach}


def step_named(name: str | None) -> Step:
    """The page a form says it comes from; the first one when it says nothing we know."""
    return next((step for step in Step if step == name), Step.CODE)


def following(step: Step) -> Step:
    return ORDER[min(ORDER.index(step) + 1, len(ORDER) - 1)]


def preceding(step: Step) -> Step:
    return ORDER[max(ORDER.index(step) - 1, 0)]


def posted(step: Step, given: QueryDict) -> Answers:
    """What the page of this step sent. The last page carries every answer along: what she sees is what is sent."""
    names = PLACES if step is Step.REVIEW else FORMS[step].base_fields if step in FORMS else ()
    return {name: given.get(name, "").replace("\r\n", "\n").strip() for name in names}


def first_gap(answers: Answers) -> Step | None:
    """The first page whose answers cannot be sent as they are; None when all can."""
    return next((step for step, form in FORMS.items() if not form(answers).is_valid()), None)
