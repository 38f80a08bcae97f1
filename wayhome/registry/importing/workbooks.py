"""XLSX: looked over here without unpacking it into memory, then read by `workbook_child` in a process of its own."""

import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO, cast

from wayhome.registry.importing.errors import Trouble, UnreadableFile

UNPACKED_AT_MOST_MB = 200
MEMBERS_AT_MOST = 2000
_CHILD = Path(__file__).with_name("workbook_child.py")
_BLOCK = 1 << 16
_LOCAL_HEADER = 30  # bytes before a member's name in a zip file (APPNOTE.TXT 4.3.7)


def check_size(file: BinaryIO) -> None:
    """Refuse a workbook that would unpack into more than we are ready for, whatever its own table of contents claims.

    Raises:
        UnreadableFile: UNPACKS_TOO_LARGE or BROKEN_WORKBOOK.
    """
    budget = UNPACKED_AT_MOST_MB << 20
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
        if len(members) > MEMBERS_AT_MOST:
            raise UnreadableFile(Trouble.UNPACKS_TOO_LARGE, limit=UNPACKED_AT_MOST_MB)
        for member in members:
            budget -= _true_size(file, member, budget)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, OverflowError, IndexError):
        raise UnreadableFile(Trouble.BROKEN_WORKBOOK) from None
    finally:
        file.seek(0)


def _true_size(file: BinaryIO, member: zipfile.ZipInfo, budget: int) -> int:
    """Unpack one member block by block and throw it away; the size it states may be a lie."""
    if member.compress_type == zipfile.ZIP_STORED:
        size = member.compress_size
    elif member.compress_type == zipfile.ZIP_DEFLATED:
        size = sum(_deflated(file, member, budget))
    else:
        raise UnreadableFile(Trouble.BROKEN_WORKBOOK)
    if size > budget:
        raise UnreadableFile(Trouble.UNPACKS_TOO_LARGE, limit=UNPACKED_AT_MOST_MB)
    return size


def _deflated(file: BinaryIO, member: zipfile.ZipInfo, budget: int) -> Iterator[int]:
    file.seek(member.header_offset)
    header = file.read(_LOCAL_HEADER)
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    left = member.compress_size
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    while left > 0 and budget >= 0 and not unpacker.eof and (block := file.read(min(_BLOCK, left))):
        left -= len(block)
        while block and budget >= 0:
            size = len(unpacker.decompress(block, 1 << 20))
            block = unpacker.unconsumed_tail
            budget -= size
            yield size


def rows_of(file: BinaryIO, sheet: str | None) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet or the named one, each with its number in the sheet. Formulas come as their last
    result.

    Raises:
        UnreadableFile: NO_SUCH_SHEET, or BROKEN_WORKBOOK if the reader gave up for whatever reason.
    """
    file.seek(0)
    try:
        yield from _read_by_child(file, sheet)
    except BrokenPipeError:  # it died before it had read everything
        raise UnreadableFile(Trouble.BROKEN_WORKBOOK) from None


def _read_by_child(file: BinaryIO, sheet: str | None) -> Iterator[tuple[int, list[str]]]:
    # Its own standard error is closed: a parser's complaint may quote a cell.
    with subprocess.Popen(
        [sys.executable, "-I", str(_CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONIOENCODING": "utf-8"},
    ) as child:
        try:
            _hand_over(cast(IO[bytes], child.stdin), file, sheet)
            yield from _answers(cast(IO[bytes], child.stdout))
        finally:
            child.kill()


def _hand_over(pipe: IO[bytes], file: BinaryIO, sheet: str | None) -> None:
    pipe.write(json.dumps(sheet).encode() + b"\n")
    while block := file.read(_BLOCK):
        pipe.write(block)
    pipe.close()


def _answers(pipe: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    for line in pipe:
        try:
            answer = json.loads(line)
        except ValueError:
            break
        if isinstance(answer, list):
            yield answer[0], answer[1:]
        elif "no_such_sheet" in answer:
            raise UnreadableFile(Trouble.NO_SUCH_SHEET)
        else:
            return
    raise UnreadableFile(Trouble.BROKEN_WORKBOOK)
