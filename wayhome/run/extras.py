"""Programs that come from the system and not from our lock: what each is for, and what is off without it."""

import shutil
from dataclasses import dataclass


@dataclass(frozen=True)
class Extra:
    package: str  # of Debian
    programs: tuple[str, ...]  # any one of them will do
    without_it: str

    @property
    def is_present(self) -> bool:
        return any(shutil.which(program) for program in self.programs)


EXTRAS = (
    Extra("chromium", ("chromium", "chromium-browser", "google-chrome"), "browser tests are skipped"),
    Extra("coturn", ("turnserver",), "calls between families and captives cannot be relayed (not needed yet)"),
    Extra(
        "gettext", ("msgfmt",), "translators cannot check catalogues with msgfmt; the program itself does not need it"
    ),
    Extra("poppler-utils", ("pdftoppm",), "printed pages are not compared as pictures in tests"),
)


def what_is_off() -> list[str]:
    """One line for each missing program."""
    return [f"{extra.package} is not installed: {extra.without_it}." for extra in EXTRAS if not extra.is_present]
