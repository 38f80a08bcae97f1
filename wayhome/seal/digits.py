"""Codes of 22 digits with two check digits: made, shown, and read back from whatever a tired hand typed.

Check digits are ISO/IEC 7064 MOD 97-10: every single wrong digit, every swap of two neighbours and every wrong pair
"aa" for "bb" is noticed, and 96 of 97 of all other slips. The standard wants a remainder of 1. Receipts have that.
Check codes of letters have a remainder of 2 instead, so that neither passes for the other: a receipt must never be
typed where a stranger asks for "the code".
"""

import unicodedata
from enum import IntEnum
from itertools import groupby

from wayhome.seal.errors import Miswritten, Slip

PAYLOAD = 22
LENGTH = PAYLOAD + 2

_MODULUS = 97
_LONGEST_TEXT = 400
# Signs between groups that people type or that come along when a text is copied; spaces, dashes and invisible signs
# besides.
_BETWEEN = frozenset(".,;:/_|·•*−")
_BETWEEN_CATEGORIES = frozenset({"Zs", "Zl", "Zp", "Pd", "Cf", "Cc"})


class Family(IntEnum):
    """Which codes; the value is the remainder by 97."""

    RECEIPT = 1
    CHECK_CODE = 2


def with_check_digits(payload: str, family: Family) -> str:
    """The 22 digits and the two that make the remainder by 97 that of the family."""
    check = (_MODULUS + family - int(payload) * 100 % _MODULUS) % _MODULUS
    # Of the two ways to write 0 and 1 (as 97 and 98) the standard takes the larger, so that no code ends in 00 or 01.
    return f"{payload}{check + _MODULUS if check < 2 else check:02d}"


def grouped(digits: str, size: int) -> str:
    """In groups with a plain space between."""
    return " ".join(digits[start : start + size] for start in range(0, len(digits), size))


def read(text: str, family: Family, group_size: int) -> str:
    """The 24 plain digits of a code written with any script's decimal digits, in any grouping.

    Raises:
        Miswritten: what was typed cannot be a code of this family. Nothing is corrected: a guess could open another's
            letters.
    """
    if len(text) > _LONGEST_TEXT:
        raise Miswritten(Slip.TOO_MANY)
    groups = _groups(text)
    digits = "".join(groups)
    if not digits:
        raise Miswritten(Slip.EMPTY)
    for place, group in enumerate(groups, start=1):
        if not group.isascii() or not group.isdecimal():
            raise Miswritten(Slip.OTHER_SIGNS, place)
    if len(digits) != LENGTH:
        raise Miswritten(Slip.TOO_FEW if len(digits) < LENGTH else Slip.TOO_MANY, _odd_group(groups, group_size))
    _check(digits, family, own_groups=all(len(group) == group_size for group in groups))
    return digits


def _groups(text: str) -> list[str]:
    """Runs of signs that stand between separators, decimal digits of every script made plain."""
    runs = groupby(text, key=_is_between)
    return ["".join(_plain(sign) for sign in run) for between, run in runs if not between]


def _is_between(sign: str) -> bool:
    return sign in _BETWEEN or unicodedata.category(sign) in _BETWEEN_CATEGORIES


def _plain(sign: str) -> str:
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)


def _odd_group(groups: list[str], size: int) -> int | None:
    """Which group is too short or too long, when the code was typed in its groups and only one of them is."""
    if len(groups) != LENGTH // size:
        return None
    odd = [place for place, group in enumerate(groups, start=1) if len(group) != size]
    return odd[0] if len(odd) == 1 else None


def _check(digits: str, family: Family, *, own_groups: bool) -> None:
    if digits == with_check_digits(digits[:PAYLOAD], family):
        return
    other = Family.CHECK_CODE if family is Family.RECEIPT else Family.RECEIPT
    # One slip in 96 gives the other remainder too. Who typed it in this family's groups was reading the right paper.
    if not own_groups and digits == with_check_digits(digits[:PAYLOAD], other):
        raise Miswritten(Slip.PERHAPS_CHECK_CODE if other is Family.CHECK_CODE else Slip.PERHAPS_RECEIPT)
    raise Miswritten(Slip.CHECK_DIGITS)
