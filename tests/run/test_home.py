"""Where a bureau keeps its state, and what it may not mix."""

import os
import stat
from pathlib import Path

import pytest

from wayhome.run import home as homes
from wayhome.run.home import Home, HomeUnusable, RunsAlready, find_home, only_one
from wayhome.run.supervisor import DemoAndReal, is_demo


def test_two_checkouts_never_share_a_bureau(monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is named after the checkout."""
    monkeypatch.delenv("WAYHOME_HOME", raising=False)
    first = find_home()
    monkeypatch.setattr(homes, "CHECKOUT", Path("/somewhere/else"))
    assert find_home() != first


def test_root_keeps_it_where_another_user_can_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL runs as somebody else then, and root's home folder is closed."""
    monkeypatch.delenv("WAYHOME_HOME", raising=False)
    monkeypatch.setattr("os.getuid", lambda: 0)
    assert find_home().folder.parent == Path("/var/lib/wayhome")


def test_everybody_else_keeps_it_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written outside one's own folders."""
    monkeypatch.delenv("WAYHOME_HOME", raising=False)
    monkeypatch.setenv("HOME", "/home/iryna")
    monkeypatch.setattr("os.getuid", lambda: 1000)
    assert find_home().folder.parent == Path("/home/iryna/.local/share/wayhome")


def test_folders_are_closed_to_others(tmp_path: Path) -> None:
    """Also when they existed and stood open."""
    (tmp_path / "keys").mkdir(mode=0o755)
    home = Home(tmp_path).make()
    modes = {stat.S_IMODE(folder.stat().st_mode) for folder in (home.keys, home.logs, home.reports, home.run)}
    assert modes == {0o700}


def test_a_strict_shell_does_not_shut_postgresql_out(tmp_path: Path) -> None:
    """The program's own umask is 077; the folders above the state folder still let PostgreSQL's user pass, if root."""
    before = os.umask(0o077)
    try:
        Home(tmp_path / "var" / "state").make()
    finally:
        os.umask(before)
    expected = 0o711 if os.getuid() == 0 else 0o700
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (tmp_path / "var", tmp_path / "var" / "state")] == [
        expected,
        expected,
    ]


def test_a_file_in_the_way_is_said_plainly(tmp_path: Path) -> None:
    """One sentence with the way out."""
    (tmp_path / "taken").write_text("")
    with pytest.raises(HomeUnusable, match="set WAYHOME_HOME"):
        Home(tmp_path / "taken").make()


def test_one_program_at_a_time(tmp_path: Path) -> None:
    """The second is refused; when the first has gone, the place is free."""
    home = Home(tmp_path).make()
    with only_one(home), pytest.raises(RunsAlready):
        only_one(home).__enter__()
    with only_one(home):
        pass


def test_a_demo_stays_a_demo(tmp_path: Path) -> None:
    """Also when the word is forgotten at the next start: the invented people are still there."""
    home = Home(tmp_path).make()
    home.mark(demo=True).touch()
    assert is_demo(home, asked=False)


def test_a_real_bureau_gets_no_invented_people(tmp_path: Path) -> None:
    """Invented and real people are never mixed."""
    home = Home(tmp_path).make()
    home.mark(demo=False).touch()
    assert not is_demo(home, asked=False)
    with pytest.raises(DemoAndReal):
        is_demo(home, asked=True)
