"""Opening one person's record for a page: a reason first, then the log, then the record."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from wayhome.audit import Actor
from wayhome.bureau import reasons
from wayhome.bureau.forms.people import ReasonForm
from wayhome.protection.doors import OfficerRequest
from wayhome.registry import queries
from wayhome.registry.queries import PersonView, VersionView


class ReasonNeeded(Exception):
    """The officer did not come from a search and has not yet said why."""


def open_for(request: OfficerRequest, person_id: UUID) -> PersonView:
    """The whole record.

    Raises:
        ReasonNeeded: nothing was opened. NobodyUnderThisId, WasErased.
    """
    at = timezone.now()
    return queries.open_person(person_id, by=actor(request), at=at, reason=_reason(request, person_id))


def open_versions_for(request: OfficerRequest, person_id: UUID) -> list[VersionView]:
    """Every version of who he is, newest first. Raises as `open_for`."""
    at = timezone.now()
    return queries.open_versions(person_id, by=actor(request), at=at, reason=_reason(request, person_id))


def actor(request: OfficerRequest) -> Actor:
    """Who looks, for the log."""
    return Actor.officer(request.user.id)


def ask_why(request: HttpRequest, form: ReasonForm | None = None) -> HttpResponse:
    """The page that asks for a reason; it says nothing about whether such a record exists."""
    return render(request, "bureau/reason.html", {"form": form or ReasonForm()})


def _reason(request: OfficerRequest, person_id: UUID) -> str:
    reason = reasons.given_for(request, person_id, at=timezone.now())
    if reason is None:
        raise ReasonNeeded
    return reason.value
