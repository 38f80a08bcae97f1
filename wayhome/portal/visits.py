"""What a code opens, and what is done with it. Here, and nowhere else on this site, is the mailbox touched.

Nobody is looked up: the only question the database is ever asked is "what lies at the place this code leads to?".
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from uuid import UUID

from django.db import IntegrityError, transaction

from wayhome.mailbox import drafts, incoming, slots
from wayhome.portal.answers import Answers, first_slot, open_draft, seal_draft, seal_question, seal_words
from wayhome.portal.errors import NotALetter
from wayhome.portal.keys import Holder, bureau_sign_key, holder_of
from wayhome.portal.letters import Bundle, read_bundle
from wayhome.seal.errors import CannotOpen
from wayhome.seal.receipts import ReceiptCode, new_receipt_code
from wayhome.seal.slots import open_slot


@dataclass(frozen=True, slots=True)
class Visit:
    """One code and what it opens. `letters` is None before a question is filed; `draft` is None when there is none."""

    code: ReceiptCode
    holder: Holder = field(repr=False)
    draft: Answers | None = field(default=None, repr=False)
    letters: Bundle | None = field(default=None, repr=False)

    @property
    def opens_nothing(self) -> bool:
        return self.draft is None and self.letters is None


def begin(day: date) -> Visit:
    """A new code, and an empty draft under it, so that the code works from its first moment."""
    code = new_receipt_code()
    visit = Visit(code, holder_of(code), draft={})
    keep(visit, {}, day=day)
    return visit


def open_with(code: ReceiptCode, at: datetime) -> Visit:
    """What lies under a code: two queries and the same opening of envelopes, whether anything does or not."""
    holder = holder_of(code)
    draft, slot = drafts.read(holder.locator), slots.read(holder.locator)
    return Visit(code, holder, _opened_draft(draft, holder), _opened_slot(slot, holder, at))


def keep(visit: Visit, answers: Answers, *, day: date) -> None:
    """Put her answers away, sealed, in place of the earlier ones. The first writer of a day lets old drafts go.

    Raises:
        TooLong: more than the largest draft holds; the earlier one stays.
    """
    drafts.put(visit.holder.locator, seal_draft(answers, visit.holder), day=day)
    _sweep_once(day)


def send(visit: Visit, answers: Answers, *, language: str, day: date) -> None:
    """File the question: when this returns, it is durable. A code that has one filed already keeps that one.

    Raises:
        TooLong: more than the largest envelope holds.
    """
    envelope = seal_question(answers, visit.holder, language=language, day=day)
    slot = first_slot(visit.holder, day=day)
    try:
        with transaction.atomic():
            slots.make(visit.holder.locator, slot)
            incoming.put(envelope, id=_id("request", visit, ""), day=day)
            drafts.forget(visit.holder.locator)
    except IntegrityError:
        # She pressed twice, or came back to an old page: the first one is filed, and that is what her receipt is for.
        if slots.read(visit.holder.locator) is None:
            raise


def say(visit: Visit, kind: str, text: str, *, once: str, day: date) -> None:
    """Send a "message" or a "withdrawal". `once` comes from the page: the same page sent twice is one envelope."""
    incoming.put(seal_words(kind, text, visit.holder), id=_id(kind, visit, once + text), day=day)


def _opened_draft(sealed: bytes | None, holder: Holder) -> Answers | None:
    if sealed is None:
        holder, sealed = _decoy()  # as far as a clock can tell, the same work
        open_draft(sealed, holder)
        return None
    return open_draft(sealed, holder)


def _opened_slot(sealed: bytes | None, holder: Holder, at: datetime) -> Bundle | None:
    try:
        content = open_slot(holder.keys, sealed)
        if sealed is None:
            return None
        return read_bundle(content, locator=holder.locator, key=bureau_sign_key(), at=at)
    except (CannotOpen, NotALetter):
        return Bundle((), refused=1)


def _id(kind: str, visit: Visit, words: str) -> UUID:
    """An envelope's id: looks random, and is the same for the same words from the same page."""
    seed = hashlib.sha256(b"\0".join([kind.encode(), visit.holder.token, words.encode()])).digest()
    return UUID(bytes=seed[:16], version=4)


@cache
def _decoy() -> tuple[Holder, bytes]:
    holder = holder_of(new_receipt_code())
    return holder, seal_draft({}, holder)


class _Swept:
    """The last day on which this process let old drafts go."""

    day: date | None = None


def _sweep_once(day: date) -> None:
    if _Swept.day != day:
        drafts.sweep(day)
        _Swept.day = day
