"""The other `localhost`: what arrives at [::1] is handed on to 127.0.0.1.

A browser may try either address first. If nobody of ours held [::1], any other user of the machine could, and would
be taken for the bureau.
"""

import asyncio
import contextlib
import errno
import socket
import threading
from collections.abc import Awaitable, Callable, Sequence

from wayhome.run.errors import RunError


class PortTaken(RunError):
    def __init__(self, port: int, variable: str) -> None:
        super().__init__(
            f"Port {port} is already used by another program; stop that one, or choose another port: "
            f"{variable}={port + 1000} wayhome run."
        )


def check_free(port: int, variable: str) -> None:
    """Raises PortTaken when something listens on either loopback address."""
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError as problem:
                if problem.errno in (errno.EADDRINUSE, errno.EACCES):
                    raise PortTaken(port, variable) from None


def start_relay(ports: Sequence[int]) -> Callable[[], None]:
    """Relay these ports from [::1]; returns what stops it. Silently absent on a machine without IPv6."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="relay", daemon=True)
    thread.start()
    servers = asyncio.run_coroutine_threadsafe(_listen(ports), loop).result()

    def stop() -> None:
        for server in servers:
            loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(2)

    return stop


async def _listen(ports: Sequence[int]) -> list[asyncio.Server]:
    servers = []
    for port in ports:
        with contextlib.suppress(OSError):
            servers.append(await asyncio.start_server(_handler(port), "::1", port))
    return servers


def _handler(port: int) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    async def both_ways(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(_pump(reader, inner_writer), _pump(inner_reader, writer))
        inner_writer.close()
        writer.close()

    return both_ways


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Hand on everything of one direction, then its end."""
    with contextlib.suppress(OSError):
        while piece := await reader.read(64 * 1024):
            writer.write(piece)
            await writer.drain()
        writer.write_eof()
