"""`wayhome run`: everything comes up, stays up and leaves nothing behind. One real bureau, stepped through in order."""

import os
import signal
import time
from pathlib import Path

import psycopg
import pytest

from tests.live import LiveBureau, free_port, until
from wayhome.run.databases import VARIABLES
from wayhome.run.postgres import Cluster

pytestmark = pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="looks at processes in /proc")

SOON = 20.0


def test_first_start_shows_addresses_and_the_recovery_key_once(bureau: LiveBureau) -> None:
    """Then the key is nowhere on the machine."""
    said = bureau.first_words
    assert f"http://localhost:{bureau.bureau_port}" in said
    assert f"http://localhost:{bureau.portal_port}" in said
    assert "stop mistakes and injected SQL, not a program" in said
    files = [file for file in bureau.home.rglob("*") if file.is_file()]
    assert not [file for file in files if bureau.recovery_key.encode() in file.read_bytes()]


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_both_sites_answer_on_both_loopback_addresses(running: LiveBureau, host: str) -> None:
    """Otherwise somebody else could answer as localhost."""
    assert running.answers(running.portal_port, host) == 200
    assert running.answers(running.bureau_port, host) in (200, 302)


PUBLIC_SITE = {
    b"WAYHOME_PORTAL_DATABASE_URL",
    b"WAYHOME_SECRET_KEY",
    b"WAYHOME_DEMO",
    b"WAYHOME_PLAIN_HTTP",
    b"WAYHOME_BUREAU_SEAL_KEY",  # the public half: it closes envelopes and opens none
    b"WAYHOME_BUREAU_SIGN_KEY",  # the public half
    b"WAYHOME_PORTAL_PEPPER",
}


def test_the_public_site_knows_no_keys_and_no_other_database(running: LiveBureau) -> None:
    """Its environment names one database, as portal_web, no folder of ours, and no byte of a key file."""
    keys = [file.read_bytes() for file in (running.home / "keys").iterdir()]
    processes = running.processes("wsgi_portal")
    assert keys
    assert processes
    for pid in processes:
        environment = Path(f"/proc/{pid}/environ").read_bytes()
        pairs = environment.split(b"\0")
        assert {pair.split(b"=")[0] for pair in pairs if pair.startswith(b"WAYHOME_")} <= PUBLIC_SITE
        assert any(pair.startswith(b"WAYHOME_PORTAL_DATABASE_URL=postgresql://portal_web:") for pair in pairs)
        assert not [key for key in keys if key in environment or key.hex().encode() in environment]


def test_no_password_stands_in_a_command_line(running: LiveBureau) -> None:
    """Everybody on a machine can read command lines."""
    passwords = Cluster(running.home / "pg").passwords.known().values()
    words = b"".join(Path(f"/proc/{pid}/cmdline").read_bytes() for pid in running.processes())
    assert not [password for password in passwords if password.encode() in words]


def test_a_second_start_of_the_same_bureau_is_refused(running: LiveBureau) -> None:
    """In one sentence, and the first goes on."""
    again = running.command("run", WAYHOME_BUREAU_PORT=str(free_port()), WAYHOME_PORTAL_PORT=str(free_port()))
    assert (again.returncode, again.stderr.count("\n")) == (1, 1)
    assert "already runs" in again.stderr
    assert running.answers(running.portal_port) == 200


def test_a_taken_port_is_named_with_the_way_out(running: LiveBureau, folder: Path) -> None:
    """Before anything is started."""
    other = running.command("run", WAYHOME_HOME=str(folder))
    assert other.returncode == 1
    assert f"Port {running.bureau_port} is already used" in other.stderr
    assert "WAYHOME_BUREAU_PORT=" in other.stderr
    assert not (folder / "pg" / "data").exists()


def test_commands_use_the_running_bureau(running: LiveBureau) -> None:
    """Nothing is started a second time, nothing is stopped afterwards."""
    servers = running.processes("postgres -D")
    done = running.command("officer", "list")
    assert done.returncode == 0, done.stderr
    assert "invented" in done.stdout
    assert running.processes("postgres -D") == servers


def test_doctor_finds_nothing_wrong(running: LiveBureau) -> None:
    """Every role, wall, process and the log."""
    until(lambda: running.answers(running.portal_port) == 200, "the site to answer", SOON)
    found = running.command("doctor")
    assert (found.returncode, "✗" in found.stdout) == (0, False), found.stdout + found.stderr


@pytest.mark.parametrize("process", ["wayhome.run.matcher", "wayhome.run.worker", "wsgi_bureau", "wsgi_portal"])
def test_a_killed_process_comes_back(running: LiveBureau, process: str) -> None:
    """kill -9 of the process and of its helpers' parent: the port is free again and it answers."""
    before = set(running.processes(process))
    os.kill(min(before), signal.SIGKILL)
    until(lambda: (now := set(running.processes(process))) and not now & before, "a new process", SOON)
    until(lambda: running.answers(running.portal_port) == 200, "the public site to answer", SOON)
    until(lambda: running.answers(running.bureau_port) < 500, "the bureau to answer", SOON)


def test_a_killed_database_comes_back_with_everything(running: LiveBureau) -> None:
    """kill -9 of PostgreSQL under a running bureau: people, log and all."""
    cluster = Cluster(running.home / "pg")

    def people() -> object:
        with psycopg.connect(cluster.url("bureau_web", "wayhome_bureau")) as connection:
            return connection.execute("SELECT count(*) FROM registry_personheld").fetchone()

    before = people()
    postmaster = int((cluster.data / "postmaster.pid").read_text().splitlines()[0])
    os.kill(postmaster, signal.SIGKILL)
    until(lambda: running.processes("postgres -D") not in ([], [postmaster]) and cluster.is_alive(), "PostgreSQL", SOON)
    assert people() == before
    until(lambda: running.answers(running.bureau_port) < 500, "the bureau to answer", SOON)


def test_ctrl_c_stops_everything_and_leaves_nothing(running: LiveBureau) -> None:
    """Within seconds, in order, with exit code 0: no process, no socket folder."""
    sockets = Path((running.home / "pg" / "socket").read_text())
    began = time.monotonic()
    assert running.stop(signal.SIGINT) == 0
    assert time.monotonic() - began < 15
    assert running.processes() == []
    assert not sockets.exists()


def test_the_second_start_keeps_the_data_and_shows_no_key(bureau: LiveBureau) -> None:
    """Keys and people are there already."""
    said = bureau.start()
    assert "AGE-SECRET-KEY" not in said
    assert "First set-up" not in said


def test_killed_supervisor_leaves_nothing_and_can_start_again(running: LiveBureau) -> None:
    """kill -9 of the supervisor: every process ends by itself, and the next start works."""
    running.stop(signal.SIGKILL)
    until(lambda: running.processes() == [], "everything to end", SOON)
    running.start()
    assert running.answers(running.portal_port) == 200
    assert running.stop(signal.SIGTERM) == 0
    until(lambda: running.processes() == [], "everything to end", 2)


def test_without_a_running_bureau_a_command_starts_the_database_for_itself(bureau: LiveBureau) -> None:
    """And stops it again."""
    done = bureau.command("audit", "verify")
    assert (done.returncode, "The log holds." in done.stdout) == (0, True), done.stderr
    assert bureau.processes() == []


def test_an_unreachable_real_server_is_one_plain_sentence(bureau: LiveBureau) -> None:
    """No traceback, no password, and nothing embedded starts instead."""
    gone = dict.fromkeys(VARIABLES, "postgresql://someone:secret-word@127.0.0.1:9/nowhere")
    done = bureau.command("run", **gone)
    assert done.returncode == 1
    assert done.stderr == (
        "The database wayhome_bureau does not answer; start it, or check the WAYHOME_…_DATABASE_URL variables.\n"
    )
    assert bureau.processes() == []
