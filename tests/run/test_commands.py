"""The command line on a whole bureau: officers, lists, questions, the log, and the way back from a backup."""

from pathlib import Path

import pytest

from tests.live import LiveBureau

LIST = "Прізвище та ім'я;Дата народження;Місце народження\n" + "".join(
    f"Вигаданчук Тестослав {letter};0{day}.05.1990;с. Пробне\n" for day, letter in enumerate("АБВГДЕ", start=1)
)


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    file = tmp_path / "list.csv"
    file.write_text(LIST, "utf-8")
    return file


def test_the_first_officer_gets_a_link_that_is_shown_once(running: LiveBureau) -> None:
    """Only from this machine's command line, and the secret is kept nowhere."""
    done = running.command("officer", "add", "olha", "--role", "administrator", "--name", "Ольга")
    link = done.stdout.splitlines()[-1]
    assert (done.returncode, link.startswith(f"http://localhost:{running.bureau_port}/enrol/")) == (0, True)
    again = running.command("officer", "add", "olha", "--role", "administrator")
    assert (again.returncode, again.stderr) == (1, "Another officer has this login.\n")


def test_a_suspended_officer_can_do_nothing(running: LiveBureau, csv: Path) -> None:
    """From the command line neither."""
    running.command("officer", "add", "petro", "--role", "records_officer")
    assert running.command("officer", "suspend", "petro", "--reason", "left").returncode == 0
    refused = running.command("import", str(csv), "--as", "petro")
    assert (refused.returncode, "no active officer" in refused.stderr) == (1, True)


def test_a_list_comes_in_once(running: LiveBureau, csv: Path) -> None:
    """Looked over first, then imported, then known again."""
    looked = running.command("import", str(csv), "--as", "marek", "--source", "test", "--dry-run")
    first = running.command("import", str(csv), "--as", "marek", "--source", "test")
    again = running.command("import", str(csv), "--as", "marek", "--source", "test")
    assert looked.stdout.startswith("6 people could be read, 0 rows not. Nothing was written."), looked.stderr
    assert first.stdout.startswith("6 people imported, 0 already known"), first.stderr
    assert again.stdout.startswith("0 people imported, 6 already known"), again.stderr


def test_who_may_not_import_is_refused(running: LiveBureau, csv: Path) -> None:
    """The roles hold at the command line, too: an administrator brings in no lists."""
    refused = running.command("import", str(csv), "--as", "taras")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize("missing", ["nothing.csv", "."])
def test_a_list_that_is_not_there_is_one_sentence(running: LiveBureau, missing: str) -> None:
    """Neither a traceback nor half an import."""
    done = running.command("import", missing, "--as", "marek")
    assert (done.returncode, done.stderr.count("\n"), "Traceback" in done.stderr) == (1, 1, False)


def test_a_question_is_answered_from_standard_input(running: LiveBureau, csv: Path) -> None:
    """The newest people are among those searched, and the opening stands in the log before it is shown."""
    running.command("import", str(csv), "--as", "marek", "--source", "test")
    found = running.command(
        "find", "--as", "iryna", "--lang", "en", typed="name: Vyhadanchuk Testoslav\nborn: 03.05.1990\n"
    )
    assert found.returncode == 0, found.stderr
    first = found.stdout.splitlines()[0]
    assert first.startswith("1. Вигаданчук Тестослав В")
    assert "3 May 1990" in first


def test_a_question_needs_somebody_who_asks(running: LiveBureau) -> None:
    """`--as OFFICER` is not optional, and the officer must be allowed to search."""
    nobody = running.command("find", typed="Вигаданчук")
    administrator = running.command("find", "--as", "taras", typed="Вигаданчук")
    assert (nobody.returncode, administrator.returncode) == (2, 1)
    assert administrator.stdout == ""


def test_the_log_holds_and_is_compared_with_the_witness(running: LiveBureau) -> None:
    """After all that was done here."""
    done = running.command("audit", "verify")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "The log holds."), done.stdout


def test_a_backup_comes_back_on_an_empty_machine_folder(running: LiveBureau, csv: Path, folder: Path) -> None:
    """Same people, same answers; without the key, nothing; over existing data, never."""
    running.command("import", str(csv), "--as", "marek", "--source", "test")
    question = "name: Вигаданчук Тестослав\nborn: 05.05.1990\n"
    before = running.command("find", "--as", "iryna", "--lang", "uk", typed=question)
    made = running.command("backup", str(folder / "bureau.age"))
    assert made.returncode == 0, made.stderr
    empty = str(folder / "home")
    wrong = running.command("restore", str(folder / "bureau.age"), typed="AGE-SECRET-KEY-1WRONG", WAYHOME_HOME=empty)
    assert (wrong.returncode, wrong.stdout) == (1, "")
    right = running.command("restore", str(folder / "bureau.age"), typed=running.recovery_key, WAYHOME_HOME=empty)
    assert right.returncode == 0, right.stderr
    after = running.command("find", "--as", "iryna", "--lang", "uk", typed=question, WAYHOME_HOME=empty)
    assert after.stdout == before.stdout, after.stderr
    over = running.command("restore", str(folder / "bureau.age"), typed=running.recovery_key, WAYHOME_HOME=empty)
    assert (over.returncode, "empty" in over.stderr) == (1, True)


def test_a_restore_into_a_running_bureau_is_refused(running: LiveBureau, folder: Path) -> None:
    """Nothing is ever overwritten."""
    done = running.command("restore", str(folder / "none.age"), typed=running.recovery_key)
    assert (done.returncode, "already runs" in done.stderr) == (1, True)


def test_the_script_for_a_real_server_needs_nothing_running(running: LiveBureau, folder: Path) -> None:
    """It is only text."""
    done = running.command("database", "script", WAYHOME_HOME=str(folder / "none"))
    assert (done.returncode, "CREATE ROLE courier" in done.stdout) == (0, True)
    assert not (folder / "none").exists()


def test_a_new_recovery_key_opens_what_is_backed_up_from_now_on(running: LiveBureau, folder: Path) -> None:
    """Only who manages officers may make it; afterwards the old key opens nothing new. Last: it changes the bureau."""
    refused = running.command("new-recovery-key", "--as", "iryna")
    assert (refused.returncode, "AGE-SECRET-KEY" in refused.stdout) == (1, False)
    before = running.recovery_key
    key = next(
        word for word in running.command("new-recovery-key", "--as", "taras").stdout.split() if word.startswith("AGE-")
    )
    assert running.command("backup", str(folder / "later.age")).returncode == 0
    empty = str(folder / "home")
    old = running.command("restore", str(folder / "later.age"), typed=before, WAYHOME_HOME=empty)
    assert old.returncode == 1
    new = running.command("restore", str(folder / "later.age"), typed=key, WAYHOME_HOME=empty)
    assert new.returncode == 0, new.stderr
