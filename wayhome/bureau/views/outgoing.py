"""The one switch: everything outgoing stops at once, and goes on only when somebody with the same leave says so."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wayhome.bureau import switch
from wayhome.bureau.forms.cases import ResumeForm, StopForm
from wayhome.protection.doors import OfficerRequest, may_enter
from wayhome.protection.roles import Permission
from wayhome.registry import release


@may_enter(Permission.STOP_OUTGOING)
@require_http_methods(["GET", "POST"])
def outgoing(request: OfficerRequest) -> HttpResponse:
    """How the switch stands, and a button for the other way. A button pressed twice or too late turns nothing back."""
    stopped = release.outgoing_stopped()
    if request.method == "POST" and request.POST.get("to") != ("on" if stopped else "off"):
        messages.info(
            request, _("Somebody has turned the switch since you opened this page. It stands as written below.")
        )
        return redirect("outgoing")
    form = (ResumeForm if stopped else StopForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        turn = release.resume_outgoing if stopped else release.stop_outgoing
        turn(because=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        return redirect("outgoing")
    page = {"stopped": stopped, "turned": switch.last_turn(), "form": form}
    return render(request, "bureau/cases/outgoing.html", page)
