"""The two lists of ../shared/data come in as found: everyone imported or reported, nobody lost, nobody twice."""

import csv
from datetime import datetime
from pathlib import Path

import pytest

from wayhome.audit import Actor
from wayhome.protection.models import Officer
from wayhome.registry import queries
from wayhome.registry.importing.run import ImportResult, import_list
from wayhome.registry.models import Change, PersonHeld, SourceRow

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
LISTS = {"pow_roll_ww2.csv": 5000, "moscow_memorial_list.csv": 5816}


def bring_in(name: str, by: Officer, at: datetime) -> ImportResult:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"the shared list {name} is not on this machine")
    with path.open("rb") as file:
        return import_list(file, label=name.removesuffix(".csv"), by=by, at=at)


def accounted(result: ImportResult) -> int:
    return result.imported + result.already_known + result.refused


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.django_db
def test_every_line_is_imported_or_reported(name: str, iryna: Officer, noon: datetime) -> None:
    """10,816 people: each imported or reported. These lists are whole, so each is imported."""
    result = bring_in(name, iryna, noon)
    assert (accounted(result), result.imported) == (LISTS[name], LISTS[name])


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.django_db
def test_the_same_list_again_changes_nothing(name: str, iryna: Officer, noon: datetime) -> None:
    """The second import knows every line again: no new person, no change for the matcher."""
    bring_in(name, iryna, noon)
    before = (PersonHeld.objects.count(), SourceRow.objects.count(), Change.objects.count())
    again = bring_in(name, iryna, noon)
    assert (again.imported, again.already_known) == (0, LISTS[name])
    assert (PersonHeld.objects.count(), SourceRow.objects.count(), Change.objects.count()) == before


@pytest.mark.django_db
def test_what_was_on_the_line_is_what_is_opened(iryna: Officer, noon: datetime) -> None:
    """The line as found, every column of it, can be read back from the sealed record."""
    result = bring_in("pow_roll_ww2.csv", iryna, noon)
    ids = list(SourceRow.objects.filter(run_id=result.run_id).values_list("person_id", flat=True)[:50])
    opened = queries.open_people(ids, by=Actor.officer(iryna.id), at=noon, reason="test")
    with (DATA / "pow_roll_ww2.csv").open(encoding="utf-8", newline="") as file:
        lines = {tuple(filter(None, line.values())) for line in csv.DictReader(file)}
    assert all(tuple(cell for _, cell in view.identity.as_written) in lines for view in opened)
