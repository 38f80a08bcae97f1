"""The examples in the docstrings of the room are true."""

import doctest
import importlib
import pkgutil

import pytest

import wayhome.names

MODULES = [f"wayhome.names.{module.name}" for module in pkgutil.iter_modules(wayhome.names.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples_hold(name: str) -> None:
    """Each runs as printed."""
    assert doctest.testmod(importlib.import_module(name)).failed == 0
