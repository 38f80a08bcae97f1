"""One person's record: where he is, what he wishes, who he is, and who looked."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wayhome import audit
from wayhome.bureau import opening, people, reasons, rows
from wayhome.bureau.explain import in_words
from wayhome.bureau.forms.people import ReasonForm
from wayhome.bureau.opening import ReasonNeeded, open_for
from wayhome.protection import roles
from wayhome.protection.doors import OfficerRequest, may_enter
from wayhome.protection.roles import Permission
from wayhome.registry.queries import PersonView

LOG_SHOWN, LOG_OPEN = 100, 10
_WRITING = {
    "custody": Permission.RECORD_CUSTODY,
    "wish": Permission.RECORD_WISHES,
    "correct": Permission.CORRECT_IDENTITY,
}


@may_enter(Permission.SEE_PERSON)
@require_http_methods(["GET", "POST"])
@in_words
def person(request: OfficerRequest, person_id: UUID) -> HttpResponse:
    """The record. A POST gives the reason for opening it."""
    if request.method == "POST":
        return _reason_given(request, person_id)
    try:
        opened = open_for(request, person_id)
    except ReasonNeeded:
        return opening.ask_why(request)
    return render(request, "bureau/person.html", {**_record(request, opened), **_who_looked(request, opened)})


def _reason_given(request: OfficerRequest, person_id: UUID) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return opening.ask_why(request, form)
    reasons.remember(request, [person_id], reasons.Reason(form.cleaned_data["reason"]), at=timezone.now())
    return redirect("person", person_id)


def _record(request: OfficerRequest, opened: PersonView) -> dict[str, object]:
    names = people.names_behind([*(one.by for one in opened.custody), *(one.by for one in opened.wishes)])
    return {
        "at": timezone.now(),
        "person": opened,
        "name": people.shown_name(opened.identity),
        "custody": people.custody_now(opened),
        "history": rows.custody(opened, names),
        "wishes": rows.wishes(opened, names),
        "identity": people.identity_rows(opened.identity),
        "as_written": opened.identity.as_written,
        "sources": ", ".join(opened.sources),
        **{f"may_{name}": roles.may(request.user, permission) for name, permission in _WRITING.items()},
    }


def _who_looked(request: OfficerRequest, opened: PersonView) -> dict[str, object]:
    """The log of this record, for those who watch over it. That they looked at the log is in the log, too."""
    if not roles.may(request.user, Permission.SEE_PERSON_LOG):
        return {}
    act = audit.Act.PERSON_LOG_OPENED
    audit.record(act, by=opening.actor(request), at=timezone.now(), subjects=[opened.id])
    entries = rows.log(audit.log_of(opened.id, LOG_SHOWN))
    return {"log": entries[:LOG_OPEN], "log_before": entries[LOG_OPEN:]}
