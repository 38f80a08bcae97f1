"""Fifty planted words, filed, drafted, written back: none can be read in any table or in the log."""

import base64
import logging
import random

import psycopg
import pytest
from psycopg import sql

from tests.portal.people import Visitor
from wayhome.run.databases import environment_for
from wayhome.run.postgres import Cluster

chance = random.Random(50)
FIELDS = ["name", "family", "given", "patronymic", "also", "born", "place", "unit", "video"]


def planted(count: int) -> list[str]:
    """Words nobody uses."""
    return ["".join(chance.choice("бвгджзклмнпрстфхцчшаеиоу") for _ in range(12)) for _ in range(count)]


def dresses(word: str) -> list[bytes]:
    """The ways in which a word might lie about: three encodings, and base64 in its three alignments."""
    raw = word.encode()
    out = [raw, word.encode("utf-16-le"), word.encode("cp1251"), raw.hex().encode(), ascii(word)[1:-1].encode()]
    return out + [base64.b64encode(b"\0" * shift + raw)[4:-4] for shift in range(3)]


def everything_stored(cluster: Cluster) -> bytes:
    """Every column of every row of every table of the portal's database."""
    with psycopg.connect(cluster.superuser_url, dbname="wayhome_portal") as server:
        names = server.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        out = b""
        for (name,) in names:
            for row in server.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(name))):
                out += b"\n".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in row) + b"\n"
    return out


def tell_everything(visitor: Visitor, words: list[str]) -> None:
    """One question, one answer, one draft left lying, each full of words."""
    rest = iter(words)
    sought = {field: next(rest) for field in FIELDS}
    hers = {field: next(rest) for field in ("relation", "you", "question", "answer")}
    reach = {"way": "other", "detail": next(rest), "safe_when": next(rest)}
    visitor.begin().ask().ask(**sought).ask(**hers).ask(**reach).ask("send")
    visitor.letters("look").letters("write").letters("say", text=next(rest))
    Visitor().begin().ask().ask(**{field: next(rest) for field in FIELDS})


def test_no_planted_word_is_found(
    committed: None, cluster: Cluster, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Two families, fifty words and both codes; what a thief of the database and of the log would hold."""
    caplog.set_level(logging.DEBUG)
    words = planted(50)
    families = [Visitor(), Visitor()]
    for family, half in zip(families, (words[:25], words[25:]), strict=True):
        tell_everything(family, half)
        assert "Ваші слова в нас" in family.text
    said = capfd.readouterr()
    stored = everything_stored(cluster)
    assert len(stored) > 8 * 4096
    for place in (stored, caplog.text.encode(), (said.out + said.err).encode()):
        assert [word for word in words for dress in dresses(word) if dress in place] == []
        assert [family.code for family in families if family.code.encode() in place] == []


def test_the_search_would_find_one(committed: None, cluster: Cluster) -> None:
    """The same search over a table into which a word was put in plain text does find it."""
    (word,) = planted(1)
    with psycopg.connect(environment_for(cluster)["WAYHOME_PORTAL_DATABASE_URL"]) as connection:
        body = word.encode() + bytes(4096)
        connection.execute("INSERT INTO mailbox_draft VALUES (%s, %s, current_date)", ["0" * 32, body])
    assert any(dress in everything_stored(cluster) for dress in dresses(word))
