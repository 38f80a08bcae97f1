"""A list comes in: looked at first, written only after a yes, by a job that may be killed and run again."""

import re
from io import BytesIO
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.bureau.cast import Answered, body, officer_named, signed_in_as
from wayhome.bureau import import_progress
from wayhome.bureau.import_progress import ImportProgress
from wayhome.bureau.tasks import write_list
from wayhome.protection.models import Officer
from wayhome.protection.roles import Role
from wayhome.registry.models import ImportDraft, ImportRun, PersonHeld
from wayhome.registry.states import RunState

LIST = (
    "Прізвище;Імʼя;Дата народження;Звання\nВигаданенко;Данило;12.04.1991;солдат\nНебувалий;Казимир;колись;\n;;1990;\n"
)
NAMELESS = "Колонка А;Колонка Б\n7;Данило\n8;Казимир\n9;Остап\n"


def upload(client: Client, content: bytes, name: str = "list.csv", **typed: str) -> Answered:
    file = SimpleUploadedFile(name, content)
    return client.post("/lists/", {"file": file, "label": "an invented list", "sheet": "", **typed}, follow=True)


def draft_address() -> str:
    return f"/lists/drafts/{ImportDraft.objects.get().id}/"


def do_the_job() -> None:
    """What the worker would do with the newest job."""
    job = ProcrastinateJob.objects.order_by("-id")[0]
    write_list.func(**job.args)


@pytest.fixture
def marek(committed: None) -> Officer:
    """Marek, a caseworker with a pile of lists."""
    return officer_named("marek", Role.CASEWORKER)


@pytest.fixture
def desk(marek: Officer) -> Client:
    """Marek at his desk."""
    client = signed_in_as(marek)
    client.cookies["__Host-bureau_language"] = client.cookies["bureau_language"] = "en"
    return client


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_a_list_is_shown_as_it_would_be_read(encoding: str, desk: Client) -> None:
    """Names, dates in words, the bad row with its reason; counts; and not one person in the register yet."""
    page = body(upload(desk, LIST.replace("ʼ", "'").encode(encoding)))
    assert "Вигаданенко Данило" in page
    assert "12 April 1991" in page
    assert "Not imported: there is no name." in page
    assert "Put 2 people in" in page
    assert PersonHeld.objects.count() == 0


def test_a_workbook_and_a_json_are_lists_too(desk: Client) -> None:
    """The same two people, whatever the office next door sends."""
    book = openpyxl.Workbook()
    book.active.append(["Surname", "First name", "Born"])
    book.active.append(["Vyhadanenko", "Danylo", "1991"])
    file = BytesIO()
    book.save(file)
    assert "Vyhadanenko Danylo" in body(upload(desk, file.getvalue(), "list.xlsx"))
    assert "Vyhadanenko Danylo" in body(upload(desk, b'[{"name": "Vyhadanenko Danylo", "born": "1991"}]', "list.json"))


def test_after_the_yes_the_job_writes_the_people(desk: Client) -> None:
    """Progress, then the result with its counts and a report; the file itself is gone."""
    upload(desk, LIST.encode())
    address = draft_address()
    assert "A list is going in" in body(desk.post(address + "yes/", follow=True))
    do_the_job()
    done = desk.get(address + "progress/", follow=True)
    assert "The list is in the register." in body(done)
    assert PersonHeld.objects.count() == 2
    assert ImportDraft.objects.count() == 0


def test_the_job_carries_two_ids_and_nothing_else(desk: Client, marek: Officer) -> None:
    """A job table is read by many eyes; nothing in it may tell of a person or a list."""
    upload(desk, LIST.encode())
    draft = ImportDraft.objects.get()
    desk.post(f"/lists/drafts/{draft.id}/yes/")
    job = ProcrastinateJob.objects.order_by("-id")[0]
    assert job.args == {"draft_id": str(draft.id), "officer_id": str(marek.id)}


def test_the_yes_pressed_twice_is_one_yes(desk: Client) -> None:
    """A slow line makes people press again."""
    upload(desk, LIST.encode())
    address = draft_address()
    answers = [desk.post(address + "yes/"), desk.post(address + "yes/")]
    assert [answer["Location"] for answer in answers] == [address + "progress/"] * 2
    assert ProcrastinateJob.objects.count() == 1


def test_a_job_run_twice_changes_nothing(desk: Client) -> None:
    """A worker killed between the work and its tick runs the same job again."""
    upload(desk, LIST.encode())
    address = draft_address()
    desk.post(address + "yes/")
    do_the_job()
    do_the_job()
    assert PersonHeld.objects.count() == 2
    assert "The list is in the register." in body(desk.get(address + "progress/", follow=True))


def test_a_job_that_fails_says_why_and_leaves_the_list_waiting(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full in the middle: nobody went in, one sentence says so, and the list can be tried again."""

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    upload(desk, LIST.encode())
    address = draft_address()
    desk.post(address + "yes/")
    monkeypatch.setattr("wayhome.registry.importing.writing.write_people", full)
    do_the_job()
    page = body(desk.get(address + "progress/"))
    assert "This list did not go in" in page
    assert "There is no room left on the disk." in page or "На диску" in page
    assert PersonHeld.objects.count() == 0
    assert desk.get(address).status_code == 200


def test_a_browser_with_htmx_is_sent_to_the_result(desk: Client) -> None:
    """A part of a page cannot be replaced by a whole one; the browser is told to go there."""
    upload(desk, LIST.encode())
    address = draft_address()
    desk.post(address + "yes/")
    do_the_job()
    answer = desk.get(address + "progress/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == f"/lists/{ImportRun.objects.get().id}/"


def test_the_report_names_rows_and_no_values(desk: Client) -> None:
    """It can be sent to whoever made the list, and through any channel."""
    upload(desk, LIST.encode())
    address = draft_address()
    desk.post(address + "yes/")
    do_the_job()
    answer = desk.get(f"/lists/{ImportRun.objects.get().id}/report.csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert "attachment" in answer["Content-Disposition"]
    rows = [line.split(",")[0] for line in answer.content.decode("utf-8-sig").splitlines()[1:]]
    assert rows == ["3", "4"]
    assert not any(value in body(answer) for value in ("Вигаданенко", "Небувалий", "колись", "1990"))


def test_a_list_that_comes_again_changes_nothing(desk: Client) -> None:
    """Its label and its rows are known: nobody is registered twice."""
    for _ in range(2):
        upload(desk, LIST.encode())
        desk.post(draft_address() + "yes/")
        do_the_job()
    assert PersonHeld.objects.count() == 2
    assert "2 rows known already" in body(desk.get("/lists/"))


def test_a_column_can_be_said_to_be_something_else(desk: Client) -> None:
    """The machine took the rank for a rank; Marek knows that it is the unit."""
    upload(desk, LIST.encode())
    address = draft_address()
    chosen = {"column_0": "family", "column_1": "given", "column_2": "birth_date", "column_3": "unit"}
    page = body(desk.post(address, chosen, follow=True))
    selected = re.findall(r'<option value="(\w*)" selected', page)
    assert selected == ["family", "given", "birth_date", "unit"]


def test_a_list_without_names_is_shown_so_that_one_can_be_named(desk: Client) -> None:
    """No yes is offered until somebody has said where the names are."""
    page = body(upload(desk, NAMELESS.encode()))
    assert "No column looks like a name." in page
    assert "/yes/" not in page
    answer = desk.post(draft_address(), {"column_0": "", "column_1": "name"}, follow=True)
    assert "Put 3 people in" in body(answer)


def test_a_yes_without_names_goes_back(desk: Client) -> None:
    """Even if the button is pressed by other means."""
    upload(desk, NAMELESS.encode())
    address = draft_address()
    assert desk.post(address + "yes/")["Location"] == address
    assert not ProcrastinateJob.objects.exists()


def test_a_list_of_which_nobody_could_go_in_offers_no_yes(desk: Client) -> None:
    """Every row is refused: the page shows why, and the only way on is another column or another file."""
    page = body(upload(desk, "Прізвище;Рік\n;1990\n;1991\n".encode()))
    assert "Not imported: there is no name." in page
    assert "/yes/" not in page


def test_no_erases_the_file(desk: Client) -> None:
    """After a no there is no file, no key and no person."""
    upload(desk, LIST.encode())
    page = body(desk.post(draft_address() + "no/", follow=True))
    assert "The file is erased." in page
    assert ImportDraft.objects.count() == 0
    assert PersonHeld.objects.count() == 0


def test_a_waiting_file_is_its_officers_own(desk: Client) -> None:
    """Iryna may import lists, too, and cannot open Marek's."""
    upload(desk, LIST.encode())
    address = draft_address()
    iryna = signed_in_as(officer_named("iryna", Role.CASEWORKER))
    answers = [iryna.get(address), iryna.post(address + "yes/"), iryna.post(address + "no/")]
    assert [answer.status_code for answer in answers] == [400] * 3
    assert not any("Вигаданенко" in body(answer) for answer in answers)
    assert ImportDraft.objects.count() == 1


def test_nothing_of_a_waiting_file_lies_open(desk: Client, home: Path) -> None:
    """Neither in the database nor in the state folder, and no upload is ever written to a temporary file."""
    upload(desk, LIST.encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(registry_importdraft)::text FROM registry_importdraft")
        stored = str(cursor.fetchall())
    assert "Вигаданенко" not in stored
    assert "Вигаданенко".encode().hex() not in stored
    files = [file for file in home.rglob("*") if file.is_file()]
    assert not any("Вигаданенко".encode() in file.read_bytes() for file in files)


BAD = [
    (b"", "The file is empty."),
    (b"\x89PNG\r\n\x1a\n....", "This is not a CSV, XLSX or JSON file."),
    (b"PK\x03\x04broken", "The workbook is damaged."),
    (b"name,born\n", "There are headings but no rows below them."),
    (b'[{"name": ', "The JSON is broken here."),
    ("\n".join(["Name;Born", 'Vyhadanenko;"1991', "x;y"]).encode(), "quotation mark"),
]


@pytest.mark.parametrize(("content", "sentence"), BAD)
def test_a_file_that_cannot_be_read_gets_one_sentence(content: bytes, sentence: str, desk: Client) -> None:
    """Beside the file field, with the label still there; nothing is kept."""
    page = body(upload(desk, content))
    assert sentence in page
    assert 'value="an invented list"' in page
    assert ImportDraft.objects.count() == 0


def test_a_file_that_is_too_large_gets_one_sentence(desk: Client) -> None:
    """The limit is said on the page and here again, with the way around it."""
    page = body(upload(desk, b"x" * (20 * 1024 * 1024 + 1)))
    assert "The file is larger than 20 MB." in page
    assert ImportDraft.objects.count() == 0


def test_a_list_needs_a_file_and_a_label(desk: Client) -> None:
    """Both are asked for in words."""
    page = body(desk.post("/lists/", {"label": ""}))
    assert "Choose a file." in page
    assert "This field is required." in page


def test_progress_is_whole_or_not_there(home: Path) -> None:
    """A page that reads while the job writes sees an older state, never half of one; rubbish counts as nothing."""
    draft = UUID("11111111-1111-4111-8111-111111111111")
    assert import_progress.read(draft) is None
    import_progress.write(draft, ImportProgress(RunState.WRITING, 500, 1000))
    assert import_progress.read(draft) == ImportProgress(RunState.WRITING, 500, 1000)
    (home / "run" / "imports" / f"{draft}.json").write_text("{")
    assert import_progress.read(draft) is None


def test_a_running_list_shows_how_far_it_is(desk: Client) -> None:
    """A native bar with its numbers in words beside it."""
    draft = UUID("22222222-2222-4222-8222-222222222222")
    import_progress.write(draft, ImportProgress(RunState.WRITING, 500, 1000))
    page = body(desk.get(f"/lists/drafts/{draft}/progress/"))
    assert '<progress max="1000" value="500"' in page
    assert "500 of 1000" in page
