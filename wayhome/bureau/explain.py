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
}

P = ParamSpec("P")


def in_words(
    page: Callable[Concatenate[OfficerRequest, P], HttpResponse],
) -> Callable[Concatenate[OfficerRequest, P], HttpResponse]:
    """A page whose errors of the register, where nothing nearer explains them, become a page of plain words."""

    @wraps(page)
    def told(request: OfficerRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return page(request, *args, **kwargs)
        except errors.RegistryError as problem:
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
