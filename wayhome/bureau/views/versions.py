"""How a record came to be, and bringing an earlier version back: a slip can be undone, and nothing is overwritten."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wayhome.bureau import people, rows
from wayhome.bureau.explain import in_words
from wayhome.bureau.forms.people import PutBackForm
from wayhome.bureau.opening import ReasonNeeded, open_versions_for
from wayhome.protection import roles
from wayhome.protection.doors import OfficerRequest, may_enter
from wayhome.protection.roles import Permission
from wayhome.registry import actions
from wayhome.registry.errors import NobodyUnderThisId
from wayhome.registry.queries import VersionView


@may_enter(Permission.SEE_PERSON)
@require_GET
@in_words
def versions(request: OfficerRequest, person_id: UUID) -> HttpResponse:
    """Every version, who wrote it, why, and what it changed."""
    try:
        found = open_versions_for(request, person_id)
    except ReasonNeeded:
        return redirect("person", person_id)
    page = {
        "at": timezone.now(),
        "person_id": person_id,
        "name": people.shown_name(found[0].identity),
        "versions": rows.versions(found, people.names_behind(one.by for one in found)),
        "may_correct": roles.may(request.user, Permission.CORRECT_IDENTITY),
    }
    return render(request, "bureau/versions.html", page)


@may_enter(Permission.SEE_PERSON, Permission.CORRECT_IDENTITY)
@require_http_methods(["GET", "POST"])
@in_words
def put_back(request: OfficerRequest, person_id: UUID, number: int) -> HttpResponse:
    """Show what bringing this version back would change; a POST with a reason writes it as a new version."""
    try:
        found = open_versions_for(request, person_id)
    except ReasonNeeded:
        return redirect("person", person_id)
    form = PutBackForm(request.POST or None, initial={"version": found[0].version})
    earlier = _numbered(found, number)
    if request.method == "POST" and form.is_valid():
        actions.correct_identity(
            person_id,
            earlier.identity,
            seen_version=form.cleaned_data["version"],
            because=form.cleaned_data["because"],
            by=request.user,
            at=timezone.now(),
        )
        return redirect("person", person_id)
    page = {
        "number": number,
        "name": people.shown_name(found[0].identity),
        "changes": rows.changes(people.what_changes(found[0].identity, earlier.identity)),
        "form": form,
        "back_to": reverse("versions", args=[person_id]),
    }
    return render(request, "bureau/put_back.html", page)


def _numbered(found: list[VersionView], number: int) -> VersionView:
    for one in found:
        if one.version == number:
            return one
    raise NobodyUnderThisId
