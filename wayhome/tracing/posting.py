"""Writing letters and sealing a family's whole bundle anew. Every letter of this room passes `write`, and `release`.

All of it happens inside the caller's transaction, with the question's row locked; what is read was logged before.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from wayhome import audit
from wayhome.audit import Act, Actor, ReadPermit
from wayhome.protection import bureau_keys
from wayhome.protection.models import DataKey
from wayhome.registry.models import Release
from wayhome.registry.release import Recipient, Withheld, release
from wayhome.registry.states import OutFor, Purpose
from wayhome.seal import signatures, statements
from wayhome.seal.check_codes import check_code_of
from wayhome.seal.envelopes import capacity
from wayhome.seal.kinds import Kind
from wayhome.tracing import sealing
from wayhome.tracing.content import Question
from wayhome.tracing.models import Letter, RequestVersion, TracingRequest
from wayhome.tracing.sealing import LETTER
from wayhome.tracing.states import ROUTINE, WORDS_OF_HIM, LetterKind
from wayhome.tracing.writing import SIGNED_AS, Text

FORMAT = 1
# No more letters than this are ever in a slot, so a permit for one question and its letters is for this many records.
MOST_LETTERS = 12
RECORDS = 1 + MOST_LETTERS


@dataclass(frozen=True, slots=True)
class Written:
    """A letter, opened. content: as it goes into the slot. says: what he must have allowed; empty if nothing."""

    id: UUID
    kind: LetterKind
    person_id: UUID | None
    content: Mapping[str, Any]
    says: tuple[Purpose, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A locked question with its letters, opened. letters: newest first, at most `MOST_LETTERS`."""

    request: TracingRequest
    key: DataKey
    question: Question
    letters: tuple[Written, ...]

    @property
    def recipient(self) -> Recipient:
        return Recipient(self.request.id, self.question.locator, self.question.public_key)


def open_case(request: TracingRequest, permit: ReadPermit) -> Case:
    """Open a question whose row the caller has locked. The permit is for `RECORDS`.

    Raises:
        WasWithdrawn.
    """
    key = sealing.key_of(request)
    version = RequestVersion.objects.get(request=request, version=request.version)
    rows = Letter.objects.filter(request=request).order_by("-number")[:MOST_LETTERS]
    letters = tuple(_opened(row, key, permit) for row in rows)
    return Case(request, key, sealing.open_question(version, key, permit), letters)


def _opened(row: Letter, key: DataKey, permit: ReadPermit) -> Written:
    words = sealing.open_words(LETTER, row.sealed, id=row.id, key=key, permit=permit)
    says = tuple(Purpose(each) for each in words["says"])
    return Written(row.id, LetterKind(row.kind), row.person_id, words["letter"], says)


def write(
    case: Case,
    kind: LetterKind,
    text: Text,
    *,
    person_id: UUID | None = None,
    says: Sequence[Purpose] = (),
    by: Actor,
    at: datetime,
) -> Case:
    """Sign a letter and keep it. Nothing has left yet: `send` does that. Returns the case with the letter in front."""
    id = uuid.uuid4()
    content = signed_letter(case.question, kind, text, id=id, at=at)
    words = {"letter": content, "says": [each.value for each in says]}
    Letter.objects.create(
        id=id,
        request=case.request,
        number=Letter.objects.filter(request=case.request).count() + 1,
        kind=kind,
        dated=at.date(),
        person_id=person_id,
        sealed=sealing.seal_words(LETTER, words, id=id, key=case.key),
        by=f"{by.kind}:{by.id}",
        at=at,
    )
    subjects = [case.request.id] if person_id is None else [person_id, case.request.id]
    audit.record(Act.LETTER_WRITTEN, by=by, at=at, subjects=subjects)
    new = Written(id, kind, person_id, content, tuple(says))
    return Case(case.request, case.key, case.question, (new, *case.letters)[:MOST_LETTERS])


def signed_letter(question: Question, kind: LetterKind, text: Text, *, id: UUID, at: datetime) -> dict[str, Any]:
    """The letter as the portal reads it: text, signed statement, check code."""
    statement = statements.Letter(
        id=id,
        issued=at.replace(microsecond=0),
        language=question.language,
        lines=text.all_lines(),
        signed_as=SIGNED_AS,
        audience=statements.audience_of(question.locator),
    )
    signed = signatures.sign(statement, bureau_keys.sign_private())
    outer = json.loads(signed)
    return {
        "id": str(id),
        "dated": at.date().isoformat(),
        "kind": kind.value,
        "language": question.language,
        "first_line": text.first_line,
        "lines": list(text.lines),
        "ending": list(text.ending),
        "signed_by": SIGNED_AS,
        "check_code": check_code_of(signed),
        "statement": outer["statement"],
        "signature": outer["signature"],
    }


def send(case: Case, *, by: Actor, at: datetime, anew: bool = False) -> Release | Withheld | None:
    """Seal the whole bundle anew and let it go, if his wish allows it now. A word whose time is over stays behind.

    anew: nothing was written; the same letters are sealed once more (`registry.release`).
    """
    shown = [letter for letter in case.letters if letter.kind not in WORDS_OF_HIM or _is_current(letter, case)]
    told = next((letter for letter in shown if letter.kind in WORDS_OF_HIM), None)
    return release(
        case.recipient,
        OutFor.FAMILY,
        about=told.person_id if told else None,
        content=bundle(case.question, shown),
        says=told.says if told else (),
        by=by,
        at=at,
        anew=anew,
    )


def _is_current(letter: Written, case: Case) -> bool:
    """Only the newest word lies in the slot, and only while the question's row says so."""
    newest = next(one for one in case.letters if one.kind in WORDS_OF_HIM)
    return letter is newest and case.request.told_until is not None and case.request.told_person_id == letter.person_id


def bundle(question: Question, letters: Sequence[Written]) -> dict[str, Any]:
    """What goes into the slot: newest first; when it is full, the oldest routine letters fall out."""
    kept = list(letters)
    while True:
        content = {
            "format": FORMAT,
            "letters": [letter.content for letter in kept],
            "filed_on": question.filed_on.isoformat() if question.filed_on else "",
        }
        if len(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()) <= capacity(Kind.REPLY):
            return content
        routine = [letter for letter in kept[1:] if letter.kind in ROUTINE]
        kept.remove(routine[-1] if routine else kept[-1])
