"""Speaking with a family, and asking it something: letters that say nothing of anyone, so that asking never answers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wayhome.bureau import evidence
from wayhome.bureau.explain import in_words
from wayhome.bureau.forms.cases import AskFamilyForm, TalkForm
from wayhome.protection.doors import OfficerRequest, may_enter
from wayhome.protection.roles import Permission
from wayhome.tracing import actions, writing
from wayhome.tracing.states import TalkWhy


@may_enter(Permission.SEE_REQUESTS, Permission.ANSWER_FAMILIES)
@require_http_methods(["GET", "POST"])
@in_words
def talk_ask(request: OfficerRequest, request_id: UUID) -> HttpResponse:
    """Ask the family to let us speak, and put the talk on the list. The letter is the same whatever it is about."""
    form = TalkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = TalkWhy(form.cleaned_data["why"])
        actions.ask_for_talk(request_id, why, by=request.user, at=timezone.now())
        messages.success(request, _("The family is asked for a talk, and the talk stands on the list for today."))
        return redirect("case", request_id)
    words = {
        "heading": _("Ask the family to let us speak"),
        "hint": _(
            "The letter is the same for good word, for ordinary questions and for grave news, so that its coming tells"
            " nothing. What the talk is about stays sealed here."
        ),
        "button": _("Send the letter, and put the talk on the list"),
    }
    return _write(request, request_id, form, words)


@may_enter(Permission.SEE_REQUESTS, Permission.ANSWER_FAMILIES)
@require_POST
@in_words
def talk_done(request: OfficerRequest, request_id: UUID, talk_id: UUID) -> HttpResponse:
    """The talk was held; it leaves the list."""
    actions.talk_held(talk_id, by=request.user, at=timezone.now())
    messages.success(request, _("It is written down that the talk was held."))
    return redirect("case", request_id)


@may_enter(Permission.SEE_REQUESTS, Permission.ANSWER_FAMILIES)
@require_http_methods(["GET", "POST"])
@in_words
def family_ask(request: OfficerRequest, request_id: UUID) -> HttpResponse:
    """Put one of the questions that every family is asked in time to this family now."""
    form = AskFamilyForm(request.POST or None, questions=_questions())
    if request.method == "POST" and form.is_valid():
        actions.ask_family(request_id, form.cleaned_data["which"], by=request.user, at=timezone.now())
        messages.success(request, _("The question is written, signed and on its way."))
        return redirect("case", request_id)
    words = {
        "heading": _("Ask the family a question"),
        "hint": _("Every family is asked these in time, matched or not. The letter says so, and it is true."),
        "button": _("Send this question"),
    }
    return _write(request, request_id, form, words)


def _questions() -> list[tuple[str, str]]:
    asked = writing.template("asks")["questions"]
    return [(name, asked[name][evidence.language()]["any"]) for name in writing.QUESTIONS]


def _write(request: OfficerRequest, request_id: UUID, form: object, words: dict[str, str]) -> HttpResponse:
    page = {**words, "form": form, "back_to": reverse("case", args=[request_id])}
    return render(request, "bureau/cases/write.html", page)
