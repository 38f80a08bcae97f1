"""Examples in docstrings are promises too: they run."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest

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
