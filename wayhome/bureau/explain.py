"""Errors of the rooms below, explained on a page: what happened, what it means for the work at hand, what to do now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayhome.protection.doors import OfficerRequest
from wayhome.registry import errors
from wayhome.tracing import errors as cases


@dataclass(frozen=True, slots=True)
class Explanation:
    """One class of error in plain words."""

    status: int
    title: Promise
    now: Promise


NOT_DONE = Explanation(
    400, _("This could not be done"), _("Nothing was changed. Go back, look again, and try once more.")
)

# The nearest class of an error decides; what has no line of its own is told by its sentence and NOT_DONE.
EXPLANATIONS: Mapping[type[Exception], Explanation] = {
    errors.MatcherSilent: Explanation(
        503,
        _("The search does not answer just now"),
        _("What you typed is kept below. Wait a minute and ask again. If it stays silent, tell the administrator."),
    ),
    errors.NobodyUnderThisId: Explanation(
        404,
        _("There is no such record"),
        _("The address may be old, or the record was erased. Search again by name."),
    ),
    errors.WasErased: Explanation(
        410,
        _("This record was erased"),
        _("What it held can no longer be read by anybody. Search again if you look for someone else."),
    ),
    errors.NewerVersionExists: Explanation(
        409,
        _("Someone else was here first"),
        _("Nothing was changed. Look at the new version, then decide whether your correction is still needed."),
    ),
    errors.RegistryError: NOT_DONE,
    cases.NoSuchRequest: Explanation(
        404, _("There is no such request"), _("The address may be old. Look for it in the list of requests.")
    ),
    cases.NoSuchCandidate: Explanation(
        404, _("There is no such request"), _("The address may be old. Look for it in the list of requests.")
    ),
    cases.WasWithdrawn: Explanation(
        410,
        _("The family has withdrawn this request"),
        _("Its words are erased, and nobody can read them again. Nothing is left to do here."),
    ),
    cases.NothingConfirmed: Explanation(
        409, _("There is nothing to answer yet"), _("Nothing was sent. When two readers agree, it appears on the list.")
    ),
    cases.NeverSent: Explanation(
        409, _("This letter stays here"), _("Nothing was sent. Look at the request again: something in it has changed.")
    ),
    cases.AlreadyDone: Explanation(
        409, _("Someone else was here first"), _("Nothing was done twice. Look at the list for today again.")
    ),
    cases.MoveNotAllowed: Explanation(
        409, _("The request has moved on"), _("Nothing was changed. Open it again and look how it stands now.")
    ),
    cases.RoundStillOpen: Explanation(
        409, _("The request has moved on"), _("Nothing was changed. Open it again and look how it stands now.")
    ),
    cases.TracingError: NOT_DONE,
}

P = ParamSpec("P")


def in_words(
    page: Callable[Concatenate[OfficerRequest, P], HttpResponse],
) -> Callable[Concatenate[OfficerRequest, P], HttpResponse]:
    """A page whose errors of the rooms below, where nothing nearer explains them, become a page of plain words."""

    @wraps(page)
    def told(request: OfficerRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return page(request, *args, **kwargs)
        except (errors.RegistryError, cases.TracingError) as problem:
            return explain(request, problem)

    return told


def explanation_of(problem: Exception) -> Explanation:
    """The line for the nearest class of this error."""
    return next((EXPLANATIONS[one] for one in type(problem).__mro__ if one in EXPLANATIONS), NOT_DONE)


def explain(request: HttpRequest, problem: Exception) -> HttpResponse:
    """The page for an error that no form on the way could show beside its fields."""
    told = explanation_of(problem)
    page = {"told": told, "sentence": str(problem), "back_to": reverse("home")}
    return render(request, "bureau/explained.html", page, status=told.status)
