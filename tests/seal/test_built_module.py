"""The browser's module is committed, is what its sources give, and brings its licence along."""

import hashlib
import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "assets" / "seal"
BUILT = ROOT / "wayhome" / "seal" / "browser"
RECORD = json.loads((BUILT / "build.json").read_text())


def sources_hash(folder: Path) -> str:
    """The recipe of assets/seal/build.mjs: name, zero byte, content, zero byte, in order of name."""
    names = sorted(["package-lock.json", *(f"src/{path.name}" for path in (folder / "src").iterdir())])
    digest = hashlib.sha256()
    for name in names:
        digest.update(name.encode() + b"\0" + (folder / name).read_bytes() + b"\0")
    return digest.hexdigest()


def test_nobody_forgot_to_build() -> None:
    """`npm ci && npm run build` in assets/seal makes it new."""
    assert RECORD["sources_sha256"] == sources_hash(SOURCES)


def test_the_module_is_the_one_that_was_built() -> None:
    """Not edited by hand."""
    assert RECORD["module_sha256"] == hashlib.sha256((BUILT / "seal.js").read_bytes()).hexdigest()


def test_a_forgotten_build_is_noticed(tmp_path: Path) -> None:
    """One changed letter in the sources gives another hash."""
    (tmp_path / "src").mkdir()
    (tmp_path / "package-lock.json").write_text("{}")
    (tmp_path / "src" / "a.js").write_text("1")
    before = sources_hash(tmp_path)
    (tmp_path / "src" / "a.js").write_text("2")
    assert sources_hash(tmp_path) != before


def test_its_parts_are_locked_and_licensed() -> None:
    """Name, version and hash as in the lock; the licence text beside the module."""
    locked = json.loads((SOURCES / "package-lock.json").read_text())["packages"]
    licence = (BUILT / "LICENSE-hpke.txt").read_text()
    for part in RECORD["contains"]:
        entry = locked[f"node_modules/{part['package']}"]
        assert (part["version"], part["package_integrity"]) == (entry["version"], entry["integrity"])
        assert f"{part['package']} {part['version']}\n\nMIT License" in licence


def test_it_is_small_and_asks_nobody() -> None:
    """Under 40 kB before compression, no address of any host, nothing evaluated from text."""
    module = (BUILT / "seal.js").read_text()
    assert len(module.encode()) < 40_000
    assert not re.search(r"https?://|wss?://|\bfetch\(|XMLHttpRequest|\beval\(|new Function", module)
