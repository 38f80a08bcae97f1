"""How the house stands: the same facts as `wayhome doctor`, in words."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from wayhome.bureau import standing
from wayhome.protection.doors import OfficerRequest, may_enter
from wayhome.protection.roles import Permission


@may_enter(Permission.SEE_STANDING)
@require_GET
def health(request: OfficerRequest) -> HttpResponse:
    """What runs, what stands still, and since when."""
    at = timezone.now()
    return render(request, "bureau/health.html", {"standing": standing.banners(at), "facts": standing.facts(at)})
