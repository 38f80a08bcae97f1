"""A list comes in: upload, look at how it is read, say yes, watch it go in. Until the yes nothing is written."""

from contextlib import suppress
from io import BytesIO
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from procrastinate.exceptions import AlreadyEnqueued

from wayhome.audit import Actor
from wayhome.bureau import import_progress, previews, runs
from wayhome.bureau.explain import in_words
from wayhome.bureau.forms.imports import UploadForm
from wayhome.bureau.import_progress import ImportProgress
from wayhome.bureau.tasks import write_list
from wayhome.protection.doors import OfficerRequest, may_enter
from wayhome.protection.roles import Permission
from wayhome.registry.errors import RegistryError
from wayhome.registry.importing import drafts, reports
from wayhome.registry.models import ImportDraft, ImportRun
from wayhome.registry.states import RunState

PAST_SHOWN = 50


@may_enter(Permission.IMPORT_LISTS)
@require_http_methods(["GET", "POST"])
@in_words
def imports(request: OfficerRequest) -> HttpResponse:
    """Bring a list in, go on with one that waits, or look at those that came."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        draft_id = _kept(request, form)
        if draft_id is not None:
            return redirect("draft", draft_id)
    waiting = ImportDraft.objects.filter(by=f"officer:{request.user.id}", erase_at__gt=timezone.now())
    page = {
        "form": form,
        "drafts": waiting.order_by("-at").only("id", "at"),
        "runs": runs.shown(ImportRun.objects.select_related("source").order_by("-begun_at")[:PAST_SHOWN]),
    }
    return render(request, "bureau/imports.html", page)


def _kept(request: OfficerRequest, form: UploadForm) -> UUID | None:
    """The id under which the file waits, sealed; None if it cannot be read, which then stands in the form."""
    at = timezone.now()
    content: bytes = form.cleaned_data["file"].read()
    options = {"label": form.cleaned_data["label"], "sheet": form.cleaned_data["sheet"]}
    try:
        previews.look_over(BytesIO(content), options, at=at)
    except RegistryError as problem:
        form.add_error("file", str(problem))
        return None
    return drafts.keep(content, options, by=request.user, at=at)


@may_enter(Permission.IMPORT_LISTS)
@require_http_methods(["GET", "POST"])
@in_words
def draft(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    """How the waiting list is read. A POST says which column is what, and it is read again."""
    at = timezone.now()
    if _is_going(draft_id):
        return redirect("progress", draft_id)
    waiting = drafts.open_draft(draft_id, by=request.user, at=at)
    looked = previews.look_over(BytesIO(waiting.content), waiting.options, at=at)
    form = previews.columns_form(looked, request.POST or None)
    if request.method == "POST" and form.is_valid():
        mapping = previews.mapping_of(form.chosen())
        drafts.choose(draft_id, {**waiting.options, "mapping": mapping}, by=request.user, at=at)
        return redirect("draft", draft_id)
    page = {"draft_id": draft_id, "form": form, **previews.page_of(looked, waiting.options["label"])}
    return render(request, "bureau/draft.html", page)


@may_enter(Permission.IMPORT_LISTS)
@require_POST
@in_words
def draft_yes(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    """The officer's yes: from here a job does the work."""
    if _is_going(draft_id):
        return redirect("progress", draft_id)
    at = timezone.now()
    waiting = drafts.open_draft(draft_id, by=request.user, at=at)
    if previews.look_over(BytesIO(waiting.content), waiting.options, at=at).names_missing:
        return redirect("draft", draft_id)
    import_progress.write(draft_id, ImportProgress())
    with suppress(AlreadyEnqueued):  # the button was pressed twice
        job = write_list.configure(queueing_lock=f"import-{draft_id}")
        job.defer(draft_id=str(draft_id), officer_id=str(request.user.id))
    return redirect("progress", draft_id)


def _is_going(draft_id: UUID) -> bool:
    """Whether somebody has said yes and it has not failed: a list that failed waits again."""
    progress = import_progress.read(draft_id)
    return progress is not None and progress.state is not RunState.FAILED


@may_enter(Permission.IMPORT_LISTS)
@require_POST
@in_words
def draft_no(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    """The officer's no: the file is erased."""
    at = timezone.now()
    drafts.open_draft(draft_id, by=request.user, at=at)  # only the officer who brought it can let it go
    drafts.erase(draft_id, by=Actor.officer(request.user.id), at=at, reason="cancelled")
    messages.success(request, _("The file is erased. Nothing of it went in."))
    return redirect("imports")


@may_enter(Permission.IMPORT_LISTS)
@require_GET
def progress(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    """How far the job has come; when it is done, what became of the list."""
    now = import_progress.read(draft_id)
    if now is None:
        raise Http404
    over = _where_to(now, draft_id)
    if over and request.headers.get("HX-Request"):
        # An htmx answer replaces a part of the page; this header makes the browser go to the other page instead.
        return HttpResponse(headers={"HX-Redirect": over})
    if now.state is RunState.DONE:
        return redirect(over)
    page = {"progress": now, "draft_id": draft_id, "failed": now.state is RunState.FAILED}
    return render(request, "bureau/progress.html", page)


def _where_to(now: ImportProgress, draft_id: UUID) -> str:
    """Where the browser goes when the job is over; empty while it runs."""
    if now.state is RunState.DONE:
        return reverse("run", args=[now.run])
    return reverse("progress", args=[draft_id]) if now.state is RunState.FAILED else ""


@may_enter(Permission.IMPORT_LISTS)
@require_GET
def run(request: OfficerRequest, run_id: UUID) -> HttpResponse:
    """What became of one list."""
    done = get_object_or_404(ImportRun.objects.select_related("source"), pk=run_id)
    return render(
        request, "bureau/run.html", {"run": runs.shown([done])[0], "facts": runs.facts(done), "report": done.report}
    )


@may_enter(Permission.IMPORT_LISTS)
@require_GET
def report(request: OfficerRequest, run_id: UUID) -> HttpResponse:
    """The report as a file: row, column and reason, no values."""
    done = get_object_or_404(ImportRun, pk=run_id)
    if not done.report:
        raise Http404
    try:
        content = (reports.folder() / reports.name_for(done.id)).read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    headers = {"Content-Disposition": f'attachment; filename="{done.report}"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
