"""The tour is walked with every change, as a newcomer would walk it."""

import os
import subprocess
import sys
from pathlib import Path

ADDRESSES = ("BUREAU", "BUREAU_OWNER", "PORTAL", "PORTAL_OWNER", "COURIER")
WAYHOME = Path(sys.executable).with_name("wayhome")


def test_the_tour_finds_the_invented_man_and_says_why() -> None:
    """A declined Russian question finds a man registered in Ukrainian; the log says who looked, and is whole."""
    walked = subprocess.run([WAYHOME, "tour"], capture_output=True, text=True, timeout=110)
    assert walked.returncode == 0, walked.stderr[-2000:]
    assert "confident" in walked.stdout
    assert "nothing altered: True" in walked.stdout
    assert "person_opened" in walked.stdout


def test_the_tour_ends_with_a_letter_that_says_what_he_allowed() -> None:
    """She reads that he is alive and not where; when he takes it back, her page is any answered case."""
    walked = subprocess.run([WAYHOME, "tour"], capture_output=True, text=True, timeout=110)
    assert walked.returncode == 0, walked.stderr[-2000:]
    told, after = walked.stdout.split("\n13. ")[1].split("\n14. ")
    assert "[word_alive] Он жив. Наш сотрудник говорил с ним" in told
    assert "Он просил не говорить, где он." in told
    assert "[stands_as_of]" in after
    assert "Он жив" not in after


def test_the_tour_never_touches_a_real_bureau() -> None:
    """Addresses of real databases in the environment are not for the tour: it would leave invented people there."""
    real = {f"WAYHOME_{name}_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/real" for name in ADDRESSES}
    walked = subprocess.run([WAYHOME, "tour"], capture_output=True, text=True, timeout=110, env={**os.environ, **real})
    assert walked.returncode == 0, walked.stderr[-2000:]
