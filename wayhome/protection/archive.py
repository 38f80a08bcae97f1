"""The inside of a backup file: named parts in a row, each of unknown length, readable as a stream.

b"wayhome backup 1\\n"  then for each part:  0x01 │ name length 2 │ name │ chunks (length 4 │ bytes) … │ length 0
and at the very end 0x00. All of it is one age file, which guards every byte and notices a cut end.
"""

import hashlib
import struct
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from wayhome.protection.errors import NotAWayhomeBackup

MAGIC = b"wayhome backup 1\n"
CHUNK = 64 * 1024
_NAME = struct.Struct("!H")
_LENGTH = struct.Struct("!I")
_LARGEST = 1 << 24


class Sink(Protocol):
    """Where one part goes."""

    def write(self, data: bytes, /) -> object: ...

    def close(self) -> object: ...


def pack(parts: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """The whole stream. Each part is asked for its bytes only when its turn comes."""
    yield MAGIC
    for name, chunks in parts:
        encoded = name.encode()
        yield b"\x01" + _NAME.pack(len(encoded)) + encoded
        for chunk in chunks:
            if chunk:
                yield _LENGTH.pack(len(chunk)) + chunk
        yield _LENGTH.pack(0)
    yield b"\x00"


class StreamReader:
    """A file to read from, made of an iterator. Remembers an exception that the library in between only retells."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""
        self.problem: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            while not self._rest:
                self._rest = next(self._chunks)
        except StopIteration:
            return b""
        except BaseException as problem:
            self.problem = problem
            raise
        size = len(self._rest) if size < 0 else size
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


class Unpacker:
    """A file to write to, which takes the stream apart again. `open_part` gives the sink for each name.

    After the last write `finish` must be called: only then is it known that the end was the end.
    """

    def __init__(self, open_part: Callable[[str], Sink]) -> None:
        self._open_part = open_part
        self._buffer = bytearray()
        self._take: Callable[[], bool] = self._magic
        self._sink: Sink | None = None
        self._hash = hashlib.sha256()
        self._name = ""
        self._left = 0
        self._ended = False
        self.fingerprints: dict[str, str] = {}
        self.problem: BaseException | None = None

    def write(self, data: bytes) -> int:
        try:
            self._buffer += data
            while self._take():
                pass
        except BaseException as problem:
            self.problem = problem
            raise
        return len(data)

    def flush(self) -> None:
        """Nothing waits here longer than the rest of a header."""

    def finish(self) -> None:
        if not self._ended or self._buffer:
            raise NotAWayhomeBackup("The backup is cut off or damaged.")

    def close_part(self) -> None:
        """Close what a broken stream left open."""
        if self._sink is not None:
            self._sink.close()
            self._sink = None

    def _head(self, size: int) -> bytes | None:
        if len(self._buffer) < size:
            return None
        head = bytes(self._buffer[:size])
        del self._buffer[:size]
        return head

    def _magic(self) -> bool:
        head = self._head(len(MAGIC))
        if head is None:
            return False
        if head != MAGIC:
            raise NotAWayhomeBackup("This is not a backup of Wayhome, or of a later version.")
        self._take = self._mark
        return True

    def _mark(self) -> bool:
        mark = None if self._ended else self._head(1)
        if mark is None:
            return False
        if mark == b"\x00":
            self._ended = True
            return False
        self._take = self._part_name
        return True

    def _part_name(self) -> bool:
        if len(self._buffer) < _NAME.size:
            return False
        (length,) = _NAME.unpack_from(self._buffer)
        head = self._head(_NAME.size + length)
        if head is None:
            return False
        self._name = head[_NAME.size :].decode()
        self._hash = hashlib.sha256()
        self._sink = self._open_part(self._name)
        self._take = self._chunk_length
        return True

    def _chunk_length(self) -> bool:
        head = self._head(_LENGTH.size)
        if head is None:
            return False
        (self._left,) = _LENGTH.unpack(head)
        if self._left > _LARGEST:
            raise NotAWayhomeBackup("The backup is cut off or damaged.")
        if self._left:
            self._take = self._chunk
            return True
        self.close_part()
        self.fingerprints[self._name] = self._hash.hexdigest()
        self._take = self._mark
        return True

    def _chunk(self) -> bool:
        piece = bytes(self._buffer[: self._left])
        if not piece or self._sink is None:
            return False
        del self._buffer[: len(piece)]
        self._left -= len(piece)
        self._hash.update(piece)
        self._sink.write(piece)
        if not self._left:
            self._take = self._chunk_length
        return True
