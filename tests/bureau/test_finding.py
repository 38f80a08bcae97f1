"""Asking for someone: any spelling finds him, nothing typed leaves the form, and no page is shown that the log does not know."""

from uuid import UUID

import pytest
from django.test import Client

from wayhome.audit.models import LogRow
from wayhome.run.matcher import Matcher

QUESTION = {"name": "Danilo Vygadanenko", "birth_date": "April 1991", "place": "Vyhadane"}


def test_another_spelling_finds_him(iryna: Client, found_by_matcher: UUID) -> None:
    """Olena spells her son's name in Latin letters; he stands in Cyrillic."""
    page = iryna.post("/find/", QUESTION)
    assert page.status_code == 200
    assert "Вигаданенко Данило Петрович" in page.content.decode()
