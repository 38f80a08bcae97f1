"""Writes the vectors: `python -m wayhome.seal.vectors.make`. Every key is fixed and public; a second run changes none.

Envelopes are sealed by `hpke_by_the_book`, not by the library, so that the vectors are a second opinion on it.
"""

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from wayhome.seal import check_codes, digits, receipts, signatures, sizes, statements
from wayhome.seal.digits import Family
from wayhome.seal.envelopes import OVERHEAD
from wayhome.seal.errors import Miswritten, SealError
from wayhome.seal.keys import key_id
from wayhome.seal.kinds import Kind
from wayhome.seal.vectors.hpke_by_the_book import seal
from wayhome.seal.wire import context_of, long, short

FOLDER = Path(__file__).parent
_NOON = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)


def everything() -> dict[str, Any]:
    """Each file's name and content."""
    return {
        "envelopes.json": envelopes(),
        "receipts.json": receipt_codes(),
        "sizes.json": published_sizes(),
        "statements.json": signed_statements(),
    }


def as_text(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def envelopes() -> dict[str, Any]:
    private, other = X25519PrivateKey.from_private_bytes(_seed("bureau")), _seed("other bureau")
    wanted = [
        ("a short request", Kind.REQUEST, "Кого Ви шукаєте? Данила.".encode()),
        ("a request just over one step", Kind.REQUEST, b"x" * (4096 - OVERHEAD - 4 + 1)),
        ("a reply slot without a letter", Kind.REPLY, b""),
        ("a reply slot with a letter", Kind.REPLY, "3 травня ми перевірили.".encode()),
        ("an attachment", Kind.ATTACHMENT, bytes(range(256)) * 20),
        ("a record from a device", Kind.CAPTURE, b"{}"),
    ]
    opens = [_envelope(name, private, kind, content) for name, kind, content in wanted]
    first = opens[0]
    return {
        "about": "HPKE base mode, X25519, HKDF-SHA256, AES-256-GCM. context = parts joined as by context_of.",
        "private_key": private.private_bytes_raw().hex(),
        "public_key": private.public_key().public_bytes_raw().hex(),
        "key_id": key_id(private.public_key()).hex(),
        "opens": opens,
        "refused": [
            _refused(first, "NotOurs", "another version", flip_bit=3 * 8),
            _refused(first, "NotOurs", "another suite", flip_bit=5 * 8),
            _refused(first, "NotOurs", "another key id", flip_bit=9 * 8),
            _refused(first, "NotOurs", "cut short", keep=4095),
            _refused(first, "NotOurs", "another kind asked for", kind="reply"),
            _refused(first, "NotOurs", "another private key", private_key=other.hex()),
            _refused(first, "NotAuthentic", "a bit of enc", flip_bit=19 * 8),
            _refused(first, "NotAuthentic", "the first bit of the ciphertext", flip_bit=55 * 8),
            _refused(first, "NotAuthentic", "the last bit", flip_bit=4096 * 8 - 1),
            _refused(first, "NotAuthentic", "another context", context=context_of("request", b"\1" * 16).hex()),
            _envelope("something in the padding", private, Kind.REQUEST, b"x", spoil=True) | {"error": "NotAuthentic"},
            _envelope("too large a step", private, Kind.REQUEST, b"x", extra=4096) | {"error": "NotAuthentic"},
        ],
    }


def _envelope(
    name: str, private: X25519PrivateKey, kind: Kind, content: bytes, *, spoil: bool = False, extra: int = 0
) -> dict[str, Any]:
    parts = ("request", bytes(range(16)))
    ephemeral = X25519PrivateKey.from_private_bytes(_seed(f"ephemeral of {name}"))
    header = b"WHE\x01" + (1).to_bytes(2, "big") + bytes([kind]) + short(key_id(private.public_key()))
    info = short(b"wayhome envelope") + short(header) + long(context_of(*parts))
    padded = sizes.pad(content, OVERHEAD, kind) + bytes(extra)
    if spoil:
        padded = padded[:-1] + b"\1"
    enc, ciphertext = seal(private.public_key(), ephemeral, info, padded)
    return {
        "name": name,
        "kind": kind.name.lower(),
        "context_parts": [parts[0], parts[1].hex()],
        "context": context_of(*parts).hex(),
        "ephemeral_private_key": ephemeral.private_bytes_raw().hex(),
        "content": content.hex(),
        "envelope": base64.b64encode(header + short(enc) + long(ciphertext)).decode(),
    }


def _refused(of: dict[str, Any], error: str, name: str, **change: str | int) -> dict[str, Any]:
    return {"name": name, "of": of["name"], "error": error} | change


def published_sizes() -> dict[str, Any]:
    asked = (0, 1, OVERHEAD + 4, 4095, 4096, 4097, 8192, 8193, 16384, 16385, 65536, 65537)
    large = (99_999, 100_000, 1_000_000, 5_000_001, 24 * 2**20 - 1, 24 * 2**20, 24 * 2**20 + 1)
    return {
        "about": "Per kind: bytes an envelope needs unpadded, and its published size in whole (null: too long).",
        "overhead": OVERHEAD,
        "sizes": {kind.name.lower(): [[size, _size(kind, size)] for size in asked + large] for kind in Kind},
        "padme": [[length, sizes.padme(length)] for length in (0, 1, 2, 9, 10, 17, 33, 100, 1000, *large)],
    }


def _size(kind: Kind, size: int) -> int | None:
    try:
        return sizes.size_for(kind, size)
    except SealError:
        return None


def receipt_codes() -> dict[str, Any]:
    pepper = _seed("pepper")
    payloads = ("0000000000000000000000", "9999999999999999999999", "1234567890123456789012")
    codes = [receipts.ReceiptCode(digits.with_check_digits(payload, Family.RECEIPT)) for payload in payloads]
    code = codes[2].digits
    shown = codes[2].shown()
    check_code = digits.with_check_digits(payloads[2], Family.CHECK_CODE)
    return {
        "about": "See receipts.py for the derivation. `typed` texts all mean the third code.",
        "pepper": pepper.hex(),
        "codes": [_derived(code, pepper) for code in codes],
        "typed": [
            code,
            shown,
            shown.replace(" ", "\u00a0"),
            shown.replace(" ", "–"),
            f"\u200e {shown.replace(' ', '. ')}\n",
            *(_in_script(shown, zero) for zero in (0x0660, 0x0966, 0xFF10)),
        ],
        "miswritten": [
            _slip(""),
            _slip(" – "),
            _slip(shown[:-1]),
            _slip(shown.replace("9012", "912")),
            _slip(shown + " 7"),
            _slip(shown.replace("0", "O")),
            _slip(shown.replace("1", "²", 1)),
            _slip("2" + code[1:]),
            _slip(code[1] + code[0] + code[2:]),
            _slip(check_codes.shown(check_code)),
        ],
    }


def _derived(code: receipts.ReceiptCode, pepper: bytes) -> dict[str, str]:
    keys = receipts.derive(code, pepper)
    return {
        "code": code.digits,
        "shown": code.shown(),
        "locator": keys.locator.hex(),
        "private_key": keys.private.private_bytes_raw().hex(),
        "public_key": keys.public.public_bytes_raw().hex(),
    }


def _slip(typed: str) -> dict[str, Any]:
    try:
        receipts.read_receipt_code(typed)
    except Miswritten as error:
        return {"typed": typed, "slip": str(error.slip), "group": error.group}
    raise AssertionError("This was meant to be miswritten.")


def _in_script(text: str, zero: int) -> str:
    return "".join(chr(zero + int(sign)) if sign.isdigit() else sign for sign in text)


def signed_statements() -> dict[str, Any]:
    key, stranger = (Ed25519PrivateKey.from_private_bytes(_seed(name)) for name in ("letters", "stranger"))
    olena, other = (statements.audience_of(bytes([number]) * 16) for number in (1, 2))
    letter = statements.Letter(
        id=UUID("11111111-1111-4111-8111-111111111111"),
        issued=_NOON,
        language="uk",
        lines=("3 травня ми перевірили.", "Платити нікому не треба. \U0001f54a"),
        signed_as="bureau",
        audience=olena,
    )
    notice = statements.Notice(
        id=UUID("22222222-2222-4222-8222-222222222222"),
        issued=_NOON,
        language="en",
        title='Nobody needs to be paid "for the list"',
        lines=("We never ask for money.",),
        signed_as="bureau",
        expires=_NOON + timedelta(days=30),
    )
    for_olena, for_all = signatures.sign(letter, key), signatures.sign(notice, key)
    noon, late = "2026-05-03T12:00:00Z", "2026-06-02T12:00:00Z"
    holds = [_statement("a letter", for_olena, noon, olena), _statement("a notice", for_all, noon, None)]
    refused: list[tuple[str, str, bytes, str, bytes | None]] = [
        ("altered", "NotAuthentic", for_olena.replace("3 травня".encode(), "4 травня".encode()), noon, olena),
        ("another spelling of the same JSON", "NotOurs", for_olena.replace(b'":"', b'": "', 1), noon, olena),
        ("signed by a stranger", "NotOurs", signatures.sign(letter, stranger), noon, olena),
        ("a stranger's signature under our key id", "NotAuthentic", _forged(for_olena, stranger), noon, olena),
        ("for another receipt", "NotForThisReader", for_olena, noon, other),
        ("for a receipt, asked without one", "NotForThisReader", for_olena, noon, None),
        ("its last second is over", "Expired", for_all, late, None),
        ("more than five minutes early", "NotYetValid", for_all, "2026-05-03T11:54:59Z", None),
        ("not JSON", "NotOurs", b"\xff", noon, None),
        ("without a statement", "NotOurs", b'{"signature":"","statement":null}', noon, None),
    ]
    return {
        "about": "Ed25519 over 'wayhome statement 1', a line end, and the canonical JSON of `statement`.",
        "private_key": key.private_bytes_raw().hex(),
        "public_key": key.public_key().public_bytes_raw().hex(),
        "locator": (b"\1" * 16).hex(),
        "audience": olena.hex(),
        "holds": holds,
        "refused": [_statement(name, signed, at, who) | {"error": error} for name, error, signed, at, who in refused],
    }


def _forged(signed: bytes, stranger: Ed25519PrivateKey) -> bytes:
    claims = json.loads(signed)["statement"]
    signature = stranger.sign(b"wayhome statement 1\n" + rfc8785.dumps(claims))
    return rfc8785.dumps({"signature": base64.b64encode(signature).decode(), "statement": claims})


def _statement(name: str, signed: bytes, at: str, audience: bytes | None) -> dict[str, Any]:
    return {
        "name": name,
        "signed": base64.b64encode(signed).decode(),
        "at": at,
        "audience": audience.hex() if audience else None,
        "check_code": check_codes.check_code_of(signed),
    }


def _seed(name: str) -> bytes:
    return hashlib.sha256(f"wayhome test vector: {name}".encode()).digest()


def main() -> None:
    for name, content in everything().items():
        (FOLDER / name).write_text(as_text(content), encoding="utf-8")


if __name__ == "__main__":
    main()
