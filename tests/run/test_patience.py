"""Between granian and a site: a body is awaited within a time, in bounded memory, and costs no thread."""

import asyncio
import io
import os
from collections.abc import AsyncIterator, Iterable
from types import SimpleNamespace
from typing import Any

import pytest

from wayhome.run import patience
from wayhome.run.patience import THREADS, Site, environ_of


class Connection:
    """What granian hands us: the pieces of a body, and how it was answered. None: nothing more ever comes."""

    def __init__(self, *pieces: bytes | None) -> None:
        self.pieces = pieces
        self.answer: tuple[int, bytes] | None = None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            if piece is None:
                await asyncio.Event().wait()
            else:
                yield piece

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.answer = (status, body)


def asked(*headers: tuple[str, str], path: str = "/ask/") -> Any:
    return SimpleNamespace(
        method="POST",
        path=path,
        query_string="",
        server="127.0.0.1:8000",
        client="127.0.0.1:4",
        scheme="http",
        http_version="1.1",
        headers=dict(headers),
    )


def echo(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    start("200 OK", [])
    return [environ["wsgi.input"].read()]


def test_the_words_of_a_form_arrive_whole() -> None:
    one = Connection(b"na", b"me", b"=x")
    asyncio.run(Site(echo, kept=100).__rsgi__(asked(), one))  # type: ignore[arg-type]
    assert one.answer == (200, b"name=x")


def test_silent_connections_take_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many more than there are threads wait for words that never come; one who speaks is answered; then they go."""
    monkeypatch.setattr(patience, "NEXT_PIECE", 0.5)
    silent, speaking = [Connection(b"a", None) for _ in range(10 * THREADS)], Connection(b"name=x")
    site = Site(echo, kept=100)

    async def all_at_once() -> None:
        waiting = [asyncio.ensure_future(site.__rsgi__(asked(), one)) for one in silent]  # type: ignore[arg-type]
        await asyncio.sleep(0)
        await site.__rsgi__(asked(), speaking)  # type: ignore[arg-type]
        assert speaking.answer == (200, b"name=x")
        assert not any(one.done() for one in waiting)
        await asyncio.gather(*waiting)

    asyncio.run(all_at_once())
    assert {one.answer for one in silent} == {(408, b"")}


def test_of_a_longer_body_only_the_beginning_is_kept() -> None:
    """However much is sent; its declared length still tells the site that it was too much."""
    told: list[str] = []

    def site(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        told.append(environ["CONTENT_LENGTH"])
        return echo(environ, start)

    one = Connection(*[b"x" * 60] * 50)
    asyncio.run(Site(site, kept=100).__rsgi__(asked(("content-length", "3000")), one))  # type: ignore[arg-type]
    assert one.answer == (200, b"x" * 100)
    assert told == ["3000"]


def test_a_request_holds_nothing_of_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process's environment holds passwords and the pepper; a request is shown in places we do not write."""
    monkeypatch.setenv("WAYHOME_PORTAL_PEPPER", "0" * 64)
    assert not environ_of(asked(), b"").keys() & os.environ.keys()


def test_headers_as_wsgi_has_them() -> None:
    environ = environ_of(asked(("content-type", "a/b"), ("x-a", "1"), ("x_a", "2"), path="/п/"), b"")
    assert (environ["CONTENT_TYPE"], environ["HTTP_X_A"], environ["CONTENT_LENGTH"]) == ("a/b", "1", "0")
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/п/"


def test_what_breaks_inside_is_answered_and_not_told() -> None:
    def broken(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        raise RuntimeError("Vydumanchenko")

    one = Connection()
    asyncio.run(Site(broken, kept=100).__rsgi__(asked(), one))  # type: ignore[arg-type]
    assert one.answer == (500, b"")


def test_the_answer_is_closed_in_the_thread_that_made_it() -> None:
    """There Django lets go of its database connection."""
    closed: list[bool] = []

    class Answer(io.BytesIO):
        def close(self) -> None:
            closed.append(True)

    def site(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("200 OK", [])
        return Answer(b"x")

    asyncio.run(Site(site, kept=100).__rsgi__(asked(), Connection()))  # type: ignore[arg-type]
    assert closed
