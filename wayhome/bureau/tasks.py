"""Work that outlasts a page: a list is written into the register by a job. The job carries two ids and nothing else."""

from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from wayhome.bureau import import_progress
from wayhome.bureau.import_progress import ImportProgress
from wayhome.protection.models import Officer
from wayhome.registry.errors import RegistryError
from wayhome.registry.importing import run
from wayhome.registry.states import RunState


@app.task(queue="imports")
def write_list(draft_id: str, officer_id: str) -> None:
    """Import a waiting list. Run a second time, after a kill or by mistake, it changes nothing that is done already."""
    draft, at = UUID(draft_id), timezone.now()
    import_progress.forget_old(at)
    before = import_progress.read(draft)
    if before is not None and before.state is RunState.DONE:
        return
    officer = Officer.objects.get(pk=UUID(officer_id))

    def tell(progress: run.Progress) -> None:
        if progress.state is not RunState.DONE:  # said below, with the import's id
            import_progress.write(draft, ImportProgress(progress.state, progress.rows, progress.total or 0))

    try:
        result = run.import_draft(draft, by=officer, at=at, progress=tell)
    except RegistryError as problem:
        _failed(draft, officer, problem)
    except Exception:  # a lost database, a bug: the officer is told now, and the job's own record says what it was
        _failed(draft, officer, _("Something broke on our side. Try again in a few minutes."))
        raise
    else:
        import_progress.write(draft, ImportProgress(RunState.DONE, run=str(result.run_id)))


def _failed(draft: UUID, officer: Officer, why: object) -> None:
    with translation.override(officer.language):
        import_progress.write(draft, ImportProgress(RunState.FAILED, sentence=str(why)))
