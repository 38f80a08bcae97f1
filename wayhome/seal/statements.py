"""What a bureau signs: a letter to one receipt, a notice to everyone. Frozen values, and their claims as plain JSON.

Moments are UTC in whole seconds. A line is one paragraph of text as it is read, in one language. No field says who is
sought.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

from wayhome.seal.errors import NotAStatement

AUDIENCE_SIZE: Final = 32
FORMAT: Final = 1

_WORD = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?")
# Signs that make a screen show other words than were signed: control signs, and those that turn the direction of
# writing.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def audience_of(locator: bytes) -> bytes:
    """Whom a letter is for: a hash of the receipt's locator. A forwarded letter does not pass as the reader's own."""
    return hashlib.sha256(b"wayhome audience 1\n" + locator).digest()


@dataclass(frozen=True, slots=True)
class Letter:
    """A dated letter to the holder of one receipt. It stands as of its day and does not expire, unless it says so."""

    id: UUID
    issued: datetime
    language: str
    lines: tuple[str, ...]
    signed_as: str
    """The role that signs, as a word for catalogues ("bureau", "journey_officer"); never an officer's name."""
    audience: bytes
    expires: datetime | None = None

    def __post_init__(self) -> None:
        _check(self.issued, self.expires, self.language, self.lines, self.signed_as)
        _check_audience(self.audience)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice with an end. Without an audience it is for everyone; with one (an invitation) for one receipt."""

    id: UUID
    issued: datetime
    language: str
    title: str
    lines: tuple[str, ...]
    signed_as: str
    expires: datetime
    audience: bytes | None = None

    def __post_init__(self) -> None:
        _check(self.issued, self.expires, self.language, (self.title, *self.lines), self.signed_as)
        if self.audience is not None:
            _check_audience(self.audience)


Statement: TypeAlias = Letter | Notice


def to_claims(statement: Statement) -> dict[str, Any]:
    """The statement in plain JSON values: what is signed, before the key id joins it."""
    claims: dict[str, Any] = {
        "audience": statement.audience.hex() if statement.audience else None,
        "expires": _moment_to_text(statement.expires) if statement.expires else None,
        "format": FORMAT,
        "id": str(statement.id),
        "issued": _moment_to_text(statement.issued),
        "kind": "letter",
        "language": statement.language,
        "lines": list(statement.lines),
        "signed_as": statement.signed_as,
    }
    if isinstance(statement, Notice):
        claims |= {"kind": "notice", "title": statement.title}
    return claims


def from_claims(claims: Mapping[str, Any]) -> Statement:
    """The statement that `to_claims` would turn into exactly these claims.

    Raises:
        NotAStatement: there is none.
    """
    try:
        found = _LOADERS[claims["kind"]](claims)
        if to_claims(found) != dict(claims):
            raise NotAStatement("These claims are not those of one of our statements.")
    except (AttributeError, KeyError, TypeError, ValueError):
        raise NotAStatement("These claims are not those of one of our statements.") from None
    return found


def _letter(claims: Mapping[str, Any]) -> Letter:
    return Letter(
        id=UUID(claims["id"]),
        issued=_moment_from_text(claims["issued"]),
        language=claims["language"],
        lines=tuple(claims["lines"]),
        signed_as=claims["signed_as"],
        audience=bytes.fromhex(claims["audience"]),
        expires=_optional_moment(claims["expires"]),
    )


def _notice(claims: Mapping[str, Any]) -> Notice:
    return Notice(
        id=UUID(claims["id"]),
        issued=_moment_from_text(claims["issued"]),
        language=claims["language"],
        title=claims["title"],
        lines=tuple(claims["lines"]),
        signed_as=claims["signed_as"],
        expires=_moment_from_text(claims["expires"]),
        audience=None if claims["audience"] is None else bytes.fromhex(claims["audience"]),
    )


_LOADERS: dict[str, Callable[[Mapping[str, Any]], Statement]] = {"letter": _letter, "notice": _notice}


def _check(issued: datetime, expires: datetime | None, language: str, lines: tuple[str, ...], signed_as: str) -> None:
    for moment in (issued, expires):
        if moment is not None and (moment.utcoffset() is None or moment.microsecond):
            raise NotAStatement("A moment in a statement has a time zone and whole seconds.")
    if expires is not None and expires <= issued:
        raise NotAStatement("A statement expires after it was issued.")
    if not _LANGUAGE.fullmatch(language) or not _WORD.fullmatch(signed_as):
        raise NotAStatement("Language and signing role are short plain words.")
    if not lines or not all(line.strip() for line in lines):
        raise NotAStatement("A statement has lines, and none of them is empty.")
    if any(_is_hidden(sign) for line in lines for sign in line):
        raise NotAStatement("A line holds a sign that would not be seen, or would turn the words around.")


def _is_hidden(sign: str) -> bool:
    return sign in _TURNING or unicodedata.category(sign) in {"Cc", "Cs"}


def _check_audience(audience: bytes) -> None:
    if len(audience) != AUDIENCE_SIZE:
        raise NotAStatement("An audience is made by `audience_of`.")


def _moment_to_text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _moment_from_text(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _optional_moment(text: str | None) -> datetime | None:
    return None if text is None else _moment_from_text(text)
