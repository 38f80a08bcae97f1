"""What the seal costs on this machine: `python benchmarks/seal_figures.py`. Medians of repeated runs, one thread."""

import gzip
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

import wayhome.seal
from wayhome.seal import receipts, signatures, slots, statements
from wayhome.seal.envelopes import capacity, open_envelope, seal_to
from wayhome.seal.kinds import Kind

MODULE = Path(wayhome.seal.__file__).parent / "browser" / "seal.js"


def median_ms(work: Callable[[], object], runs: int) -> float:
    work()
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000


def show(what: str, milliseconds: float) -> None:
    print(f"{what:<46}{milliseconds:9.3f} ms")


def show_envelopes(name: str, kind: Kind, size: int) -> None:
    key, content = X25519PrivateKey.generate(), bytes(size)
    sealed = seal_to(key.public_key(), content, kind=kind, context=b"place")
    runs = 300 if size < 10**5 else 10
    show(f"seal, {name}", median_ms(lambda: seal_to(key.public_key(), content, kind=kind, context=b"place"), runs))
    show(f"open, {name}", median_ms(lambda: open_envelope(key, sealed, kind=kind, context=b"place"), runs))


def main() -> None:
    for name, kind, size in (
        ("request of 4 KiB", Kind.REQUEST, 500),
        ("request of 64 KiB", Kind.REQUEST, capacity(Kind.REQUEST)),
        ("attachment of 1 MiB", Kind.ATTACHMENT, 10**6),
        ("attachment of 24 MiB", Kind.ATTACHMENT, capacity(Kind.ATTACHMENT)),
    ):
        show_envelopes(name, kind, size)

    code, pepper = receipts.new_receipt_code(), bytes(32)
    keys = receipts.derive(code, pepper)
    slot = slots.fill_slot(keys.public, "3 травня ми перевірили.".encode(), locator=keys.locator)
    show("receipt to keys (Argon2id 19 MiB)", median_ms(lambda: receipts.derive(code, pepper), 50))
    show("open a slot with a letter", median_ms(lambda: slots.open_slot(keys, slot), 300))
    show("open for a code without a row", median_ms(lambda: slots.open_slot(keys, None), 300))

    signer = Ed25519PrivateKey.generate()
    letter = statements.Letter(
        id=UUID(int=1),
        issued=datetime(2026, 5, 3, 12, tzinfo=UTC),
        language="uk",
        lines=("3 травня ми перевірили.",) * 5,
        signed_as="bureau",
        audience=statements.audience_of(keys.locator),
    )
    signed = signatures.sign(letter, signer)
    public, at = signer.public_key(), letter.issued
    show("sign a letter", median_ms(lambda: signatures.sign(letter, signer), 300))
    show(
        "verify a letter",
        median_ms(lambda: signatures.verify(signed, [public], at=at, audience=letter.audience), 300),
    )
    module = MODULE.read_bytes()
    print(f"browser module: {len(module)} bytes, {len(gzip.compress(module, 9))} compressed")


if __name__ == "__main__":
    main()
