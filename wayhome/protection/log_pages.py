"""The auditors' pages: what was done here, and whether the log is still what it was. Neither names a person held."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wayhome import audit
from wayhome.protection import roles
from wayhome.protection.doors import OfficerRequest, may_enter
from wayhome.protection.models import Officer
from wayhome.protection.roles import Permission

SHOWN = 200


@require_safe
@may_enter(Permission.SEE_LOG)
def log(request: OfficerRequest) -> HttpResponse:
    """The newest rows. Looking is in the log too."""
    audit.record(audit.Act.LOG_OPENED, by=audit.Actor.officer(request.user.pk), at=timezone.now())
    entries = audit.newest(SHOWN)
    names = _names({UUID(entry.by_id) for entry in entries if entry.by_kind == "officer"})
    rows = [(entry, names.get(entry.by_id, entry.by_id)) for entry in entries]
    context = {"rows": rows, "may_verify": roles.may(request.user, Permission.VERIFY_LOG)}
    return render(request, "protection/log.html", context)


@require_POST
@may_enter(Permission.VERIFY_LOG)
def log_verify(request: OfficerRequest) -> HttpResponse:
    """Check the log against itself. The witness is out of reach here; `wayhome audit verify` asks it as well."""
    found = audit.verify()
    scope = {"size": found.size, "found": found.found}
    audit.record(audit.Act.LOG_VERIFIED, by=audit.Actor.officer(request.user.pk), at=timezone.now(), scope=scope)
    return render(request, "protection/log_verify.html", {"found": found})


def _names(ids: set[UUID]) -> dict[str, str]:
    officers = Officer.objects.filter(pk__in=ids).values_list("pk", "display_name")
    return {str(pk): name for pk, name in officers}
