"""How this room's contents go into sealed columns, all under the question's own key: erased with it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from wayhome.audit import ReadPermit
from wayhome.protection import keyring, sealed
from wayhome.protection.models import DataKey
from wayhome.tracing.content import Question, question_from_json
from wayhome.tracing.errors import WasWithdrawn
from wayhome.tracing.models import RequestVersion, TracingRequest

REQUEST, MESSAGE, VERDICT, LETTER, TALK = "request", "message", "verdict", "letter", "talk"
_FIRST = 1  # what is never rewritten stays at its first version


def key_of(request: TracingRequest) -> DataKey:
    if request.data_key is None:
        raise WasWithdrawn
    return request.data_key


def seal_question(question: Question, *, request_id: UUID, version: int, key: DataKey) -> bytes:
    return sealed.seal(question.to_json(), kind=REQUEST, id=request_id, version=version, key=key)


def open_question(row: RequestVersion, key: DataKey, permit: ReadPermit) -> Question:
    content = sealed.open_sealed(
        bytes(row.sealed), kind=REQUEST, id=row.request_id, version=row.version, key=key, permit=permit
    )
    return question_from_json(content)


def seal_words(kind: str, words: Mapping[str, Any], *, id: UUID, key: DataKey) -> bytes:
    return sealed.seal(words, kind=kind, id=id, version=_FIRST, key=key)


def open_words(kind: str, blob: bytes | memoryview, *, id: UUID, key: DataKey, permit: ReadPermit) -> dict[str, Any]:
    return sealed.open_sealed(bytes(blob), kind=kind, id=id, version=_FIRST, key=key, permit=permit)


def locator_mac(locator: bytes) -> bytes:
    """By this a message finds its question; without the key folder it leads from no slot to no question."""
    return keyring.keyed_hash("receipt-locator", locator)


def speaks_mac(speaks: bytes) -> bytes:
    return keyring.keyed_hash("receipt-speaks", speaks)
