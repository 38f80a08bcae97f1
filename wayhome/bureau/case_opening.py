"""Opening one request for a page: a reason first, then the log, then the request."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from wayhome.bureau import reasons, today
from wayhome.bureau.forms.cases import OpenCaseForm
from wayhome.bureau.opening import ReasonNeeded
from wayhome.bureau.reasons import Reason
from wayhome.protection.doors import OfficerRequest
from wayhome.tracing import reading
from wayhome.tracing.reading import CaseView


def case_for(request: OfficerRequest, request_id: UUID) -> CaseView:
    """The whole request. What stands on the officer's list for today is its own reason; for others one is asked.

    Raises:
        ReasonNeeded: nothing was opened. NoSuchRequest, WasWithdrawn.
    """
    at = timezone.now()
    reason = reasons.given_for(request, request_id, at=at)
    if reason is None and today.waits_for(request.user, request_id, at):
        reason = Reason.TODAY
        reasons.remember(request, [request_id], reason, at=at)
    if reason is None:
        raise ReasonNeeded
    return reading.case(request_id, by=request.user, at=at, reason=reason.value)


def remember(request: HttpRequest, request_id: UUID, reason: Reason) -> None:
    """Keep a reason for the next hour of this sitting."""
    reasons.remember(request, [request_id], reason, at=timezone.now())


def ask_why(request: HttpRequest, form: OpenCaseForm | None = None) -> HttpResponse:
    """The page that asks for a reason; it says nothing about whether such a request exists."""
    return render(request, "bureau/cases/reason.html", {"form": form or OpenCaseForm()})
