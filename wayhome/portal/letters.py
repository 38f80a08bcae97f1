"""Letters as they lie in a reply slot: read strictly, believed only with the bureau's signature for this reader."""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from wayhome.portal.errors import NotALetter
from wayhome.seal import check_codes
from wayhome.seal.errors import SealError
from wayhome.seal.signatures import verify
from wayhome.seal.statements import Letter as SignedLetter
from wayhome.seal.statements import audience_of

FORMAT: Final = 1
GOOD_WORD: Final = frozenset({"word_alive", "word_from_him"})
KINDS: Final = GOOD_WORD | {"received", "no_news", "stands_as_of", "asks", "please_speak"}
_LETTER_PARTS: Final = frozenset(
    {"id", "dated", "kind", "language", "first_line", "lines", "ending", "signed_by"}
    | {"check_code", "statement", "signature"}
)
_BUNDLE_PARTS: Final = frozenset({"format", "letters"})


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter whose every line the bureau signed for this reader.

    first_line: for good word it stands alone on the screen. lines: what follows. ending: below, in quieter type.
    signed_by: the role that signed, as a word for catalogues. check_code: 24 plain digits.
    """

    id: UUID
    dated: date
    kind: str
    language: str
    first_line: str
    lines: tuple[str, ...]
    ending: tuple[str, ...]
    signed_by: str
    check_code: str

    @property
    def is_good_word(self) -> bool:
        """Whether its first line stands alone on the screen."""
        return self.kind in GOOD_WORD

    @property
    def check_code_shown(self) -> str:
        """In groups, as it is read out."""
        return check_codes.shown(self.check_code)


@dataclass(frozen=True, slots=True)
class Bundle:
    """What lies in one slot. `refused` counts what is not shown because it could not be believed."""

    letters: tuple[Letter, ...]
    refused: int = 0
    filed_on: date | None = None


def read_bundle(content: bytes, *, locator: bytes, key: Ed25519PublicKey, at: datetime) -> Bundle:
    """The letters in an opened slot, in the order they lie there (newest first).

    A letter that is not believed is left out and counted; the others stay readable.

    Raises:
        NotALetter: the content as a whole is not what is written into slots.
    """
    try:
        outer = json.loads(content)
        if not _BUNDLE_PARTS <= outer.keys() <= _BUNDLE_PARTS | {"filed_on"} or outer["format"] != FORMAT:
            raise NotALetter("This is not a bundle of letters of a form we know.")
        filed = date.fromisoformat(outer["filed_on"]) if outer.get("filed_on") else None
        written = list(outer["letters"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotALetter("This is not a bundle of letters of a form we know.") from None
    believed = tuple(_believed(written, locator=locator, key=key, at=at))
    return Bundle(believed, len(written) - len(believed), filed)


def _believed(written: list[Any], *, locator: bytes, key: Ed25519PublicKey, at: datetime) -> Iterable[Letter]:
    for one in written:
        try:
            yield read_letter(one, locator=locator, key=key, at=at)
        except NotALetter:
            continue


def read_letter(written: Any, *, locator: bytes, key: Ed25519PublicKey, at: datetime) -> Letter:
    """One letter, if the bureau signed exactly these lines for the reader at `locator`.

    Raises:
        NotALetter: another form, another signer, another reader, or other words than those that were signed.
    """
    letter = _parsed(written)
    try:
        signature = base64.b64decode(written["signature"], validate=True)
        form = {"signature": base64.b64encode(signature).decode(), "statement": written["statement"]}
        verified = verify(rfc8785.dumps(form), [key], at=at, audience=audience_of(locator))
    except (SealError, ValueError, TypeError):
        raise NotALetter("The bureau did not sign this letter for this reader.") from None
    if not isinstance(verified.statement, SignedLetter) or verified.statement.audience != audience_of(locator):
        raise NotALetter("The bureau did not sign this letter for this reader.")
    if _signed_words(verified.statement, verified.check_code) != _shown_words(letter):
        raise NotALetter("The letter shows other words than those that were signed.")
    return letter


def _parsed(written: Any) -> Letter:
    try:
        if written.keys() != _LETTER_PARTS or written["kind"] not in KINDS:
            raise NotALetter("This is not a letter of a form we know.")
        texts = (written["first_line"], *written["lines"], *written["ending"], written["check_code"])
        if not all(isinstance(text, str) and text for text in texts):
            raise NotALetter("This is not a letter of a form we know.")
        return Letter(
            id=UUID(written["id"]),
            dated=date.fromisoformat(written["dated"]),
            kind=written["kind"],
            language=written["language"],
            first_line=written["first_line"],
            lines=tuple(written["lines"]),
            ending=tuple(written["ending"]),
            signed_by=written["signed_by"],
            check_code=written["check_code"],
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotALetter("This is not a letter of a form we know.") from None


def _signed_words(statement: SignedLetter, check_code: str) -> tuple[object, ...]:
    dated = statement.issued.astimezone(UTC).date()
    return (statement.id, dated, statement.language, statement.lines, statement.signed_as, check_code)


def _shown_words(letter: Letter) -> tuple[object, ...]:
    lines = (letter.first_line, *letter.lines, *letter.ending)
    return (letter.id, letter.dated, letter.language, lines, letter.signed_by, letter.check_code)
