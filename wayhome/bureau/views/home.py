"""The first page: what the day asks for."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from wayhome.bureau import standing
from wayhome.bureau import today as tasks
from wayhome.bureau.forms.find import FindForm
from wayhome.bureau.runs import shown
from wayhome.protection import roles
from wayhome.protection.doors import OfficerRequest, signed_in
from wayhome.protection.roles import Permission
from wayhome.registry.models import ImportRun

LATELY = 5


@signed_in
@require_GET
def today(request: OfficerRequest) -> HttpResponse:
    """A question can be asked at once; what stands still is said; what came in lately is listed."""
    may_import = roles.may(request.user, Permission.IMPORT_LISTS)
    at = timezone.now()
    page = {
        "list": tasks.for_officer(request.user, at),
        "form": FindForm() if roles.may(request.user, Permission.FIND_PEOPLE) else None,
        "may_import": may_import,
        "runs": shown(ImportRun.objects.order_by("-begun_at")[:LATELY]) if may_import else [],
        "standing": standing.banners(at),
    }
    return render(request, "bureau/home.html", page)
