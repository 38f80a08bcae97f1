"""The administrators' pages: who works here, with which roles, and a new link for a lost passkey."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayhome import audit
from wayhome.protection import actions
from wayhome.protection.doors import OfficerRequest, may_enter
from wayhome.protection.errors import DemoRefused, LoginTaken, NotOneself, ProtectionError, RolesDoNotMix
from wayhome.protection.forms import OfficerForm, RolesForm
from wayhome.protection.models import Officer
from wayhome.protection.roles import Permission, names_of


@require_safe
@may_enter(Permission.MANAGE_OFFICERS)
def officers(request: OfficerRequest) -> HttpResponse:
    has_passkey = Exists(Authenticator.objects.filter(user=OuterRef("pk")))
    everyone = Officer.objects.annotate(has_passkey=has_passkey).order_by("-is_active", "login")
    rows = [(officer, names_of(officer.roles)) for officer in everyone]
    return render(request, "protection/officers.html", {"rows": rows})


@never_cache
@require_http_methods(["GET", "POST"])
@may_enter(Permission.MANAGE_OFFICERS)
def officer_add(request: OfficerRequest) -> HttpResponse:
    form = OfficerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            officer, token = actions.add_officer(**form.cleaned_data, by=_by(request), at=timezone.now())
        except (LoginTaken, RolesDoNotMix) as problem:
            _explain(form, problem)
        else:
            return _link_page(request, officer, token)
    return render(request, "protection/officer_add.html", {"form": form})


@require_http_methods(["GET", "POST"])
@may_enter(Permission.MANAGE_OFFICERS)
def officer(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    """One officer: roles, suspension, a new link."""
    shown = get_object_or_404(Officer, pk=officer_id)
    form = RolesForm(request.POST or None, initial={"roles": shown.roles})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_roles(officer_id, form.cleaned_data["roles"], by=_by(request), at=timezone.now())
        except (NotOneself, RolesDoNotMix) as problem:
            _explain(form, problem)
        else:
            return redirect("officers")
    return render(request, "protection/officer.html", {"officer": shown, "form": form, "is_me": shown == request.user})


@never_cache
@require_POST
@may_enter(Permission.MANAGE_OFFICERS)
def officer_link(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    shown = get_object_or_404(Officer, pk=officer_id)
    try:
        token = actions.renew_enrolment(officer_id, by=_by(request), at=timezone.now())
    except DemoRefused:
        return redirect("officers")
    return _link_page(request, shown, token)


@require_POST
@may_enter(Permission.MANAGE_OFFICERS)
def officer_suspend(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    return _change_standing(request, officer_id, suspend=True)


@require_POST
@may_enter(Permission.MANAGE_OFFICERS)
def officer_restore(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    return _change_standing(request, officer_id, suspend=False)


def _change_standing(request: OfficerRequest, officer_id: UUID, *, suspend: bool) -> HttpResponse:
    get_object_or_404(Officer, pk=officer_id)
    change = actions.suspend_officer if suspend else actions.restore_officer
    try:
        change(officer_id, by=_by(request), at=timezone.now())
    except NotOneself:
        return redirect("officer", officer_id=officer_id)
    return redirect("officers")


def _link_page(request: HttpRequest, officer: Officer, token: str) -> HttpResponse:
    """Shown in answer to the POST itself, so the secret stands in no address, session or history of ours."""
    link = request.build_absolute_uri(reverse("enrol", args=[token]))
    return render(request, "protection/officer_link.html", {"officer": officer, "link": link})


def _explain(form: Form, problem: ProtectionError) -> None:
    sentences = {
        LoginTaken: ("login", _("Another officer has this login.")),
        RolesDoNotMix: ("roles", _("One officer may not hold these roles together.")),
        NotOneself: ("roles", _("Nobody changes their own roles: ask another administrator.")),
    }
    form.add_error(*sentences[type(problem)])


def _by(request: OfficerRequest) -> audit.Actor:
    return audit.Actor.officer(request.user.pk)
