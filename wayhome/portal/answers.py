"""What she has answered so far, flat: the name of a field → her words. Sealed as a draft, or as the question itself."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, TypeAlias

from wayhome.portal.errors import PortalError
from wayhome.portal.keys import Holder, bureau_seal_key
from wayhome.seal.envelopes import open_envelope, seal_to
from wayhome.seal.errors import CannotOpen
from wayhome.seal.kinds import Kind
from wayhome.seal.slots import fill_slot
from wayhome.seal.wire import context_of

Answers: TypeAlias = dict[str, str]

FORMAT: Final = 1
# The name of a field on a page → its place in the sealed question.
PLACES: Final[Mapping[str, tuple[str, str]]] = {
    **{name: ("sought", name) for name in ("name", "family", "given", "patronymic", "also", "sex", "born", "place")},
    **{name: ("sought", name) for name in ("unit", "video")},
    "you": ("enquirer", "name"),
    **{name: ("enquirer", name) for name in ("relation", "question", "answer")},
    **{name: ("reach", name) for name in ("way", "detail", "safe_when")},
}


def seal_draft(answers: Answers, holder: Holder) -> bytes:
    """Her unfinished answers, closed to her own code.

    Raises:
        TooLong: more than the largest draft holds.
    """
    content = _bytes({"format": FORMAT, "answers": answers})
    return seal_to(holder.keys.public, content, kind=Kind.DRAFT, context=_draft_context(holder.locator))


def open_draft(sealed: bytes, holder: Holder) -> Answers | None:
    """What `seal_draft` closed; None if it was changed, or put under another code."""
    try:
        content = open_envelope(holder.keys.private, sealed, kind=Kind.DRAFT, context=_draft_context(holder.locator))
        given = json.loads(content)["answers"]
    except (CannotOpen, ValueError, KeyError, TypeError):
        return None
    return {name: str(given[name]) for name in PLACES if name in given}


def seal_question(answers: Answers, holder: Holder, *, language: str, day: date) -> bytes:
    """The whole question, closed to the bureau. Her public key travels inside, never in an outer row.

    Raises:
        TooLong: more than the largest envelope holds.
    """
    content: dict[str, Any] = {
        "format": FORMAT,
        "language": language,
        "filed_on": day.isoformat(),
        "receipt": {
            "public_key": holder.keys.public.public_bytes_raw().hex(),
            "locator": holder.locator.hex(),
            "speaks": holder.speaks,
        },
    }
    for name, (part, place) in PLACES.items():
        content.setdefault(part, {})[place] = answers.get(name, "")
    return _seal("request", content)


def seal_words(kind: str, text: str, holder: Holder) -> bytes:
    """A message or a withdrawal, with the token that proves that whoever knows the code has written it."""
    if kind not in ("message", "withdrawal"):
        raise PortalError("Only a message or a withdrawal can be written with a code.")
    receipt = {"locator": holder.locator.hex()}
    return _seal(kind, {"format": FORMAT, "receipt": receipt, "token": holder.token.hex(), "text": text})


def first_slot(holder: Holder, *, day: date) -> bytes:
    """The reply slot as it is from filing on: no letter, and the day, so that her page can name it."""
    content = _bytes({"format": FORMAT, "filed_on": day.isoformat(), "letters": []})
    return fill_slot(holder.keys.public, content, locator=holder.locator)


def _seal(kind: str, content: dict[str, Any]) -> bytes:
    return seal_to(bureau_seal_key(), _bytes(content), kind=Kind.REQUEST, context=f"wayhome/in/1/{kind}".encode())


def _bytes(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


def _draft_context(locator: bytes) -> bytes:
    return context_of("draft", locator)
