"""Asking, page after page. One address for all of it: the list of visited pages shows one line, and no code."""

import contextlib
import logging
from typing import Final

from django.db import Error as DatabaseAway
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from wayhome.portal import visits
from wayhome.portal.answers import Answers
from wayhome.portal.forms import Page
from wayhome.portal.own_pages import padded, takes_our_forms
from wayhome.portal.pages import Trouble, receipt_page, review_sections
from wayhome.portal.speech import remember, wished_language
from wayhome.portal.steps import FORMS, ORDER, Step, first_gap, following, posted, preceding, step_named
from wayhome.portal.throttle import BUDGET
from wayhome.portal.visits import Visit
from wayhome.seal.errors import Miswritten, TooLong
from wayhome.seal.receipts import ReceiptCode, read_receipt_code

logger = logging.getLogger("wayhome.portal")

PAGE_STEP: Final = 4096


@require_http_methods(["GET", "HEAD", "POST"])
@takes_our_forms
@padded(PAGE_STEP)
def ask(request: HttpRequest) -> HttpResponse:
    """Every page of the question. The code and the words come in the body of a POST and nowhere else."""
    if request.method != "POST":
        return render(request, "portal/ask/start.html")
    if request.POST.get("go") == "begin":
        return _begin(request)
    try:
        code = read_receipt_code(request.POST.get("code", ""))
    except Miswritten:
        return HttpResponseRedirect(reverse("letters"))
    language = wished_language(request)
    response = _go_on(request, code, changing_language=language is not None)
    return remember(response, language) if language else response


def _begin(request: HttpRequest) -> HttpResponse:
    try:
        visit = visits.begin(timezone.now().date())
    except DatabaseAway as problem:
        _note(problem)
        return render(request, "portal/ask/start.html", {"trouble": Trouble.AWAY})
    return show(request, Step.CODE, visit.code, {})


def _go_on(request: HttpRequest, code: ReceiptCode, *, changing_language: bool) -> HttpResponse:
    """Keep what this page sent, then do what its button says. Whatever fails, her words stay on the page."""
    at, step = timezone.now(), step_named(request.POST.get("at"))
    given = posted(step, request.POST)
    if not BUDGET.wait():
        return show(request, step, code, given, trouble=Trouble.BUSY)
    try:
        visit = visits.open_with(code, at)
        if visit.opens_nothing:
            BUDGET.failed()
        if visit.letters is not None:
            return receipt_page(request, visit, visit.letters.filed_on)
        answers = {**(visit.draft or {}), **given}
        if not changing_language and request.POST.get("go") == "send":
            return _send(request, visit, answers)
        return _turn(request, visit, step, answers, changing_language=changing_language)
    except DatabaseAway as problem:
        _note(problem)
        return show(request, step, code, given, trouble=Trouble.AWAY)


def _turn(request: HttpRequest, visit: Visit, step: Step, answers: Answers, *, changing_language: bool) -> HttpResponse:
    """From one page to another. Only the way forward asks that a page be filled in rightly."""
    form = FORMS[step](answers) if step in FORMS else None
    with contextlib.suppress(TooLong):  # the page itself then says which words are too long
        visits.keep(visit, answers, day=timezone.now().date())
    go = request.POST.get("go", "next")
    if changing_language:
        return show(request, step, visit.code, answers)
    if go == "back" and _fits(form):
        return show(request, preceding(step), visit.code, answers)
    if go in FORMS and step is Step.REVIEW:
        return show(request, Step(go), visit.code, answers, then=Step.REVIEW)
    if form is not None and not form.is_valid():
        return show(request, step, visit.code, answers, form=form)
    return show(request, _next(request, step, answers), visit.code, answers)


def _fits(form: Page | None) -> bool:
    """Whether a page may be left backwards: anything but words that are too long to keep."""
    return form is None or not any(
        error.code == "max_length" for errors in form.errors.as_data().values() for error in errors
    )


def _next(request: HttpRequest, step: Step, answers: Answers) -> Step:
    if request.POST.get("then") == Step.REVIEW and first_gap(answers) is None:
        return Step.REVIEW
    return following(step)


def _send(request: HttpRequest, visit: Visit, answers: Answers) -> HttpResponse:
    gap = first_gap(answers)
    if gap is not None:
        return show(request, gap, visit.code, answers, form=FORMS[gap](answers), then=Step.REVIEW)
    day = timezone.now().date()
    visits.send(visit, answers, language=get_language() or "uk", day=day)
    return receipt_page(request, visit, day)


def show(
    request: HttpRequest,
    step: Step,
    code: ReceiptCode,
    answers: Answers,
    *,
    form: Page | None = None,
    trouble: Trouble | None = None,
    then: Step | None = None,
) -> HttpResponse:
    """One page of the question, filled with what she has answered."""
    if form is None and step in FORMS:
        form = FORMS[step](initial=answers)
    context = {
        "code": code,
        "step": step,
        "number": ORDER.index(step),
        "form": form,
        "answers": answers,
        "trouble": trouble,
        "then": then or (Step.REVIEW if request.POST.get("then") == Step.REVIEW and step in FORMS else ""),
    }
    if step is Step.REVIEW:
        context["sections"] = review_sections(answers)
    return render(request, f"portal/ask/{step}.html", context)


def _note(problem: DatabaseAway) -> None:
    # The class of the problem and nothing else: the text of a database error can quote what was to be stored.
    logger.warning(f"the database did not take it: {type(problem).__name__}")
