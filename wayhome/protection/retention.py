"""How long things are kept: policy/retention.yaml, read, checked against the tables, and obeyed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import DateField, DateTimeField, Model

from wayhome import audit
from wayhome.protection import sealed
from wayhome.protection.errors import PolicyBroken
from wayhome.protection.models import DataKey

_BATCH = 500
_PART = ("group", "why", "keep", "erase on request of", "fields")


@dataclass(frozen=True, slots=True)
class Deadline:
    """Rows of `model` go `days` days after their `column`, and with them the data key in their column `key`, if any."""

    model: str
    column: str
    days: int
    key: str


@dataclass(frozen=True, slots=True)
class Group:
    """One paragraph. `keep` is a sentence, or a deadline the program obeys by itself."""

    name: str
    keep: str | Deadline
    fields: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Gap:
    """Where policy and tables disagree. code: the check's number (see `checks`); where: a column or a group."""

    code: str
    where: str


def policy() -> tuple[Group, ...]:
    """The policy in force in this process."""
    return load(settings.WAYHOME_POLICY / "retention.yaml")


@lru_cache(maxsize=4)
def load(path: Path) -> tuple[Group, ...]:
    """Read the file.

    Raises:
        PolicyBroken: it cannot be read, or a paragraph lacks one of its five parts.
    """
    try:
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
        return tuple(_group(part) for part in written)
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as problem:
        raise PolicyBroken(f"{path.name} cannot be read: {type(problem).__name__}.") from None


def _group(part: Mapping[str, Any]) -> Group:
    if sorted(part) != sorted(_PART) or not all(part.values()):
        raise PolicyBroken(f"retention.yaml: every paragraph has exactly these parts, none empty: {', '.join(_PART)}.")
    return Group(part["group"], _keep(part["keep"]), {model: tuple(names) for model, names in part["fields"].items()})


def _keep(written: str | Mapping[str, Any]) -> str | Deadline:
    if isinstance(written, str):
        return written
    model, column = written["after"].rsplit(".", 1)
    if not isinstance(written["days"], int) or written["days"] < 0:
        raise PolicyBroken("retention.yaml: days are a whole number, not below zero.")
    return Deadline(model, column, written["days"], written.get("with", ""))


def gaps(groups: Sequence[Group]) -> Iterator[Gap]:
    """Every column without a line, every line without a column, and every deadline that could not be obeyed."""
    named: dict[tuple[str, str], int] = {}
    for group in groups:
        for model, columns in group.fields.items():
            for column in columns:
                named[model, column] = named.get((model, column), 0) + 1
    present = set(_columns())
    yield from (Gap("E002", f"{model}.{column}") for model, column in sorted(present - set(named)))
    for (model, column), times in sorted(named.items()):
        if (model, column) not in present and not _is_elsewhere(model):
            yield Gap("E003", f"{model}.{column}")
        if times > 1:
            yield Gap("E004", f"{model}.{column}")
    for group in groups:
        if isinstance(group.keep, Deadline) and not _is_elsewhere(group.keep.model):
            yield from _deadline_gaps(group, group.keep, present)


def apply(at: datetime) -> dict[str, int]:
    """Delete what is due at this moment; returns how many rows of which model went. Counts are logged, nothing else.

    Goes in batches, each in its own transaction: breaking off loses nothing, the next run goes on.
    """
    gone: dict[str, int] = {}
    for group in policy():
        if isinstance(group.keep, Deadline) and not _is_elsewhere(group.keep.model):
            while deleted := _delete_batch(group.keep, at):
                gone[group.keep.model] = gone.get(group.keep.model, 0) + deleted
    if gone:
        scope = {model.replace(".", "_").lower(): count for model, count in gone.items()}
        audit.record(audit.Act.RETENTION_APPLIED, by=audit.Actor.process("retention"), at=at, scope=scope)
    return gone


@transaction.atomic
def _delete_batch(due: Deadline, at: datetime) -> int:
    model = apps.get_model(due.model)
    field = model._meta.get_field(due.column)
    limit = at - timedelta(days=due.days)
    before = limit if isinstance(field, DateTimeField) else limit.date()
    overdue = model._default_manager.filter(**{f"{due.column}__lt": before})
    rows = list(overdue[:_BATCH])
    keys = [getattr(row, f"{due.key}_id") for row in rows] if due.key else []
    model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()
    for key in DataKey.objects.filter(pk__in=keys):
        sealed.erase(key, by=audit.Actor.process("retention"), at=at, reason="")
    return len(rows)


def _columns() -> Iterator[tuple[str, str]]:
    """Every concrete column of every installed model, of libraries too, and of the hidden tables between two models."""
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.proxy:
            yield from ((model._meta.label, field.name) for field in model._meta.concrete_fields)


def _deadline_gaps(group: Group, due: Deadline, present: set[tuple[str, str]]) -> Iterator[Gap]:
    if set(group.fields) != {due.model} or (due.model, due.column) not in present:
        # A row goes as a whole, so the whole row must stand in this paragraph and nothing else.
        yield Gap("E005", group.name)
        return
    model: type[Model] = apps.get_model(due.model)
    covers_row = {field.name for field in model._meta.concrete_fields} == set(group.fields[due.model])
    points_to_key = not due.key or model._meta.get_field(due.key).related_model is DataKey
    if not (isinstance(model._meta.get_field(due.column), DateField) and covers_row and points_to_key):
        yield Gap("E005", group.name)


def _is_elsewhere(label: str) -> bool:
    """A room of ours that lives in another process (the mailbox, for the staff's site): its lines are checked there."""
    app = label.partition(".")[0]
    return not apps.is_installed(f"wayhome.{app}") and find_spec(f"wayhome.{app}") is not None
