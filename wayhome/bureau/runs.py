"""Imports as pages show them: a label, a state, counts. No row and no value."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayhome.registry.models import ImportRun
from wayhome.registry.states import RunState


@dataclass(frozen=True, slots=True)
class ShownRun:
    """One import in a list."""

    id: UUID
    label: str
    state: str
    counts: str
    begun_at: datetime
    done: bool
    failed: bool


def shown(runs: Iterable[ImportRun]) -> list[ShownRun]:
    """Imports with their counts in words."""
    return [_shown(run) for run in runs]


def _shown(run: ImportRun) -> ShownRun:
    return ShownRun(
        id=run.id,
        label=run.source.label,
        state=str(RunState(run.state).label),
        counts=counts(run),
        begun_at=run.begun_at,
        done=run.state == RunState.DONE,
        failed=run.state == RunState.FAILED,
    )


def counts(run: ImportRun) -> str:
    """For example "12 people imported, 3 known already, 1 row refused"."""
    said = [
        ngettext("%(count)s person imported", "%(count)s people imported", run.imported) % {"count": run.imported},
        ngettext("%(count)s row known already", "%(count)s rows known already", run.already_known)
        % {"count": run.already_known},
        ngettext("%(count)s row refused", "%(count)s rows refused", run.refused) % {"count": run.refused},
    ]
    return ", ".join(said)


def facts(run: ImportRun) -> list[tuple[str, object]]:
    """How many rows went where."""
    return [
        (_("Rows in the list"), run.rows_total),
        (_("People imported"), run.imported),
        (_("Known already from this list"), run.already_known),
        (_("Rows refused"), run.refused),
        (_("Rows with a remark, for example a date that could not be read"), run.notes),
    ]
