"""The short code at the foot of a letter or notice, with which anyone can ask "is this really from you?".

24 digits in eight groups of three (a receipt has six groups of four, and another remainder, so that neither is taken
for the other). 22 of them are SHA-256("wayhome check code 1", leaf) modulo 10²², 73 bits; the leaf is the RFC 6962
leaf of the signed statement, the same that goes into the log.

What it proves: the bureau's page looks the code up and says what it knows of that statement. A code that was made up
is found with a chance of one in 10²² for each statement there is; to make another signed statement with a given code
the signing key and 2⁷³ attempts are needed. What it does not prove: it is no signature. Copied from a genuine letter
to a forged one it is still found, so the page must show kind, date and language, and the reader must compare. Who has
the whole statement checks the signature itself.
"""

import hashlib
from typing import Final

from wayhome.seal import digits
from wayhome.seal.digits import Family

GROUP: Final = 3


def leaf_of(signed: bytes) -> bytes:
    """The RFC 6962 leaf (32 bytes) of a statement as it is handed out."""
    return hashlib.sha256(b"\x00" + signed).digest()


def check_code_of(signed: bytes) -> str:
    """24 plain digits."""
    number = int.from_bytes(hashlib.sha256(b"wayhome check code 1\n" + leaf_of(signed)).digest(), "big")
    payload = f"{number % 10**digits.PAYLOAD:0{digits.PAYLOAD}d}"
    return digits.with_check_digits(payload, Family.CHECK_CODE)


def shown(code: str) -> str:
    """Eight groups of three, as they stand on paper."""
    return digits.grouped(code, GROUP)


def read_check_code(text: str) -> str:
    """The 24 plain digits somebody typed from a letter.

    Raises:
        Miswritten: as for receipts. `Slip.PERHAPS_RECEIPT` is the one to answer with care: a receipt belongs to
            nobody but its holder.
    """
    return digits.read(text, Family.CHECK_CODE, GROUP)
