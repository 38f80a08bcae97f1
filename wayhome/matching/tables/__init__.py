"""Tables of knowledge, each with its sources beside it."""

from importlib.resources import files
from typing import Any

import yaml


def load(name: str) -> Any:
    """One table of this folder, as plain lists and dicts."""
    return yaml.safe_load(files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8"))
