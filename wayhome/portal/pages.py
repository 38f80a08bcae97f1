"""What several views show: troubles, the receipt, and the answers read back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wayhome.portal.answers import Answers
from wayhome.portal.steps import FORMS, Step
from wayhome.portal.visits import Visit

FIRST_LETTER: Final = timedelta(days=3)
"""By then the first letter should lie in the slot: the bureau has read the question."""
SOMETHING_FAILED: Final = timedelta(days=14)
"""Without any letter by then she is asked to take another way too."""


class Trouble(StrEnum):
    """Why a page comes back as it was; templates hold the sentence."""

    AWAY = "away"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Section:
    """The answers of one page, for reading back. rows: (question, her words)."""

    step: Step
    rows: tuple[tuple[str, str], ...]


def review_sections(answers: Answers) -> list[Section]:
    """Everything she has written, page by page, in the words in which she was asked."""
    return [Section(step, tuple(_rows(step, answers))) for step in FORMS]


def _rows(step: Step, answers: Answers) -> Iterator[tuple[str, str]]:
    for name, field in FORMS[step].base_fields.items():
        choices = dict(getattr(field, "choices", ()))
        words = answers.get(name, "") or (str(field.initial) if field.initial else "")
        if words or name not in ("family", "given", "patronymic"):
            yield str(field.label), str(choices.get(words, words))


def receipt_page(request: HttpRequest, visit: Visit, filed_on: date | None) -> HttpResponse:
    """The code she keeps, and what happens next. Shown only when the question is durable."""
    context = {"code": visit.code, "filed_on": filed_on}
    if filed_on is not None:
        context |= {"first_letter": filed_on + FIRST_LETTER, "failed_by": filed_on + SOMETHING_FAILED}
    return render(request, "portal/ask/receipt.html", context)
