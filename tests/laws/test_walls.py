"""The walls between rooms hold, and each of them would be missed if it fell."""

import os
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
CONTRACTS = CHECKOUT / ".importlinter"

# contract → the file that breaks the rule, and what it wrongly imports
PLANTED = {
    "inner-chain": ("audit/actors.py", "wayhome.registry.states"),
    "public-chain": ("mailbox/witness.py", "wayhome.portal.urls"),
    "portal-sees-no-people": ("portal/views.py", "wayhome.registry.states"),
    "inner-zone-leaves-the-mailbox-alone": ("registry/states.py", "wayhome.mailbox.witness"),
    "one-way-out": ("run/worker.py", "wayhome.mailbox.outgoing"),
    "matching-above-names": ("names/text.py", "wayhome.matching.records"),
    "pure-rooms": ("names/text.py", "django.utils.timezone"),
    "low-rooms-hold-no-names": ("protection/padding.py", "wayhome.names.text"),
    "web-stands-alone": ("web/security.py", "wayhome.bureau.urls"),
}


def lint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """lint-imports over the house that stands in `folder`."""
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache", "--config", str(CONTRACTS), *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def contracts() -> set[str]:
    written = ConfigParser()
    written.read(CONTRACTS, "utf-8")
    return {name.rsplit(":", 1)[1] for name in written.sections() if ":contract:" in name}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the program, to break."""
    shutil.copytree(
        CHECKOUT / "wayhome", tmp_path / "wayhome", ignore=lambda _, names: [n for n in names if n == "__pycache__"]
    )
    return tmp_path


def test_every_wall_stands() -> None:
    """No room calls upward, and nothing of the public zone reaches the inner one."""
    done = lint(CHECKOUT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("contract", sorted(PLANTED))
def test_a_forbidden_import_is_noticed(contract: str, house: Path) -> None:
    """Each contract finds the import it exists to forbid."""
    file, wrong = PLANTED[contract]
    with (house / "wayhome" / file).open("a", encoding="utf-8") as room:
        room.write(f"\nimport {wrong}\n")
    done = lint(house, "--contract", contract)
    assert done.returncode == 1
    assert "BROKEN" in done.stdout


def test_every_contract_has_its_planted_import() -> None:
    """A contract nobody has ever seen fail may be one that cannot."""
    assert contracts() == set(PLANTED)


def test_nothing_leads_from_the_public_site_to_the_people_held() -> None:
    """Not directly and not through any other room: the import graph has no such chain at all."""
    code = (
        "import grimp; g = grimp.build_graph('wayhome', cache_dir=None);"
        "print(sum(g.chain_exists(importer=p, imported=i, as_packages=True)"
        " for p in ('wayhome.portal', 'wayhome.mailbox')"
        " for i in ('wayhome.registry', 'wayhome.protection', 'wayhome.bureau', 'wayhome.audit')))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
