"""Families' requests: the list without names, one request, what the family wrote, and its moves."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayhome import audit
from wayhome.bureau import case_opening, case_page, cases
from wayhome.bureau.case_opening import case_for
from wayhome.bureau.explain import in_words
from wayhome.bureau.forms.cases import MoveForm, OpenCaseForm
from wayhome.bureau.opening import ReasonNeeded
from wayhome.bureau.reasons import Reason
from wayhome.protection import roles
from wayhome.protection.doors import OfficerRequest, may_enter
from wayhome.protection.roles import Permission
from wayhome.tracing import actions, queries
from wayhome.tracing.queries import QueueRow
from wayhome.tracing.reading import CaseView
from wayhome.tracing.states import State

A_PAGE = 25
LOG_SHOWN = 100
SHOWN: dict[str, tuple[Promise, frozenset[State]]] = {
    "open": (
        pgettext_lazy("requests", "Under way"),
        frozenset({State.RECEIVED, State.OPEN, State.UNDER_REVIEW}),
    ),
    "answered": (pgettext_lazy("requests", "Answered"), frozenset({State.ANSWERED})),
    "resting": (pgettext_lazy("requests", "Paused or closed"), frozenset({State.PAUSED, State.CLOSED})),
}
MOVES = {State.PAUSED: actions.pause, State.CLOSED: actions.close, State.OPEN: actions.reopen}


@dataclass(frozen=True, slots=True)
class Choice:
    slug: str
    label: Promise
    here: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One request in the list. waits: what of it waits, for this officer and for anybody."""

    id: UUID
    reference: str
    state: Promise
    came: str
    waits: list[str]


@may_enter(Permission.SEE_REQUESTS)
@require_GET
def queue(request: OfficerRequest) -> HttpResponse:
    """The requests of one kind, oldest first. The address holds the kind and the page, never a name."""
    chosen = request.GET.get("show", "open")
    chosen = chosen if chosen in SHOWN else "open"
    rows = queries.queue(request.user, states=SHOWN[chosen][1], limit=2000)
    page = Paginator([_line(row) for row in rows], A_PAGE).get_page(request.GET.get("page"))
    choices = [Choice(slug, label, here=slug == chosen) for slug, (label, _states) in SHOWN.items()]
    # The next page is a page of the same kind of requests.
    parameter = f"show={chosen}&page"
    return render(request, "bureau/cases/queue.html", {"page": page, "choices": choices, "parameter": parameter})


def _line(row: QueueRow) -> Line:
    came = _("came in on %(day)s") % {"day": cases.on(row.filed_on)}
    if row.look_again_on is not None:
        came += "; " + _("next letter on %(day)s") % {"day": cases.on(row.look_again_on)}
    return Line(row.id, row.reference, row.state.label, came, _waits(row))


def _waits(row: QueueRow) -> list[str]:
    waits: list[str] = []
    if row.messages:
        waits.append(_("The family has written."))
    if row.by_you:
        waits.append(
            ngettext("%(count)s candidate waits for you.", "%(count)s candidates wait for you.", row.by_you)
            % {"count": row.by_you}
        )
    elif row.to_read:
        waits.append(_("It is being read."))
    return waits


@may_enter(Permission.SEE_REQUESTS)
@require_http_methods(["GET", "POST"])
@in_words
def case(request: OfficerRequest, request_id: UUID) -> HttpResponse:
    """One request. A POST gives the reason for opening it."""
    if request.method == "POST":
        form = OpenCaseForm(request.POST)
        if not form.is_valid():
            return case_opening.ask_why(request, form)
        case_opening.remember(request, request_id, Reason(form.cleaned_data["reason"]))
        return redirect("case", request_id)
    try:
        opened = case_for(request, request_id)
    except ReasonNeeded:
        return case_opening.ask_why(request)
    return render(request, "bureau/cases/case.html", {**_sheet(opened), **_work(request, opened)})


def _sheet(opened: CaseView) -> dict[str, object]:
    """What the family wrote, and what was written to it."""
    question = opened.question
    next_look = _("Next letter on %(day)s.") % {"day": cases.on(opened.look_again_on)} if opened.look_again_on else ""
    return {
        "at": timezone.now(),
        "case": opened,
        "state": opened.state.label,
        "came": _("came in on %(day)s") % {"day": cases.on(opened.filed_on)},
        "language": question.language,
        "written_in": cases.written_in(question.language),
        "sought": cases.sought_rows(question.sought),
        "enquirer": cases.enquirer_rows(question.enquirer),
        "family_question": cases.family_question(question.enquirer),
        "reach": cases.reach_sheet(question.reach),
        "next_look": next_look,
        "letters": case_page.letters(opened),
        "family_messages": [(cases.on(one.came_on), one) for one in opened.messages],
        "something_new": any(not one.seen for one in opened.messages),
    }


def _work(request: OfficerRequest, opened: CaseView) -> dict[str, object]:
    """What this officer may do here."""
    officer = request.user
    entries = audit.log_of(opened.id, LOG_SHOWN)
    return {
        "waits": case_page.waits(opened, officer),
        "candidates": case_page.candidates(opened),
        "may_read": roles.may(officer, Permission.DECIDE_CANDIDATES),
        "may_answer": roles.may(officer, Permission.ANSWER_FAMILIES),
        "moves": case_page.moves(opened, officer),
        "history": case_page.history(entries, whole=roles.may(officer, Permission.SEE_PERSON_LOG)),
    }


@may_enter(Permission.SEE_REQUESTS, Permission.ANSWER_FAMILIES)
@require_POST
@in_words
def messages_seen(request: OfficerRequest, request_id: UUID) -> HttpResponse:
    """The messages that stood on the page are read and leave the list for today; one that came meanwhile does not."""
    try:
        shown = [UUID(text) for text in request.POST.getlist("message")]
    except ValueError:
        raise Http404 from None
    actions.mark_messages_seen(request_id, shown, by=request.user, at=timezone.now())
    messages.success(request, _("Marked as read. If it asks for an answer, write one from this page."))
    return redirect("case", request_id)


@may_enter(Permission.SEE_REQUESTS, Permission.ANSWER_FAMILIES)
@require_http_methods(["GET", "POST"])
@in_words
def move(request: OfficerRequest, request_id: UUID, to: str) -> HttpResponse:
    """Pause, close or open again, with a reason."""
    if to not in {state.value for state in MOVES}:
        raise Http404
    state = State(to)
    form = MoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        MOVES[state](request_id, because=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        messages.success(request, _("It is written down."))
        return redirect("case", request_id)
    return render(request, "bureau/cases/write.html", {**_MOVE_WORDS[state], **_way_back(request_id), "form": form})


_MOVE_WORDS: dict[State, dict[str, Promise]] = {
    State.PAUSED: {
        "heading": pgettext_lazy("move", "Pause this request"),
        "hint": pgettext_lazy("move", "No letters go out and nobody is looked for until somebody opens it again."),
        "button": pgettext_lazy("move", "Pause"),
    },
    State.CLOSED: {
        "heading": pgettext_lazy("move", "Close this request"),
        "hint": pgettext_lazy("move", "As with a pause, but for good. The family may still write, years later too."),
        "button": pgettext_lazy("move", "Close"),
    },
    State.OPEN: {
        "heading": pgettext_lazy("move", "Open this request again"),
        "hint": pgettext_lazy("move", "Letters and matching go on; the next letter goes out in a month."),
        "button": pgettext_lazy("move", "Open again"),
    },
}


def _way_back(request_id: UUID) -> dict[str, str]:
    return {"back_to": reverse("case", args=[request_id])}


@may_enter(Permission.SEE_REQUESTS)
@require_http_methods(["GET", "POST"])
def envelopes(request: OfficerRequest) -> HttpResponse:
    """What arrived and could not be understood. Nothing is opened here; a POST has one tried once more."""
    waiting = queries.set_aside()
    if request.method == "POST":
        asked = request.POST.get("envelope", "")
        for one in waiting:
            if str(one.id) == asked:
                actions.try_again(one.id, at=timezone.now())
                messages.success(request, _("It is tried once more. If it stays shut, it comes back here."))
        return redirect("envelopes")
    rows = [(one.id, cases.on(one.day), cases.set_aside_because(one.reason)) for one in waiting]
    return render(request, "bureau/cases/envelopes.html", {"envelopes": rows})
