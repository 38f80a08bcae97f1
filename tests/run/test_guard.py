"""Whatever goes wrong in a command ends as one plain sentence; no log keeps what an exception said."""

import importlib
import subprocess
import sys
from pathlib import Path

import click
import pytest
from django.db import OperationalError

from wayhome.protection.errors import NotAllowed
from wayhome.run.commands import guard
from wayhome.run.commands.guard import guarded, sentence_for
from wayhome.run.errors import RunError
from wayhome.run.home import Home

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("WAYHOME_HOME", str(tmp_path))
    return Home(tmp_path.resolve())


def end_of(problem: BaseException, capsys: pytest.CaptureFixture[str]) -> tuple[object, str]:
    """Exit code and what was said when a command ends with this exception."""

    @click.command()
    def failing() -> None:
        raise problem

    with pytest.MonkeyPatch.context() as argv:
        argv.setattr(sys, "argv", ["wayhome"])
        with pytest.raises(SystemExit) as ended:
            guarded(failing)
    return ended.value.code, capsys.readouterr().err.strip()


def test_an_error_of_ours_is_said_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence, exit code 1."""
    assert end_of(RunError("The kettle is cold."), capsys) == (1, "The kettle is cold.")


def test_an_error_without_words_is_named_by_its_rule() -> None:
    """Never an empty line."""
    assert sentence_for(NotAllowed()) == "None of this officer's roles permits it."


def test_an_unexpected_error_gives_a_number_and_no_value(own_home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """The log has class and place under that number, never the text of the exception."""
    code, said = end_of(ValueError("Danylo Vyhadanenko"), capsys)
    number = said.split()[-1].rstrip(".")
    log = own_home.logs / "incidents.log"
    assert code == 1
    assert "Danylo" not in said + log.read_text()
    assert f"incident {number} ValueError run/commands/guard.py:" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600


def test_a_silent_database_is_said_plainly(capsys: pytest.CaptureFixture[str]) -> None:
    """PostgreSQL's own message names hosts and roles."""
    code, said = end_of(OperationalError("connection to server at 10.0.0.1 failed"), capsys)
    assert (code, "10.0.0.1" in said, "does not answer" in said) == (1, False, True)


def test_a_full_disk_is_said_plainly(capsys: pytest.CaptureFixture[str]) -> None:
    """Without the file's name, which may be somebody's."""
    code, said = end_of(OSError(28, "No space left on device", "/home/danylo.csv"), capsys)
    assert (code, said) == (1, "The system refused: No space left on device. Nothing half-written remains.")


def test_ctrl_c_is_not_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    """The usual exit code of an interrupted program."""
    assert end_of(KeyboardInterrupt(), capsys) == (130, "Stopped; nothing half-written remains.")


ROOMS = [file.parent.name for file in sorted((CHECKOUT / "wayhome").glob("*/errors.py"))]
PUBLIC = {"mailbox", "portal", "seal", "run", "web"}  # no command reaches these, or their errors are said elsewhere


@pytest.mark.parametrize("room", sorted(set(ROOMS) - PUBLIC))
def test_every_room_s_errors_are_known(room: str) -> None:
    """A room whose base error is missing here would have its plain sentences turned into incidents."""
    errors = vars(importlib.import_module(f"wayhome.{room}.errors")).values()
    bases = {kind for kind in errors if isinstance(kind, type) and Exception in kind.__bases__}
    assert bases
    assert bases <= set(guard._errors_of_rooms())


CRASH = """
import threading, multiprocessing
def fail(): raise ValueError("Danylo Vyhadanenko")
for worker in (threading.Thread(target=fail), multiprocessing.get_context("fork").Process(target=fail)):
    worker.start(); worker.join()
fail()
"""


def test_a_lasting_process_dies_without_spilling(tmp_path: Path) -> None:
    """Main thread, other threads and forked helpers: class and place only."""
    (tmp_path / "crash.py").write_text(CRASH)
    died = subprocess.run(
        [sys.executable, "-m", "wayhome.run.quiet", "crash"],
        env={"PYTHONPATH": f"{CHECKOUT}:{tmp_path}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert died.returncode == 1
    assert "Danylo" not in died.stdout + died.stderr
    assert died.stderr.count("not caught [ValueError at ") == 3
