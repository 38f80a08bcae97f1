"""A list comes in whole or not at all, once and not twice; its report tells no value. All people are invented."""

import csv
import errno
import io
import re
import stat
from datetime import datetime, timedelta

import pytest

from wayhome import audit
from wayhome.audit import Act, Actor
from wayhome.protection.errors import NotAllowed
from wayhome.protection.models import DataKey, Officer
from wayhome.registry import queries
from wayhome.registry.importing import drafts
from wayhome.registry.importing.errors import DiskFull, DraftGone, LabelMissing, Trouble, UnreadableFile
from wayhome.registry.importing.reports import Report, folder
from wayhome.registry.importing.rows import Reason
from wayhome.registry.importing.run import ImportResult, Progress, import_draft, import_list, preview
from wayhome.registry.models import (
    Change,
    ImportDraft,
    ImportRun,
    PersonHeld,
    PersonVersion,
    SourceList,
    SourceRow,
)
from wayhome.registry.states import RunState

pytestmark = pytest.mark.django_db

LIST = """Прізвище,Ім'я,Дата народження
Вигаданенко,Данило,12 травня 1991
Змишленко,Остап,восени
,Тінь,
Вигаданенко,Данило,12 травня 1991
"""


def bring_in(text: str, by: Officer, at: datetime, label: str = "camp roll") -> ImportResult:
    return import_list(io.BytesIO(text.encode()), label=label, by=by, at=at)


def everything() -> tuple[int, ...]:
    return tuple(table.objects.count() for table in (PersonHeld, PersonVersion, SourceRow, DataKey, Change))


class Killed(Exception):
    """Stands for the moment at which the process dies."""


def test_each_row_is_imported_known_or_refused(iryna: Officer, noon: datetime) -> None:
    """A first name alone is a name; a date in no words we know is left out with a note."""
    result = bring_in(LIST, iryna, noon)
    assert (result.imported, result.already_known, result.refused, result.notes) == (4, 0, 0, 1)


def test_two_equal_rows_are_two_people(iryna: Officer, noon: datetime) -> None:
    bring_in(LIST, iryna, noon)
    assert sorted(SourceRow.objects.values_list("occurrence", flat=True)) == [1, 1, 1, 2]


def test_the_same_list_again_in_another_dress_changes_nothing(iryna: Officer, noon: datetime) -> None:
    """Saved as cp1251 with semicolons, its columns in another order, it is the same list."""
    bring_in(LIST, iryna, noon)
    before = everything()
    rows = [line.split(",") for line in LIST.splitlines()]
    turned = "\n".join(";".join(reversed(row)) for row in rows)
    again = import_list(io.BytesIO(turned.encode("cp1251")), label="camp  roll", by=iryna, at=noon)
    assert (again.imported, again.already_known) == (0, 4)
    assert everything() == before


def test_a_longer_list_adds_only_what_is_new(iryna: Officer, noon: datetime) -> None:
    bring_in(LIST, iryna, noon)
    again = bring_in(LIST + "Новенко,Іван,1990\nВигаданенко,Данило,12 травня 1991\n", iryna, noon)
    assert (again.imported, again.already_known) == (2, 4)


def test_the_same_row_on_another_list_is_another_record(iryna: Officer, noon: datetime) -> None:
    """Whether they are one man is for two readers to decide, not for an import."""
    bring_in(LIST, iryna, noon)
    assert bring_in(LIST, iryna, noon, label="hospital roll").imported == 4


@pytest.mark.parametrize("stop_at", [500, 1000, 2500])
def test_broken_off_at_any_moment_nothing_is_there_and_a_second_run_completes(
    stop_at: int, iryna: Officer, noon: datetime
) -> None:
    text = "Name,Born\n" + "".join(f"Invented Person{number},1990\n" for number in range(3000))

    def die(progress: Progress) -> None:
        if progress.state is RunState.WRITING and progress.rows == stop_at:
            raise Killed

    with pytest.raises(Killed):
        import_list(io.BytesIO(text.encode()), label="camp roll", by=iryna, at=noon, progress=die)
    assert everything() == (0, 0, 0, 0, 0)
    assert ImportRun.objects.get().state == RunState.FAILED
    assert bring_in(text, iryna, noon).imported == 3000


def test_a_killed_run_is_closed_by_the_next_one(iryna: Officer, noon: datetime) -> None:
    bring_in(LIST, iryna, noon)
    ImportRun.objects.update(state=RunState.WRITING)  # as kill -9 leaves it
    bring_in(LIST, iryna, noon + timedelta(hours=1))
    assert list(ImportRun.objects.order_by("begun_at").values_list("state", flat=True)) == ["failed", "done"]


def test_a_file_damaged_near_its_end_brings_nobody_in(iryna: Officer, noon: datetime) -> None:
    text = "Name,Born\n" + "Invented Person,1990\n" * 2000 + '"Broken,1991\n'
    with pytest.raises(UnreadableFile) as caught:
        bring_in(text, iryna, noon)
    assert (caught.value.trouble, caught.value.row) == (Trouble.OPEN_QUOTE, 2002)
    assert (PersonHeld.objects.count(), SourceList.objects.count()) == (0, 0)


def test_a_full_disk_has_its_own_sentence_and_leaves_nothing(
    iryna: Officer, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(report: Report, remarks: object) -> None:
        raise OSError(errno.ENOSPC, "invented")

    monkeypatch.setattr(Report, "write", no_room)
    before = set(folder().iterdir())
    with pytest.raises(DiskFull):
        bring_in(LIST, iryna, noon)
    assert everything() == (0, 0, 0, 0, 0)
    assert set(folder().iterdir()) == before


def test_the_report_tells_row_column_and_reason_in_the_officers_language_and_no_value(
    iryna: Officer, noon: datetime
) -> None:
    result = bring_in("Name,Born\nSecretov Ivan,long ago\n-,1990\n", iryna, noon)
    assert result.report is not None
    lines = result.report.read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",", 2)[:2] for line in lines] == [["row", "column"], ["2", "Born"], ["3", "Name"]]
    assert re.search("Secretov|long ago", "".join(lines)) is None
    assert stat.S_IMODE(result.report.stat().st_mode) == 0o600
    assert result.report.parent == folder()


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_no_heading_of_a_strangers_list_is_a_formula_in_the_report(sign: str, iryna: Officer, noon: datetime) -> None:
    """The officer says which column holds the date, so its heading goes into the report, which a spreadsheet opens."""
    heading = f"{sign}HYPERLINK(1)"
    rows = f"Name,{heading}\n" + "Doe John,1991\n" * 3 + "Roe Jane,no date\n"
    result = import_list(io.BytesIO(rows.encode()), label="camp roll", mapping="2=birth_date", by=iryna, at=noon)
    assert result.report is not None
    cells = [row[1] for row in csv.reader(result.report.read_text(encoding="utf-8-sig").splitlines())]
    assert f"'{heading}" in cells
    assert heading not in cells


def test_in_a_list_without_headings_the_report_gives_numbers(iryna: Officer, noon: datetime) -> None:
    """What stands in the first row may be a person."""
    result = bring_in(
        "Secretov Ivan,1990\nSecretova Anna,1991\nUnknown,1992\nPoe Edgar,1993\nRoe Jo,1994\n", iryna, noon
    )
    assert result.report is not None
    assert result.report.read_text(encoding="utf-8-sig").splitlines()[1].startswith("3,1,")


def test_no_report_where_there_is_nothing_to_report(iryna: Officer, noon: datetime) -> None:
    assert bring_in("Name,Born\nDoe John,1991\n", iryna, noon).report is None


def test_lev_may_not_import(lev: Officer, noon: datetime) -> None:
    with pytest.raises(NotAllowed):
        bring_in(LIST, lev, noon)


@pytest.mark.parametrize("label", ["", "   ", "x" * 121])
def test_a_list_needs_a_label(label: str, iryna: Officer, noon: datetime) -> None:
    with pytest.raises(LabelMissing):
        bring_in(LIST, iryna, noon, label=label)


def test_an_import_is_one_line_in_the_log_with_its_counts(iryna: Officer, noon: datetime) -> None:
    result = bring_in(LIST, iryna, noon)
    assert [entry.act for entry in audit.log_of(result.run_id)] == [Act.IMPORT_FINISHED, Act.IMPORT_STARTED]


def test_whoever_came_from_a_list_shows_which(iryna: Officer, noon: datetime) -> None:
    bring_in(LIST, iryna, noon)
    id = PersonHeld.objects.values_list("id", flat=True)[0]
    assert queries.open_person(id, by=Actor.officer(iryna.id), at=noon, reason="x").sources == ("camp roll",)


def test_progress_rises_to_the_end(iryna: Officer, noon: datetime) -> None:
    text = "Name,Born\n" + "Invented Person,1990\n" * 1200
    told: list[Progress] = []
    import_list(io.BytesIO(text.encode()), label="camp roll", by=iryna, at=noon, progress=told.append)
    assert [progress.state for progress in told] == ["reading", "checking", "checking", "writing", "writing", "done"]
    assert told[-1] == Progress(RunState.DONE, 1200, 1200)


def test_a_preview_writes_nothing(iryna: Officer, noon: datetime) -> None:
    seen = preview(io.BytesIO(LIST.encode()), at=noon)
    assert (seen.people, seen.refused, seen.reasons) == (4, 0, {Reason.DATE_UNREAD: 1})
    assert [row.number for row in seen.first] == [2, 3, 4, 5]
    assert everything() == (0, 0, 0, 0, 0)


# — a file that waits for a yes —


def test_a_waiting_file_is_imported_once_and_then_gone(iryna: Officer, noon: datetime) -> None:
    id = drafts.keep(LIST.encode(), {"label": "camp roll"}, by=iryna, at=noon)
    assert import_draft(id, by=iryna, at=noon).imported == 4
    with pytest.raises(DraftGone):
        drafts.open_draft(id, by=iryna, at=noon)
    assert not DataKey.objects.filter(kind="import_draft").exists()


def test_what_the_officer_chose_is_remembered(iryna: Officer, noon: datetime) -> None:
    id = drafts.keep(b"a,b\nDoe John,1991\n", {"label": "camp roll"}, by=iryna, at=noon)
    drafts.choose(id, {"label": "camp roll", "mapping": "1=name"}, by=iryna, at=noon)
    opened = drafts.open_draft(id, by=iryna, at=noon)
    assert opened.options == {"label": "camp roll", "mapping": "1=name"}
    assert opened.content == b"a,b\nDoe John,1991\n"


def test_a_waiting_file_is_its_officers_alone(iryna: Officer, marek: Officer, lev: Officer, noon: datetime) -> None:
    id = drafts.keep(LIST.encode(), {}, by=iryna, at=noon)
    marek.roles = ["caseworker"]
    with pytest.raises(DraftGone):
        drafts.open_draft(id, by=marek, at=noon)
    with pytest.raises(NotAllowed):
        drafts.open_draft(id, by=lev, at=noon)


def test_after_a_day_a_waiting_file_is_gone(iryna: Officer, noon: datetime) -> None:
    id = drafts.keep(LIST.encode(), {}, by=iryna, at=noon)
    tomorrow = noon + timedelta(hours=24)
    with pytest.raises(DraftGone):
        drafts.open_draft(id, by=iryna, at=tomorrow)
    assert drafts.erase_old(at=tomorrow) == 1
    assert not ImportDraft.objects.exists()


@pytest.mark.parametrize(("language", "said"), [("uk", "Не внесено: немає імені."), ("ru", "Не внесено: нет имени.")])
def test_the_report_speaks_the_officers_language(language: str, said: str, iryna: Officer, noon: datetime) -> None:
    iryna.language = language
    result = bring_in("Name,Born\nDoe John,1991\n-,1990\n", iryna, noon)
    assert result.report is not None
    assert said in result.report.read_text(encoding="utf-8-sig")
