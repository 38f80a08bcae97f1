"""Whoever is sought, by whomever, however often: the site cannot tell, so nobody can tell from the site."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.portal.people import Visitor

pytestmark = pytest.mark.django_db

# Equally long names: one who might be registered, one who is certainly not, and the first one again.
PRESENT, ABSENT = "Вигаданенко Данило Петрович", "Небувальчук Кирило Орестович"[:27]


def masked(page: bytes) -> bytes:
    """A page without what is random by design: the code and the filling. Names become one word."""
    page = re.sub(rb"<!-- [0-9a-f]*-->", b"<!-- -->", page)
    page = re.sub(rb"<span>\d{4}</span>|\d{24}", b"CODE", page)
    for name in (PRESENT, ABSENT):
        page = page.replace(name.encode(), b"NAME")
    return page


def filed(name: str) -> list[tuple[int, dict[str, str], int, bytes, list[str]]]:
    """Status, headers, length, page and questions to the database for every page of one filing."""
    visitor, pages = Visitor(), []
    for go, words in [
        ("begin", {}),
        ("", {}),
        ("", {"name": name}),
        ("", {"relation": "мама"}),
        ("", {}),
        ("send", {}),
    ]:
        with CaptureQueriesContext(connection) as queries:
            visitor.begin() if go == "begin" else visitor.ask(go or "next", **words)
        reply = visitor.page
        asked = [re.sub(r"'[^']*'|\"s\d+_x\d+\"", "?", one["sql"]) for one in queries]
        pages.append((reply.status_code, dict(reply.items()), len(reply.content), masked(reply.content), asked))
    return pages


def test_filing_is_the_same_for_everyone_sought() -> None:
    """Present, absent, asked for already: equal bytes, headers and queries on every page."""
    filed(ABSENT)  # the first visitor of a day also lets old drafts go
    first, absent, again = filed(PRESENT), filed(ABSENT), filed(PRESENT)
    assert first == absent == again
    assert "Ваш запит у нас".encode() in first[-1][3]


def test_pages_of_unequal_names_have_one_length() -> None:
    """A page's length is filled up to a step, so that it tells little even of the name itself."""
    assert {page[2] for page in filed("Ян")} <= {4096, 8192, 12288}
    assert [page[2] for page in filed("Ян")] == [page[2] for page in filed(PRESENT)]


def test_the_site_asks_only_its_own_three_tables() -> None:
    """No query mentions anything but envelopes, slots and drafts, and none of them holds a name."""
    asked = [query for page in filed(PRESENT) for query in page[4]]
    tables = {table for query in asked for table in re.findall(r'(?:FROM|INTO) "(\w+)"', query)}
    assert tables == {"mailbox_draft", "mailbox_replyslot", "mailbox_incoming"}
    assert PRESENT not in " ".join(asked)
