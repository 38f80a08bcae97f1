"""Ed25519 signatures (RFC 8032) over letters and notices, in canonical JSON (RFC 8785).

A signed statement is handed out as canonical JSON, and one statement with one signature has exactly one such form:

    {"signature":"<base64>","statement":{…,"key":"<16 hex digits>",…}}

Signed is "wayhome statement 1", a line end, and the canonical JSON of `statement`; a log checkpoint begins with other
words, so neither signature passes for the other.
"""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from wayhome.seal.check_codes import check_code_of
from wayhome.seal.errors import Expired, NotAStatement, NotAuthentic, NotForThisReader, NotOurs, NotYetValid, TooLong
from wayhome.seal.keys import key_id
from wayhome.seal.statements import Statement, from_claims, to_claims

LONGEST: Final = 64 * 1024
"""Bytes of a signed statement."""
CLOCK_TOLERANCE: Final = timedelta(minutes=5)
"""Two honest machines may differ by this much: a letter from a clock slightly ahead is not refused."""

_LABEL = b"wayhome statement 1\n"


@dataclass(frozen=True, slots=True)
class Verified:
    """A statement that one of the asked-for keys signed, and that holds now for this reader."""

    statement: Statement
    key_id: str
    check_code: str


def sign(statement: Statement, key: Ed25519PrivateKey) -> bytes:
    """The signed statement as it is handed out. Equal statements give equal bytes.

    Raises:
        TooLong: more than `LONGEST` bytes.
    """
    claims = to_claims(statement) | {"key": key_id(key.public_key()).hex()}
    signed = _form(claims, key.sign(_signed_bytes(claims)))
    if len(signed) > LONGEST:
        raise TooLong("A signed statement has at most 64 KiB.")
    return signed


def verify(signed: bytes, keys: Iterable[Ed25519PublicKey], *, at: datetime, audience: bytes | None = None) -> Verified:
    """The statement, if one of `keys` signed it and it holds at `at` for this reader.

    `audience` is what `audience_of` makes of the reader's own receipt; without it only statements for everyone hold.

    Raises:
        NotOurs: another form, or a key that is not among `keys`.
        NotAuthentic: not signed by the key it names.
        Expired, NotYetValid, NotForThisReader: genuine, but not now or not for this reader.
    """
    claims, signature = _read(signed)
    key = _key_named(claims.get("key"), keys)
    try:
        key.verify(signature, _signed_bytes(claims))
    except InvalidSignature:
        raise NotAuthentic("The statement was not signed by the key it names.") from None
    try:
        statement = from_claims({name: value for name, value in claims.items() if name != "key"})
    except NotAStatement:
        raise NotOurs("The statement is of a form we do not know.") from None
    _check_holds(statement, at, audience)
    return Verified(statement, key_id(key).hex(), check_code_of(signed))


def _check_holds(statement: Statement, at: datetime, audience: bytes | None) -> None:
    if statement.audience is not None and statement.audience != audience:
        raise NotForThisReader("The statement was written for another receipt.")
    if at < statement.issued - CLOCK_TOLERANCE:
        raise NotYetValid("The statement is dated in the future.")
    if statement.expires is not None and at >= statement.expires:
        raise Expired("The time of the statement is over.")


def _read(signed: bytes) -> tuple[dict[str, Any], bytes]:
    if len(signed) > LONGEST:
        raise NotOurs("A signed statement has at most 64 KiB.")
    try:
        outer = json.loads(signed)
        claims, signature = outer["statement"], base64.b64decode(outer["signature"], validate=True)
        # Any other spelling of the same JSON would have another check code, so only one spelling is accepted.
        if isinstance(claims, dict) and _form(claims, signature) == signed:
            return claims, signature
    except (KeyError, TypeError, ValueError, RecursionError):
        pass
    raise NotOurs("This is not a signed statement.")


def _key_named(name: object, keys: Iterable[Ed25519PublicKey]) -> Ed25519PublicKey:
    for key in keys:
        if key_id(key).hex() == name:
            return key
    raise NotOurs("The statement names a key we do not trust.")


def _form(claims: dict[str, Any], signature: bytes) -> bytes:
    return rfc8785.dumps({"signature": base64.b64encode(signature).decode(), "statement": claims})


def _signed_bytes(claims: dict[str, Any]) -> bytes:
    return _LABEL + rfc8785.dumps(claims)
