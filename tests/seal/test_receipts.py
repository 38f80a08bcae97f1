"""One code: readable however it is typed, useless to anyone else, and never shown by accident."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.seal import digits, receipts
from wayhome.seal.digits import Family
from wayhome.seal.errors import Miswritten, NotASecret, Slip
from wayhome.seal.receipts import ReceiptCode, new_receipt_code, read_receipt_code

payloads = st.integers(min_value=0, max_value=10**22 - 1).map(lambda number: f"{number:022d}")
codes = payloads.map(lambda payload: ReceiptCode(digits.with_check_digits(payload, Family.RECEIPT)))
ZEROS = [chr(place) for place in range(0x110000) if unicodedata.decimal(chr(place), -1) == 0]
SEPARATORS = [" ", "-", "–", "—", "\u00a0", "\u202f", "\u2009", "\t", "\n", ". ", "/", "\u200b", "\u200e", "−", "‑"]


@given(codes, st.sampled_from(ZEROS), st.sampled_from(SEPARATORS))
def test_a_code_is_read_however_it_is_written(code: ReceiptCode, zero: str, separator: str) -> None:
    """Any script's digits, any separator, groups or none."""
    shown = code.shown().replace(" ", separator)
    typed = "".join(chr(ord(zero) + int(sign)) if sign in "0123456789" else sign for sign in shown)
    assert read_receipt_code(typed) == code


@given(codes, st.integers(min_value=1, max_value=24))
def test_groups_of_any_size_are_read(code: ReceiptCode, size: int) -> None:
    """She may dictate in pairs or in threes."""
    assert read_receipt_code(digits.grouped(code.digits, size)) == code


def test_there_are_many_scripts() -> None:
    """The test above means something: Unicode has dozens of sets of decimal digits."""
    assert len(ZEROS) > 50


def wrong_spellings(code: str) -> tuple[list[str], list[str]]:
    """Every code with one other digit, and every code with two different neighbours swapped."""
    single = [
        code[:place] + digit + code[place + 1 :]
        for place in range(24)
        for digit in "0123456789"
        if digit != code[place]
    ]
    swapped = [
        code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        for place in range(23)
        if code[place] != code[place + 1]
    ]
    return single, swapped


@pytest.mark.parametrize("family", Family)
def test_every_single_slip_is_noticed(family: Family, dice: random.Random) -> None:
    """All 64,800 wrong digits and all swaps of neighbours of 300 codes, check digits included; none slips through."""
    singles = swaps = missed = 0
    for _ in range(300):
        code = digits.with_check_digits(f"{dice.randrange(10**22):022d}", family)
        single, swapped = wrong_spellings(code)
        singles += len(single)
        swaps += len(swapped)
        missed += sum(wrong == digits.with_check_digits(wrong[:22], family) for wrong in single + swapped)
    assert (singles, missed) == (64_800, 0)
    assert swaps > 6_000


def test_a_slip_is_noticed_by_the_reader_too() -> None:
    """The same through the public door, for one code in full."""
    single, swapped = wrong_spellings(new_receipt_code().digits)
    for wrong in single + swapped:
        with pytest.raises(Miswritten):
            read_receipt_code(wrong)


def test_check_digits_are_the_standard_s() -> None:
    """ISO/IEC 7064 MOD 97-10: 794 has the check digits 44, an example often given; every receipt leaves 1."""
    assert digits.with_check_digits("794", Family.RECEIPT) == "79444"
    assert all(int(new_receipt_code().digits) % 97 == 1 for _ in range(200))


@given(payloads)
def test_a_receipt_is_never_a_check_code(payload: str) -> None:
    """A code read off a letter does not open anything, and a receipt is not what a letter is checked with."""
    with pytest.raises(Miswritten) as caught:
        read_receipt_code(digits.with_check_digits(payload, Family.CHECK_CODE))
    assert caught.value.slip is Slip.PERHAPS_CHECK_CODE


@pytest.mark.parametrize(
    ("typed", "slip", "group"),
    [
        ("", Slip.EMPTY, None),
        (" – \n", Slip.EMPTY, None),
        ("1234 5678 9012 3456 7890 123", Slip.TOO_FEW, 6),
        ("1234 5678 912 3456 7890 1235", Slip.TOO_FEW, 3),
        ("1234 5678 912 456 7890 1235", Slip.TOO_FEW, None),
        ("123456789012", Slip.TOO_FEW, None),
        ("1234 5678 90122 3456 7890 1235", Slip.TOO_MANY, 3),
        ("1234 5678 9012 3456 7890 1235 1235", Slip.TOO_MANY, None),
        ("1" * 401, Slip.TOO_MANY, None),
        ("1234 5678 9O12 3456 7890 1235", Slip.OTHER_SIGNS, 3),
        ("l234 5678 9012 3456 7890 1235", Slip.OTHER_SIGNS, 1),
        ("1234 5678 9012 3456 789² 1235", Slip.OTHER_SIGNS, 5),
        ("1234 5678 9012 3456 7890 1239", Slip.CHECK_DIGITS, None),
    ],
)
def test_a_slip_is_named(typed: str, slip: Slip, group: int | None) -> None:
    """The page can say what is wrong and where, without repeating the code."""
    with pytest.raises(Miswritten) as caught:
        read_receipt_code(typed)
    assert (caught.value.slip, caught.value.group) == (slip, group)
    assert not any(sign.isdigit() for sign in str(caught.value))


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(typed: str) -> None:
    """Whatever is typed is a code or is miswritten."""
    try:
        code = read_receipt_code(typed)
    except Miswritten:
        return
    assert len(code.digits) == 24


def test_who_reads_from_the_right_paper_is_not_sent_to_another() -> None:
    """A receipt in its own groups with a slip that looks like a check code is still called a slip."""
    with pytest.raises(Miswritten) as caught:
        read_receipt_code("1234 5678 9012 3456 7890 1236")
    assert caught.value.slip is Slip.CHECK_DIGITS


def test_codes_come_from_the_whole_range() -> None:
    """Every digit in every place, and no two alike: 2,000 codes (a place misses a digit once in 10⁸⁸ runs)."""
    drawn = [new_receipt_code().digits for _ in range(2000)]
    assert len(set(drawn)) == 2000
    assert all({code[place] for code in drawn} == set("0123456789") for place in range(22))


def test_a_code_always_turns_into_the_same_keys() -> None:
    """She comes back in a year."""
    code, pepper = new_receipt_code(), bytes(32)
    one, other = receipts.derive(code, pepper), receipts.derive(code, pepper)
    assert one.locator == other.locator
    assert one.private.private_bytes_raw() == other.private.private_bytes_raw()


def test_one_digit_or_another_pepper_changes_everything() -> None:
    """A stolen table without the pepper finds nobody."""
    code, neighbour = (
        ReceiptCode(digits.with_check_digits(payload, Family.RECEIPT)) for payload in ("1" * 22, "1" * 21 + "2")
    )
    found = [receipts.derive(code, bytes(32)), receipts.derive(neighbour, bytes(32)), receipts.derive(code, b"p" * 32)]
    assert len({keys.locator for keys in found}) == 3
    assert len({keys.private.private_bytes_raw() for keys in found}) == 3


def test_the_locator_tells_nothing_of_the_key() -> None:
    """Two purposes, two expansions: the locator is no part of the private key."""
    keys = receipts.derive(new_receipt_code(), bytes(32))
    assert len(keys.locator) == receipts.LOCATOR_SIZE
    assert keys.locator not in keys.private.private_bytes_raw() + keys.public.public_bytes_raw()


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_pepper_of_the_wrong_length_is_refused(size: int) -> None:
    """An empty setting must not quietly become a pepper."""
    with pytest.raises(NotASecret):
        receipts.derive(new_receipt_code(), bytes(size))


def test_a_code_is_not_shown_by_accident() -> None:
    """Neither a log line nor a traceback that prints the value gives it away."""
    code = new_receipt_code()
    keys = receipts.derive(code, bytes(32))
    printed = f"{code} {code!r} {keys} {keys!r} {[code, keys]}"
    assert not any(sign.isdigit() for sign in printed)
