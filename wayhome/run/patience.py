"""Between granian and a site: waiting for slow phones costs no thread.

A site answers with a handful of threads, each with its database connection. Were a thread to wait for the words of a
form to arrive, as many connections that never send them as there are threads would silence the site for everybody. So
the whole body is awaited here first, within a time, and only then a thread takes the request.
"""

import asyncio
import contextlib
import io
import logging
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeAlias

from granian._granian import RSGIHTTPProtocol as HTTPProtocol
from granian._granian import RSGIProtocolClosed as ProtocolClosed
from granian._granian import RSGIProtocolError as ProtocolError
from granian.rsgi import Scope

logger = logging.getLogger("wayhome.site")

Headers: TypeAlias = list[tuple[str, str]]
Wsgi: TypeAlias = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

THREADS: Final = 4
NEXT_PIECE: Final = 30.0
"""Seconds until the next bytes of a body; a phone that is silent for longer has lost its connection."""
WHOLE_BODY: Final = 600.0
"""Seconds for all of it: twenty megabytes over a slow line."""


class Site:
    """A WSGI application as granian's RSGI server calls it.

    kept: of a longer body only so many bytes are kept. The declared length stays, so the site sees that it was too long
    and says so; the rest is taken in and forgotten, because browsers show no answer before they have sent everything.
    """

    def __init__(self, wsgi: Wsgi, *, kept: int) -> None:
        self._wsgi, self._kept = wsgi, kept
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="site")

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        try:
            async with asyncio.timeout(WHOLE_BODY):
                body = await self._body(protocol)
        except TimeoutError:
            _answer(protocol, 408, [("connection", "close")], b"")
            return
        except (ProtocolClosed, ProtocolError, OSError):
            return  # hung up in the middle of a word
        loop = asyncio.get_running_loop()
        status, headers, content = await loop.run_in_executor(self._threads, self._run, environ_of(scope, body))
        _answer(protocol, status, headers, content)

    async def _body(self, protocol: HTTPProtocol) -> bytes:
        pieces = aiter(protocol)
        body = bytearray()
        with contextlib.suppress(StopAsyncIteration):
            while True:
                piece = await asyncio.wait_for(anext(pieces), NEXT_PIECE)
                body += piece[: self._kept - len(body)]
        return bytes(body)

    def _run(self, environ: dict[str, Any]) -> tuple[int, Headers, bytes]:
        told: list[tuple[int, Headers]] = []

        def start(status: str, headers: Headers, exc_info: object = None) -> None:
            told[:] = [(int(status.partition(" ")[0]), headers)]

        try:
            answer = self._wsgi(environ, start)
            try:
                content = b"".join(answer)
            finally:
                if (close := getattr(answer, "close", None)) is not None:
                    close()
            return (*told[0], content)
        except Exception as problem:
            logger.error("a request broke off", exc_info=problem)
            return 500, [], b""


def environ_of(scope: Scope, body: bytes) -> dict[str, Any]:
    """The request as WSGI puts it (PEP 3333), and nothing of this process's own environment: that holds its secrets."""
    host, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if "_" in name:
            continue  # would pass for the same name with a hyphen
        key = name.upper().replace("-", "_")
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        between = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{between}{value}" if key in environ else value
    if "CONTENT_LENGTH" not in environ:
        environ["CONTENT_LENGTH"] = str(len(body))
    return environ


def _answer(protocol: HTTPProtocol, status: int, headers: Headers, content: bytes) -> None:
    with contextlib.suppress(ProtocolClosed, ProtocolError):
        protocol.response_bytes(status, headers, content)
