"""The committed stylesheet is what its sources give, is small, and shows nobody's emblem."""

import json
import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STYLESHEET = ROOT / "wayhome" / "web" / "static" / "web" / "wayhome.css"
VENDOR = ROOT / "vendor" / "govuk-frontend"


def test_nobody_forgot_to_build() -> None:
    """Sources, stylesheet and the record beside the licence agree."""
    assert runpy.run_path(str(ROOT / "assets" / "build.py"))["problems"]() == []


def test_a_forgotten_build_is_noticed(tmp_path: Path) -> None:
    """One changed letter in the sources gives another hash."""
    hash_of = runpy.run_path(str(ROOT / "assets" / "build.py"))["sources_hash"]
    (tmp_path / "sass").mkdir()
    (tmp_path / "package-lock.json").write_text("{}")
    (tmp_path / "sass" / "a.scss").write_text("a { color: black }")
    before = hash_of(tmp_path)
    (tmp_path / "sass" / "a.scss").write_text("a { color: white }")
    assert hash_of(tmp_path) != before


def test_the_package_is_named_with_its_licence() -> None:
    """Whoever receives the stylesheet can read under which terms its parts came."""
    record = json.loads((VENDOR / "build.json").read_text())
    locked = json.loads((ROOT / "assets" / "package-lock.json").read_text())["packages"]["node_modules/govuk-frontend"]
    assert (record["version"], record["package_integrity"]) == (locked["version"], locked["integrity"])
    assert "MIT License" in (VENDOR / "LICENSE.txt").read_text()


def test_it_is_small_and_fetches_nothing() -> None:
    """An old phone on a weak network: under 45 kB, no font, no picture, no other file."""
    text = STYLESHEET.read_text()
    assert len(text.encode()) < 45_000
    assert not re.search(r"url\((?!['\"]?data:)|@import|@font-face|GDS Transport", text)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colours() -> dict[str, str]:
    return dict(re.findall(r"^\$([a-z-]+): (#[0-9a-f]{6});", (ROOT / "assets/sass/_settings.scss").read_text(), re.M))


@pytest.mark.parametrize("ground", ["paper", "sheet", "linen"])
@pytest.mark.parametrize("ink", ["ink", "soft-ink", "deep", "deep-dark", "clay", "moss"])
def test_words_can_be_read_by_weak_eyes(ink: str, ground: str) -> None:
    """Every ink on every ground reaches 7 : 1, the stricter of the two levels."""
    assert contrast(colours()[ink], colours()[ground]) >= 7


@pytest.mark.parametrize("ground", ["paper", "sheet", "linen"])
def test_edges_of_fields_can_be_seen(ground: str) -> None:
    """What shows where to type reaches 3 : 1."""
    assert contrast(colours()["control"], colours()[ground]) >= 3


def test_nothing_is_red() -> None:
    """No ink or ground of ours is the red of alarm: red far above green and blue."""
    for colour in colours().values():
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        assert not (red > 160 and red > 2 * max(green, blue))
