"""Writing in a record: what happened, a wish, a correction. What was typed stays until it is taken."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wayhome.bureau import people, rows
from wayhome.bureau.explain import in_words
from wayhome.bureau.forms.people import CorrectForm, CustodyForm, WishForm
from wayhome.bureau.opening import ReasonNeeded, open_for
from wayhome.protection.doors import OfficerRequest, may_enter
from wayhome.protection.roles import Permission
from wayhome.registry import actions
from wayhome.registry.errors import NobodyUnderThisId, RegistryError, WasErased
from wayhome.registry.queries import PersonView
from wayhome.registry.states import Answer, Custody, Purpose, Source


@may_enter(Permission.SEE_PERSON, Permission.RECORD_CUSTODY)
@require_http_methods(["GET", "POST"])
@in_words
def custody(request: OfficerRequest, person_id: UUID) -> HttpResponse:
    """Write down what somebody says happened."""

    def write(typed: dict[str, Any]) -> None:
        actions.record_custody(
            person_id,
            Custody(typed["status"]),
            source=Source(typed["source"]),
            on_date=typed["on_date"],
            place=typed["place"],
            note=typed["note"],
            by=request.user,
            at=timezone.now(),
        )

    words = {
        "heading": _("What happened"),
        "hint": _(
            "Nothing written here is overwritten. If something was written by mistake, write what is true with the same"
            " day, and say in the note what was wrong: the later writing stands."
        ),
        "button": _("Write it down"),
    }
    return _write_page(request, person_id, CustodyForm(request.POST or None), write, words)


@may_enter(Permission.SEE_PERSON, Permission.RECORD_WISHES)
@require_http_methods(["GET", "POST"])
@in_words
def wish(request: OfficerRequest, person_id: UUID) -> HttpResponse:
    """Write down an answer as it was given."""

    def write(typed: dict[str, Any]) -> None:
        actions.record_wish(
            person_id,
            Purpose(typed["purpose"]),
            Answer(typed["answer"]),
            only_these=typed["only_these"],
            language=typed["language"],
            present=typed["present"],
            by=request.user,
            at=timezone.now(),
        )

    words = {
        "heading": _("A wish"),
        "hint": _("Saying no, or not now, is an answer like any other. A later answer takes the place of this one."),
        "button": _("Write it down"),
    }
    return _write_page(request, person_id, WishForm(request.POST or None), write, words)


def _write_page(
    request: OfficerRequest,
    person_id: UUID,
    form: forms.Form,
    write: Callable[[dict[str, Any]], None],
    words: Mapping[str, str],
) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and _taken(form, lambda: write(form.cleaned_data)):
        messages.success(request, _("It is written down."))
        return redirect("person", person_id)
    try:
        opened = open_for(request, person_id)
    except ReasonNeeded:
        return redirect("person", person_id)
    return render(request, "bureau/write.html", {"form": form, **words, **_whose(opened)})


@may_enter(Permission.SEE_PERSON, Permission.CORRECT_IDENTITY)
@require_http_methods(["GET", "POST"])
@in_words
def correct(request: OfficerRequest, person_id: UUID) -> HttpResponse:
    """Correct who he is in two steps: type, then look at what changes and say yes."""
    try:
        opened = open_for(request, person_id)
    except ReasonNeeded:
        return redirect("person", person_id)
    form = CorrectForm(request.POST or None, initial=CorrectForm.typed_from(opened.identity, opened.version))
    if request.method == "POST" and form.is_valid() and request.POST.get("step") != "again":
        changed = people.what_changes(opened.identity, form.corrected(opened.identity))
        if not changed:
            form.add_error(None, _("Nothing is different from what stands there already."))
        elif request.POST.get("step") != "write":
            page = {"form": form, "changes": rows.changes(changed), **_whose(opened)}
            return render(request, "bureau/correct_yes.html", page)
        elif _taken(form, lambda: _correct(request, opened, form)):
            messages.success(request, _("It is corrected. The version before stays readable."))
            return redirect("person", person_id)
    return render(request, "bureau/correct.html", {"form": form, **_whose(opened)})


def _correct(request: OfficerRequest, opened: PersonView, form: CorrectForm) -> None:
    actions.correct_identity(
        opened.id,
        form.corrected(opened.identity),
        seen_version=form.cleaned_data["version"],
        because=form.cleaned_data["because"],
        by=request.user,
        at=timezone.now(),
    )


def _taken(form: forms.Form, write: Callable[[], object]) -> bool:
    """Whether the register took it; if it refused, its sentence stands above what was typed."""
    try:
        write()
    except (NobodyUnderThisId, WasErased):
        raise
    except RegistryError as problem:
        form.add_error(None, str(problem))
        return False
    return True


def _whose(opened: PersonView) -> dict[str, object]:
    return {
        "name": people.shown_name(opened.identity),
        "reference": opened.reference,
        "back_to": reverse("person", args=[opened.id]),
    }
