"""Coming back with the code: letters, an answer to them, withdrawing; or an unfinished question."""

import logging
import secrets
from typing import Any, Final

from django.db import Error as DatabaseAway
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wayhome.portal import ask_views, visits
from wayhome.portal.forms import CodeForm, MessageForm
from wayhome.portal.own_pages import padded, takes_our_forms
from wayhome.portal.pages import Trouble
from wayhome.portal.speech import remember, wished_language
from wayhome.portal.steps import Step, first_gap
from wayhome.portal.throttle import BUDGET
from wayhome.portal.visits import Visit

logger = logging.getLogger("wayhome.portal")

PAGE_SIZE: Final = 20_000
"""Bytes of every page here, with a letter or without, after a right code or a wrong one."""


@require_http_methods(["GET", "HEAD", "POST"])
@takes_our_forms
@padded(PAGE_SIZE)
def letters(request: HttpRequest) -> HttpResponse:
    """The code comes in the body of a POST. A wrong one costs the same work and gets the same status and size."""
    if request.method != "POST":
        return _enter(request, CodeForm())
    language = wished_language(request)
    response = _open(request, changing_language=language is not None)
    return remember(response, language) if language else response


def _open(request: HttpRequest, *, changing_language: bool) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _enter(request, form)
    if not BUDGET.wait():
        return _enter(request, form, Trouble.BUSY)
    try:
        visit = visits.open_with(form.cleaned_data["code"], timezone.now())
        if visit.opens_nothing:
            BUDGET.failed()
            form.add_error("code", _("We cannot open anything with this code. Check the digits."))
            return _enter(request, form)
        if visit.letters is None:
            return _resume(request, visit)
        return _act(request, visit, "" if changing_language else request.POST.get("go", ""))
    except DatabaseAway as problem:
        logger.warning(f"the database did not answer: {type(problem).__name__}")
        return _stay(request, form)


def _act(request: HttpRequest, visit: Visit, go: str) -> HttpResponse:
    """What the button says; without one, the page she is on, or her letters."""
    match go or request.POST.get("at", ""):
        case "write":
            return _page(request, "write", visit, form=MessageForm(initial={"text": request.POST.get("text", "")}))
        case "say":
            return _say(request, visit)
        case "withdraw":
            return _page(request, "withdraw", visit)
        case "withdraw_yes":
            visits.say(visit, "withdrawal", "", once=_once(request), day=timezone.now().date())
            return _page(request, "withdrawn", visit, day=timezone.now().date())
        case _:
            return _page(request, "letters", visit, bundle=visit.letters)


def _say(request: HttpRequest, visit: Visit) -> HttpResponse:
    form = MessageForm({"text": request.POST.get("text", "").replace("\r\n", "\n")})
    if not form.is_valid():
        return _page(request, "write", visit, form=form)
    day = timezone.now().date()
    visits.say(visit, "message", form.cleaned_data["text"], once=_once(request), day=day)
    return _page(request, "said", visit, day=day)


def _stay(request: HttpRequest, form: CodeForm) -> HttpResponse:
    """The database is away: the page she was on, with her words on it."""
    code = form.cleaned_data["code"]
    if request.POST.get("at") == "write":
        words = MessageForm(initial={"text": request.POST.get("text", "")})
        return _shown(request, "write", code=code, form=words, once=_once(request), trouble=Trouble.AWAY)
    if request.POST.get("at") == "withdraw":
        return _shown(request, "withdraw", code=code, once=_once(request), trouble=Trouble.AWAY)
    return _enter(request, form, Trouble.AWAY)


def _resume(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Her unfinished question, at the first page that still needs something."""
    answers = visit.draft or {}
    return ask_views.show(request, first_gap(answers) or Step.REVIEW, visit.code, answers)


def _page(request: HttpRequest, name: str, visit: Visit, **context: Any) -> HttpResponse:
    return _shown(request, name, code=visit.code, once=_once(request), **context)


def _shown(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    return render(request, f"portal/letters/{name}.html", context)


def _enter(request: HttpRequest, form: CodeForm, trouble: Trouble | None = None) -> HttpResponse:
    return render(request, "portal/letters/enter.html", {"form": form, "trouble": trouble})


def _once(request: HttpRequest) -> str:
    """A mark of one page: sent twice from the same page, the same words are one envelope."""
    given = request.POST.get("once", "")
    return given if len(given) == _ONCE * 2 else secrets.token_hex(_ONCE)


_ONCE: Final = 16
