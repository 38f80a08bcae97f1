"""Reading one candidate: request and record side by side, then a verdict. Every reader meets the same page."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wayhome.bureau import cases, evidence, people, verdicts
from wayhome.bureau.explain import in_words
from wayhome.bureau.forms.cases import VerdictForm
from wayhome.protection import roles
from wayhome.protection.doors import OfficerRequest, may_enter
from wayhome.protection.roles import Permission
from wayhome.tracing import actions
from wayhome.tracing import reading as pairs
from wayhome.tracing.errors import BecauseMissing, RoundNotOpen, SecondReaderMustDiffer
from wayhome.tracing.reading import ReadingView
from wayhome.tracing.states import CandidateState, Says


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a verdict was not taken: nothing was changed, and what was typed is kept."""

    title: str
    sentence: str
    status: int = 409


@may_enter(Permission.SEE_REQUESTS, Permission.DECIDE_CANDIDATES)
@require_http_methods(["GET", "POST"])
@in_words
def reading(request: OfficerRequest, candidate_id: UUID) -> HttpResponse:
    """The pair. A POST is this reader's verdict; what was typed stays until it is taken."""
    if request.method == "GET":
        return _page(request, candidate_id)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return _page(request, candidate_id, form)
    if form.cleaned_data["round"] != verdicts.open_round(candidate_id):
        return _page(request, candidate_id, form, _moved_on())
    try:
        state = actions.decide(
            candidate_id,
            Says(form.cleaned_data["says"]),
            because=form.cleaned_data["because"],
            by=request.user,
            at=timezone.now(),
        )
    except (RoundNotOpen, SecondReaderMustDiffer, BecauseMissing) as problem:
        return _page(request, candidate_id, form, Problem(_("This was not written down"), str(problem)))
    if state is CandidateState.OPEN:
        # To the list, not back to this page: opening it once more would leave a row in the log that hints at it.
        messages.success(request, verdicts.waiting_sentence())
        return redirect("home")
    return redirect("reading", candidate_id)


@may_enter(Permission.SEE_REQUESTS, Permission.DECIDE_CANDIDATES)
@require_POST
@in_words
def doubt(request: OfficerRequest, candidate_id: UUID) -> HttpResponse:
    """Have a settled candidate read again by two."""
    actions.doubt(candidate_id, by=request.user, at=timezone.now())
    messages.success(request, _("It is read again by two. What was said before stays readable."))
    return redirect("reading", candidate_id)


def _moved_on() -> Problem:
    return Problem(
        _("It is being read anew"),
        _("Since you opened this page the candidate was settled, or doubted, and taken up anew. Look at it once more."),
    )


def _page(
    request: OfficerRequest, candidate_id: UUID, form: VerdictForm | None = None, problem: Problem | None = None
) -> HttpResponse:
    opened = pairs.reading(candidate_id, by=request.user, at=timezone.now())
    is_open = opened.state is CandidateState.OPEN
    page = {
        **_side_by_side(opened),
        "problem": problem,
        "form": _form(opened, form) if is_open else None,
        "already": is_open and bool(opened.yours),
        "outcome": verdicts.outcome(opened),
        "typed_because": request.POST.get("because", "") if not is_open else "",
        "may_doubt": not is_open,
        "answer_address": _answer_address(request, opened),
    }
    return render(request, "bureau/cases/reading.html", page, status=problem.status if problem else 200)


def _form(opened: ReadingView, typed: VerdictForm | None) -> VerdictForm:
    """The form as it was typed, for the round that is open now."""
    now = {"round": verdicts.open_round(opened.candidate_id)}
    if typed is None:
        return VerdictForm(initial=now)
    form = VerdictForm({**typed.data.dict(), **now})  # type: ignore[attr-defined]  # a POST
    form.is_valid()
    return form


def _side_by_side(opened: ReadingView) -> dict[str, object]:
    question, comparison = opened.question, opened.comparison
    return {
        "at": timezone.now(),
        "candidate_id": opened.candidate_id,
        "request_id": opened.request_id,
        "request_reference": opened.reference,
        "person_reference": opened.person.reference,
        "weighed": verdicts.weighed(opened.candidate_id),
        "pairs": evidence.side_by_side(opened.sought, opened.held, comparison),
        "language": question.language,
        "asked_rows": [*cases.sought_rows(question.sought), *cases.asking_rows(question.enquirer)],
        "held_rows": [row for row in people.identity_rows(opened.person.identity) if row[1]],
        "told": evidence.told(comparison),
        "bits": comparison.bits,
        "how_often": evidence.how_often(comparison.probability),
        "base_rate": evidence.base_rate(),
    }


def _answer_address(request: OfficerRequest, opened: ReadingView) -> str:
    may = opened.state is CandidateState.SAME and roles.may(request.user, Permission.ANSWER_FAMILIES)
    return reverse("answer", args=[opened.request_id]) if may else ""
