"""A letter is believed only as it was signed, by whom we trust, in its time, by its reader."""

import base64
import json
import os
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from wayhome.seal import check_codes
from wayhome.seal.errors import (
    CannotOpen,
    Expired,
    Miswritten,
    NotAuthentic,
    NotForThisReader,
    NotOurs,
    NotYetValid,
    Slip,
    TooLong,
)
from wayhome.seal.keys import verifying_key
from wayhome.seal.signatures import CLOCK_TOLERANCE, sign, verify
from wayhome.seal.statements import Letter, Notice, audience_of

KEY = Ed25519PrivateKey.generate()
KEYS = [Ed25519PrivateKey.generate().public_key(), KEY.public_key()]
NOON = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
OLENA = audience_of(bytes(16))
LETTER = Letter(
    id=UUID(int=1),
    issued=NOON,
    language="ru",
    lines=("3 мая мы проверили.", "Платить никому не нужно."),
    signed_as="bureau",
    audience=OLENA,
)
NOTICE = Notice(
    id=UUID(int=2),
    issued=NOON,
    language="en",
    title="Nobody needs to be paid",
    lines=("We never ask for money.",),
    signed_as="bureau",
    expires=NOON + timedelta(days=30),
)
FORGERIES = 1_000_000 if os.environ.get("WAYHOME_SOAK") else 10_000


def test_a_genuine_letter_is_believed() -> None:
    """With the key that signed it, and the code that stands at its foot."""
    signed = sign(LETTER, KEY)
    found = verify(signed, KEYS, at=NOON, audience=OLENA)
    assert found.statement == LETTER
    assert found.check_code == check_codes.check_code_of(signed)


def test_a_notice_is_for_everyone() -> None:
    """With a receipt or without."""
    signed = sign(NOTICE, KEY)
    assert verify(signed, KEYS, at=NOON).statement == NOTICE
    assert verify(signed, KEYS, at=NOON, audience=OLENA).statement == NOTICE


def test_signing_twice_gives_the_same_letter() -> None:
    """So its check code is a property of the letter."""
    assert sign(LETTER, KEY) == sign(replace(LETTER), KEY)


def test_a_letter_is_for_one_reader() -> None:
    """Forwarded to Lev, or shown without a receipt, it is not his letter."""
    signed = sign(LETTER, KEY)
    for audience in (audience_of(b"\1" * 16), None):
        with pytest.raises(NotForThisReader):
            verify(signed, KEYS, at=NOON, audience=audience)


def test_a_stranger_s_signature_is_not_ours() -> None:
    """Neither under the stranger's key id nor under ours."""
    stranger = Ed25519PrivateKey.generate()
    signed = sign(LETTER, stranger)
    with pytest.raises(NotOurs):
        verify(signed, KEYS, at=NOON, audience=OLENA)
    ours = json.loads(sign(LETTER, KEY))["statement"]["key"].encode()
    theirs = json.loads(signed)["statement"]["key"].encode()
    with pytest.raises(NotAuthentic):
        verify(signed.replace(theirs, ours), KEYS, at=NOON, audience=OLENA)


def test_a_notice_holds_for_its_time() -> None:
    """To the last second, and from a little before the first: two honest clocks may differ."""
    signed = sign(NOTICE, KEY)
    assert verify(signed, KEYS, at=NOTICE.expires - timedelta(seconds=1)).statement == NOTICE
    assert verify(signed, KEYS, at=NOON - CLOCK_TOLERANCE).statement == NOTICE
    with pytest.raises(Expired):
        verify(signed, KEYS, at=NOTICE.expires)
    with pytest.raises(NotYetValid):
        verify(signed, KEYS, at=NOON - CLOCK_TOLERANCE - timedelta(seconds=1))


def test_a_letter_without_an_end_still_stands_years_later() -> None:
    """It stands as of its day."""
    assert verify(sign(LETTER, KEY), KEYS, at=NOON.replace(year=2040), audience=OLENA).statement == LETTER


@given(st.integers(min_value=0, max_value=len(sign(LETTER, KEY)) * 8 - 1))
def test_any_changed_bit_is_refused(bit: int) -> None:
    """In the words, the signature, or the signs between them."""
    changed = bytearray(sign(LETTER, KEY))
    changed[bit // 8] ^= 1 << (bit % 8)
    with pytest.raises(CannotOpen):
        verify(bytes(changed), KEYS, at=NOON, audience=OLENA)


def test_no_forgery_is_believed(dice: random.Random) -> None:
    """10,000 letters (in the soak a million) with a stretch of bytes replaced: none passes, all are refused by name."""
    genuine, believed = sign(LETTER, KEY), 0
    for _ in range(FORGERIES):
        start = dice.randrange(len(genuine))
        new = dice.randbytes(dice.randint(0, 8))
        forged = genuine[:start] + new + genuine[start + dice.randint(0, 8) :]
        try:
            verify(forged, KEYS, at=NOON, audience=OLENA)
            believed += forged != genuine
        except CannotOpen:
            pass
    assert believed == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b"{}",
        b'{"signature":"","statement":{}}',
        b'{"signature":"","statement":null}',
        b'{"signature":7,"statement":{}}',
        b'{"signature":"","statement":{"a":NaN}}',
        b'{"signature":"","statement":{"a":1e400}}',
        b'{"signature":"","statement":{"a":"\\ud800"}}',
        b'{"signature":"","statement":{"a":99999999999999999999}}',
        b"[" * 60_000,
        b"1" * 60_000,
        b" " * 70_000,
    ],
)
def test_what_is_no_letter_is_refused_by_name(content: bytes) -> None:
    """Broken, deep, huge or strange JSON is one plain error, never another."""
    with pytest.raises(NotOurs):
        verify(content, KEYS, at=NOON)


def test_one_letter_has_one_spelling() -> None:
    """Spaces, another order or a doubled member would change the check code while the signature still held."""
    signed = sign(LETTER, KEY)
    outer = json.loads(signed)
    spaced = json.dumps(outer, ensure_ascii=False).encode()
    turned = json.dumps(dict(reversed(outer.items())), ensure_ascii=False, separators=(",", ":")).encode()
    doubled = signed.replace(b'{"signature"', b'{"signature":"","signature"', 1)
    unpadded = signed.replace(b'=="', b'"', 1)
    for other in (spaced, turned, doubled, unpadded):
        with pytest.raises(NotOurs):
            verify(other, KEYS, at=NOON, audience=OLENA)


def test_a_signature_over_something_else_does_not_pass() -> None:
    """The same claims signed as something that is not a letter: the words before them differ."""
    outer = json.loads(sign(LETTER, KEY))
    claims = json.dumps(outer["statement"], ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    signature = base64.b64encode(KEY.sign(b"wayhome log checkpoint 1\n" + claims)).decode()
    forged = json.dumps(
        {"signature": signature, "statement": outer["statement"]}, ensure_ascii=False, separators=(",", ":")
    )
    with pytest.raises(NotAuthentic):
        verify(forged.encode(), KEYS, at=NOON, audience=OLENA)


def test_a_statement_of_a_form_we_do_not_know_is_refused_though_signed() -> None:
    """A later version may mean something else by the same words."""
    outer = json.loads(sign(LETTER, KEY))
    claims = outer["statement"] | {"format": 2}
    content = json.dumps(claims, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    signature = base64.b64encode(KEY.sign(b"wayhome statement 1\n" + content)).decode()
    signed = json.dumps(
        {"signature": signature, "statement": claims}, ensure_ascii=False, separators=(",", ":"), sort_keys=True
    )
    with pytest.raises(NotOurs):
        verify(signed.encode(), KEYS, at=NOON, audience=OLENA)


def test_a_letter_has_an_end() -> None:
    """64 KiB."""
    with pytest.raises(TooLong):
        sign(replace(LETTER, lines=("x" * 70_000,)), KEY)


def test_a_letter_beyond_the_end_is_refused_though_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever verifies does not read on for ever."""
    with monkeypatch.context() as change:
        change.setattr("wayhome.seal.signatures.LONGEST", 100_000)
        signed = sign(replace(LETTER, lines=("x" * 70_000,)), KEY)
    with pytest.raises(NotOurs):
        verify(signed, KEYS, at=NOON, audience=OLENA)


def test_a_check_code_is_read_as_it_is_shown() -> None:
    """Eight groups of three, or however she types it."""
    code = check_codes.check_code_of(sign(LETTER, KEY))
    shown = check_codes.shown(code)
    assert [len(group) for group in shown.split()] == [3] * 8
    assert check_codes.read_check_code(shown) == check_codes.read_check_code(code) == code


def test_a_receipt_typed_as_a_check_code_is_not_taken() -> None:
    """And the page can say: this one is for nobody but you."""
    with pytest.raises(Miswritten) as caught:
        check_codes.read_check_code("123456789012345678901235")
    assert caught.value.slip is Slip.PERHAPS_RECEIPT


@given(st.binary(max_size=80), st.binary(max_size=80))
def test_different_letters_have_different_codes(one: bytes, other: bytes) -> None:
    """73 bits: no two of all letters ever written will share one."""
    same = check_codes.check_code_of(one) == check_codes.check_code_of(other)
    assert same == (one == other)


def test_a_published_key_is_read_from_its_bytes() -> None:
    """What stands on the leaflet verifies."""
    raw = KEY.public_key().public_bytes_raw()
    assert verify(sign(NOTICE, KEY), [verifying_key(raw)], at=NOON).statement == NOTICE
