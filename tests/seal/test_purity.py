"""The seal stands alone: no Django, and the second-opinion HPKE is never in use."""

import subprocess
import sys
from pathlib import Path

SEAL = Path(__file__).resolve().parents[2] / "wayhome" / "seal"
ROOMS = sorted(path.stem for path in SEAL.glob("*.py") if path.stem != "__init__")


def test_nothing_of_a_site_comes_along() -> None:
    """A script, a device or a partner can use it without a bureau."""
    code = f"import sys\nfor name in {ROOMS!r}: __import__('wayhome.seal.' + name)\n" + (
        "print([n for n in sys.modules if n.split('.')[0] == 'django' or n.startswith('wayhome.seal.vectors')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
