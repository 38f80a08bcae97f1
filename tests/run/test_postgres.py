"""Our own PostgreSQL: it starts anywhere, survives being killed, and says plainly what is wrong."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from wayhome.run.postgres import (
    AlreadyRunning,
    Cluster,
    DiskFull,
    FolderUnreachable,
    PasswordsMissing,
    WrongVersion,
    programs,
)
from wayhome.run.postgres import account as accounts
from wayhome.run.postgres import cluster as launcher
from wayhome.run.postgres.leftovers import holders

CHECKOUT = Path(__file__).resolve().parents[2]
as_root = pytest.mark.skipif(os.getuid() != 0, reason="only root lends PostgreSQL another user")


def ask(cluster: Cluster, question: str) -> str:
    with psycopg.connect(cluster.superuser_url) as connection:
        row = connection.execute(question.encode()).fetchone()
    return str(row[0]) if row else ""


def server_pid(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().splitlines()[0])


def wait_until(condition: "object", seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("listen_addresses", ""),
        ("data_checksums", "on"),
        ("synchronous_commit", "on"),
        ("server_encoding", "UTF8"),
        ("password_encryption", "scram-sha-256"),
        ("log_statement", "none"),
        ("log_min_error_statement", "panic"),
        ("log_error_verbosity", "terse"),
        ("log_parameter_max_length", "0"),
        ("log_parameter_max_length_on_error", "0"),
        ("track_activities", "off"),
        ("unix_socket_permissions", "0700"),
    ],
)
def test_it_is_set_as_promised(cluster: Cluster, setting: str, value: str) -> None:
    """Nothing listens on the network, nothing acknowledged is lost, no value reaches the server's log."""
    assert ask(cluster, f"SHOW {setting}") == value


def test_a_lasting_cluster_writes_through_to_the_disk(folder: Path) -> None:
    """Only a throwaway cluster may skip fsync."""
    cluster = Cluster(folder / "pg")
    cluster.start()
    try:
        assert [ask(cluster, f"SHOW {name}") for name in ("fsync", "full_page_writes")] == ["on", "on"]
    finally:
        cluster.stop()


def test_texts_sort_by_unicode_on_every_machine(cluster: Cluster) -> None:
    """PostgreSQL's own C.UTF-8 provider: an update of the system's libc cannot break an index."""
    assert ask(cluster, "SELECT datlocprovider::text || datlocale FROM pg_database LIMIT 1") == "bC.UTF-8"


def test_no_value_of_a_failed_statement_reaches_the_log(own_cluster: Cluster) -> None:
    """An error message quotes the bad value; the server's log does not keep it."""
    with psycopg.connect(own_cluster.superuser_url, autocommit=True) as connection:
        with pytest.raises(psycopg.Error):
            connection.execute("SELECT 'Danylo-Vyhadanenko'::uuid")
        with pytest.raises(psycopg.Error):
            connection.execute("SELECT %s::int", ["Danylo-Vyhadanenko"])
    assert "Danylo" not in own_cluster.log.read_text()


def test_passwords_and_sockets_are_closed_to_others(own_cluster: Cluster) -> None:
    """Whoever may not read our files cannot connect."""
    assert own_cluster.passwords.file.stat().st_mode & 0o777 == 0o600
    sockets = Path((own_cluster.folder / "socket").read_text())
    assert sockets.stat().st_mode & 0o777 == 0o700
    assert len(os.fsencode(sockets / ".s.PGSQL.5432")) < 100


def test_a_wrong_password_is_refused(own_cluster: Cluster) -> None:
    """Being on the same machine is not enough, not even for root."""
    real = own_cluster.passwords.of("postgres")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(own_cluster.superuser_url.replace(real, "guessed"))


def test_a_folder_somebody_prepared_is_not_used_for_sockets(own_cluster: Cluster, tmp_path: Path) -> None:
    """Another user's folder could answer in our place and collect passwords."""
    own_cluster.stop()
    open_to_all = tmp_path / "prepared"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    (own_cluster.folder / "socket").write_text(str(open_to_all))
    own_cluster.start()
    assert not any(open_to_all.iterdir())


def test_killed_server_keeps_what_it_acknowledged(own_cluster: Cluster) -> None:
    """kill -9 in the middle of writing: every commit that was answered is there after the restart."""
    with psycopg.connect(own_cluster.superuser_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int PRIMARY KEY)")
        for number in range(300):
            connection.execute("INSERT INTO kept VALUES (%s)", [number])
        os.kill(server_pid(own_cluster), signal.SIGKILL)
    own_cluster.start()
    assert ask(own_cluster, "SELECT count(*) || ' ' || max(n) FROM kept") == "300 299"


def test_a_killed_child_of_the_server_is_recovered_from(own_cluster: Cluster) -> None:
    """The server itself restarts its children; callers only have to connect again."""
    with psycopg.connect(own_cluster.superuser_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS n")
        os.kill(connection.info.backend_pid, signal.SIGKILL)
    wait_until(own_cluster.is_alive)
    assert ask(own_cluster, "SELECT n FROM kept") == "1"


def test_stop_and_start_again_keeps_everything(own_cluster: Cluster) -> None:
    """An orderly stop leaves no process and no socket; the next start finds the data."""
    with psycopg.connect(own_cluster.superuser_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    sockets = Path((own_cluster.folder / "socket").read_text())
    own_cluster.stop()
    assert not sockets.exists()
    assert not holders(own_cluster.data)
    assert not own_cluster.is_alive()
    own_cluster.start()
    assert ask(own_cluster, "SELECT n FROM kept") == "7"


def test_only_one_program_starts_it(own_cluster: Cluster) -> None:
    """The second start says so in one sentence, and the first goes on."""
    second = Cluster(own_cluster.folder, throwaway=True)
    with pytest.raises(AlreadyRunning, match="already runs"):
        second.start()
    assert second.is_alive()
    assert own_cluster.is_alive()


STARTER = """
import sys, time
from pathlib import Path
from wayhome.run.postgres import Cluster
cluster = Cluster(Path(sys.argv[1]), throwaway=True)
cluster.start()
print("up", flush=True)
time.sleep(600)
"""


def test_killed_starter_leaves_no_server(folder: Path) -> None:
    """kill -9 of the program that started it: the server shuts down by itself, and a new start works at once."""
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER, str(folder / "pg")], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    )
    assert starter.stdout is not None
    with starter.stdout:
        assert starter.stdout.readline() == "up\n"
    starter.kill()
    starter.wait()
    cluster = Cluster(folder / "pg", throwaway=True)
    cluster.start()
    assert cluster.is_alive()
    cluster.stop()
    assert not holders(cluster.data)


def test_without_a_new_start_the_orphan_ends_too(folder: Path) -> None:
    """Nobody has to clean up after a killed program."""
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER, str(folder / "pg")], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    )
    assert starter.stdout is not None
    with starter.stdout:
        assert starter.stdout.readline() == "up\n"
    starter.kill()
    starter.wait()
    wait_until(lambda: not holders(folder / "pg" / "data"))


def test_another_major_version_is_refused(own_cluster: Cluster) -> None:
    """Old data is neither touched nor replaced by an empty database."""
    own_cluster.stop()
    version = own_cluster.data / "PG_VERSION"
    version.write_text("17\n")
    with pytest.raises(WrongVersion, match="PostgreSQL 17"):
        own_cluster.start()
    version.write_text("18\n")
    own_cluster.start()


def test_missing_passwords_are_not_invented(own_cluster: Cluster) -> None:
    """A new password would not open the old data; say so instead."""
    own_cluster.stop()
    own_cluster.passwords.file.unlink()
    with pytest.raises(PasswordsMissing, match="missing or damaged"):
        own_cluster.start()


def test_full_disk_is_said_plainly(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is written."""
    monkeypatch.setattr(launcher, "LEAST_FREE", 1 << 62)
    with pytest.raises(DiskFull, match="is full"):
        Cluster(folder / "pg", throwaway=True).start()


@as_root
def test_folder_closed_to_its_user_is_said_plainly(folder: Path) -> None:
    """Root can enter everywhere, PostgreSQL's user cannot."""
    (folder / "closed").mkdir(mode=0o700)
    with pytest.raises(FolderUnreachable, match="may not enter"):
        Cluster(folder / "closed" / "pg", throwaway=True).start()


@as_root
def test_programs_out_of_reach_are_copied_with_their_libraries(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A virtual environment under /root: the programs run from a copy, which the next start uses again."""
    installed = programs.our_bin_folder()
    hidden = folder / "hidden"
    hidden.mkdir(mode=0o700)
    package = installed.parent.parent
    (hidden / package.name / installed.parent.name).parent.mkdir()
    (hidden / package.name / installed.parent.name).symlink_to(installed.parent)
    (hidden / f"{package.name}.libs").symlink_to(package.with_name(f"{package.name}.libs"))
    monkeypatch.setattr(programs, "COPIES", folder / "copies")
    folder.chmod(0o755)
    account = accounts.account_for(folder / "pg" / "data")
    monkeypatch.setattr(programs, "our_bin_folder", lambda: hidden / package.name / installed.parent.name / "bin")
    first = programs.bin_folder_for(account)
    assert first.is_relative_to(folder / "copies")
    assert account.run(first / "psql", "--version").returncode == 0
    assert programs.bin_folder_for(account) == first
