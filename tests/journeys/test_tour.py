"""The tour is walked with every change, as a newcomer would walk it."""

import subprocess
import sys
from pathlib import Path

WAYHOME = Path(sys.executable).with_name("wayhome")


def test_the_tour_finds_the_invented_man_and_says_why() -> None:
    """A declined Russian question finds a man registered in Ukrainian; the log says who looked, and is whole."""
    walked = subprocess.run([WAYHOME, "tour"], capture_output=True, text=True, timeout=110)
    assert walked.returncode == 0, walked.stderr[-2000:]
    assert "confident" in walked.stdout
    assert "nothing altered: True" in walked.stdout
    assert "person_opened" in walked.stdout
