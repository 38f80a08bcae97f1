"""Asking the matcher: a question goes over a local socket, weighed candidates come back.

It holds two indexes, of the people held and of the people sought: a family's question is asked of the first, a person
held is asked of the second ("who may be seeking him?").
The matcher is the only process that holds names in a searchable form. What travels is one JSON object each way,
prefixed with its length in four bytes; the socket lies in a folder that only this bureau's user can enter.
"""

import json
import socket
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from wayhome.matching import Comparison, PartialDate, PersonRecord, SearchResult
from wayhome.registry.errors import MatcherSilent

LANGUAGES = ("uk", "ru", "en")
LENGTH = struct.Struct("!I")
LARGEST_MESSAGE = 8 * 1024 * 1024
PATIENCE = 10.0  # seconds; a caseworker should read a sentence, not watch a wheel


class Side(StrEnum):
    """Whom to search: the people held, or the people families seek."""

    HELD = "held"
    SOUGHT = "sought"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone who may be the one asked for, and why. On the side of the sought, `person_id` is a question's id."""

    person_id: UUID
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Found:
    """An answer of the matcher.

    candidates: best first. fits: how many people fit about as well as the first. advice: what would narrow it,
    one sentence per language. people: how many people the matcher knew. caught_up: False if it had not yet read every
    change the caller knows of; what is missing then may be the newest.
    """

    candidates: tuple[Candidate, ...]
    fits: int
    advice: dict[str, str]
    people: int
    caught_up: bool


@dataclass(frozen=True, slots=True)
class MatcherState:
    """Where the matcher stands: the last change it has read, how many people it holds, whether it is still reading.

    position and people are of those held; sought_position and sought of those families seek. altered: how many records
    do not open and are missing on either side.
    """

    position: int
    people: int
    ready: bool
    altered: int
    sought_position: int
    sought: int


def ask(question: PersonRecord, *, limit: int = 10, at_least: int = 0, side: Side = Side.HELD) -> Found:
    """Search everyone on this side. `at_least` is a change number of that side which the answer must include, or say
    that it does not.

    The question is not logged here: nothing about a person has been opened yet. Whoever shows a candidate opens his
    record, and that is logged first.

    Raises:
        MatcherSilent: the matcher did not answer in time.
    """
    answer = _call({"ask": asdict(question), "limit": limit, "at_least": at_least, "side": side.value})
    result = SearchResult.from_json(answer["result"])
    return Found(
        candidates=tuple(Candidate(UUID(one.id), one.comparison) for one in result.candidates),
        fits=result.fits,
        advice={language: result.advice.sentence(language) for language in LANGUAGES},
        people=answer["people"],
        caught_up=answer["caught_up"],
    )


def state() -> MatcherState:
    """How far the matcher has read, for the health page and for commands that wait for it."""
    answer = _call({"state": True})
    return MatcherState(**{field.name: answer[field.name] for field in fields(MatcherState)})


def _call(request: dict[str, Any]) -> dict[str, Any]:
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(PATIENCE)
            line.connect(str(Path(settings.WAYHOME_MATCHER_SOCKET)))
            send(line, request)
            return receive(line)
    except (OSError, ValueError) as problem:
        raise MatcherSilent from problem


def question_from(asked: Mapping[str, Any]) -> PersonRecord:
    """The question as it was before `asdict`, on the matcher's side of the socket."""
    born = asked["birth_date"]
    return PersonRecord(**{**asked, "also": tuple(asked["also"]), "birth_date": PartialDate(**born) if born else None})


def send(line: socket.socket, message: Mapping[str, Any]) -> None:
    """Write one message."""
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
    line.sendall(LENGTH.pack(len(body)) + body)


def receive(line: socket.socket) -> dict[str, Any]:
    """Read one message.

    Raises:
        ValueError: the other side hung up in the middle, or sent something that is no message of ours.
    """
    (length,) = LENGTH.unpack(_exactly(line, LENGTH.size))
    if length > LARGEST_MESSAGE:
        raise ValueError("message too long")
    message = json.loads(_exactly(line, length))
    if not isinstance(message, dict):
        raise ValueError("message is not an object")
    return message


def _exactly(line: socket.socket, size: int) -> bytes:
    body = bytearray()
    while len(body) < size:
        part = line.recv(min(size - len(body), 65536))
        if not part:
            raise ValueError("hung up")
        body += part
    return bytes(body)
