"""Examples in docstrings are promises too: they run."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from wayhome import matching

MODULES = [
    "partial_dates", "sentences", "place_words", "compare.birth_dates", "compare.service_numbers", "compare.units",
    "compare.ranks",
]  # fmt: skip


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples_are_true(name: str) -> None:
    """Each module listed has examples, and all of them hold."""
    failed, tried = doctest.testmod(import_module(f"wayhome.matching.{name}"))
    assert tried > 0
    assert failed == 0


def test_the_readme_example_is_true() -> None:
    """The first thing a newcomer tries finds the right person, and says why in Ukrainian."""
    text = (Path(matching.__file__).parent / "README.md").read_text(encoding="utf-8")
    example = text.partition("```python\n")[2].partition("```")[0]
    names: dict[str, Any] = {}
    exec(example, names)  # noqa: S102 — our own page, and that it runs is the promise
    assert names["result"].candidates[0].id == "K-4821-9307"
    assert names["result"].candidates[0].comparison.sentences("uk")[0].startswith("Прізвище")
