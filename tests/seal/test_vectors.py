"""Python agrees with the published vectors, and the vectors are what their script makes."""

import base64
import json
from datetime import datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from wayhome.seal import check_codes, errors, receipts, sizes
from wayhome.seal.envelopes import open_envelope
from wayhome.seal.keys import key_id, opening_key, sealing_key, verifying_key
from wayhome.seal.kinds import Kind
from wayhome.seal.signatures import verify
from wayhome.seal.vectors.hpke_by_the_book import seal
from wayhome.seal.vectors.make import FOLDER, as_text, everything
from wayhome.seal.wire import context_of


def vectors(name: str) -> dict[str, Any]:
    return dict(json.loads((FOLDER / name).read_text("utf-8")))


ENVELOPES, RECEIPTS, SIZES, STATEMENTS = (
    vectors(f"{name}.json") for name in ("envelopes", "receipts", "sizes", "statements")
)
OPENS = {case["name"]: case for case in ENVELOPES["opens"]}


def named(cases: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in cases]


@pytest.mark.parametrize("name", ["envelopes.json", "receipts.json", "sizes.json", "statements.json"])
def test_the_committed_files_are_what_the_script_makes(name: str) -> None:
    """If this fails after a change of the format, other implementations have just been broken."""
    assert (FOLDER / name).read_text("utf-8") == as_text(everything()[name])


def test_the_script_s_own_hpke_is_the_standard_s() -> None:
    """RFC 9180, appendix A.1.1: the only published vector with this key exchange, this derivation and AES-GCM."""
    recipient = opening_key(bytes.fromhex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8"))
    ephemeral = opening_key(bytes.fromhex("52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736"))
    enc, ciphertext = seal(
        recipient.public_key(),
        ephemeral,
        b"Ode on a Grecian Urn",
        b"Beauty is truth, truth beauty",
        aad=b"Count-0",
        key_size=16,
    )
    assert enc.hex() == "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"
    assert ciphertext.hex() == (
        "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a"
    )


@pytest.mark.parametrize("case", named(ENVELOPES["opens"]))
def test_an_envelope_opens(case: dict[str, Any]) -> None:
    """Made by another hand, with the context built from its parts."""
    place = context_of(case["context_parts"][0], bytes.fromhex(case["context_parts"][1]))
    assert place.hex() == case["context"]
    assert opened(case).hex() == case["content"]


@pytest.mark.parametrize("case", named(ENVELOPES["refused"]))
def test_an_envelope_is_refused(case: dict[str, Any]) -> None:
    """For the reason that is written beside it."""
    with pytest.raises(getattr(errors, case["error"])):
        opened(case)


def opened(case: dict[str, Any]) -> bytes:
    """Open the case's envelope, or the one it is `of` with its change applied."""
    whole = {"private_key": ENVELOPES["private_key"]} | OPENS.get(case.get("of", ""), {}) | case
    envelope = bytearray(base64.b64decode(whole["envelope"])[: whole.get("keep")])
    if "flip_bit" in whole:
        envelope[whole["flip_bit"] // 8] ^= 1 << (whole["flip_bit"] % 8)
    return open_envelope(
        X25519PrivateKey.from_private_bytes(bytes.fromhex(whole["private_key"])),
        bytes(envelope),
        kind=Kind[whole["kind"].upper()],
        context=bytes.fromhex(whole["context"]),
    )


def test_keys_have_their_ids() -> None:
    """Computed from the public half alone."""
    assert key_id(sealing_key(bytes.fromhex(ENVELOPES["public_key"]))).hex() == ENVELOPES["key_id"]


@pytest.mark.parametrize("kind", Kind)
def test_sizes(kind: Kind) -> None:
    """Every published step, and where each kind ends."""
    for size, published in SIZES["sizes"][kind.name.lower()]:
        if published is None:
            with pytest.raises(errors.TooLong):
                sizes.size_for(kind, size)
        else:
            assert sizes.size_for(kind, size) == published


@pytest.mark.parametrize("case", RECEIPTS["codes"], ids=[case["code"][:4] for case in RECEIPTS["codes"]])
def test_a_receipt_turns_into_its_keys(case: dict[str, str]) -> None:
    """Argon2id and both expansions."""
    code = receipts.read_receipt_code(case["shown"])
    keys = receipts.derive(code, bytes.fromhex(RECEIPTS["pepper"]))
    assert (code.digits, code.shown()) == (case["code"], case["shown"])
    assert keys.locator.hex() == case["locator"]
    assert keys.private.private_bytes_raw().hex() == case["private_key"]
    assert keys.public.public_bytes_raw().hex() == case["public_key"]


@pytest.mark.parametrize("typed", RECEIPTS["typed"])
def test_typed_texts_mean_one_code(typed: str) -> None:
    """However they are written."""
    assert receipts.read_receipt_code(typed).digits == RECEIPTS["codes"][2]["code"]


@pytest.mark.parametrize("case", RECEIPTS["miswritten"], ids=lambda case: case["slip"])
def test_miswritten_texts_are_named(case: dict[str, Any]) -> None:
    """Kind of slip and group."""
    with pytest.raises(errors.Miswritten) as caught:
        receipts.read_receipt_code(case["typed"])
    assert (caught.value.slip, caught.value.group) == (case["slip"], case["group"])


@pytest.mark.parametrize("case", named(STATEMENTS["holds"]))
def test_a_statement_holds(case: dict[str, Any]) -> None:
    """With its check code."""
    assert verified(case) == case["check_code"]


@pytest.mark.parametrize("case", named(STATEMENTS["refused"]))
def test_a_statement_is_refused(case: dict[str, Any]) -> None:
    """For the reason that is written beside it."""
    with pytest.raises(getattr(errors, case["error"])):
        verified(case)


def verified(case: dict[str, Any]) -> str:
    signed = base64.b64decode(case["signed"])
    found = verify(
        signed,
        [verifying_key(bytes.fromhex(STATEMENTS["public_key"]))],
        at=datetime.fromisoformat(case["at"]),
        audience=bytes.fromhex(case["audience"]) if case["audience"] else None,
    )
    assert found.check_code == check_codes.check_code_of(signed)
    return found.check_code
