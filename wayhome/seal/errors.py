"""What can go wrong with sealed and signed things. No message carries content, a code, a name or a key."""

from enum import StrEnum


class SealError(Exception):
    """Base of this room's errors."""


class CannotOpen(SealError):
    """The bytes were not opened or not believed; nothing of their content has been shown."""


class NotOurs(CannotOpen):
    """Readable from the outside alone: another format, suite, kind, size or key than the one asked for."""


class NotAuthentic(CannotOpen):
    """The outside looks right, but bytes were changed, or sealed for another context, or signed by nobody we know."""


class TooLong(SealError):
    """More content than the largest published size holds."""


class NotAKey(SealError):
    """These bytes are no public or private key of this suite."""


class NotASecret(SealError):
    """A pepper has to be 32 secret bytes."""


class NotAStatement(SealError):
    """A letter or notice with a field that may not be signed: an empty line, a moment without a zone, a hidden sign."""


class NotNow(SealError):
    """Base of the two ways in which a genuine statement does not hold at this moment."""


class Expired(NotNow):
    """The statement was genuine and its time is over."""


class NotYetValid(NotNow):
    """The statement is dated in the future: one of the two clocks is wrong."""


class NotForThisReader(SealError):
    """The statement is genuine, but was written for somebody else's receipt."""


class Slip(StrEnum):
    """How a code was miswritten. Pages hold a sentence for each; none of them needs to repeat the code."""

    EMPTY = "empty"
    OTHER_SIGNS = "other_signs"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    CHECK_DIGITS = "check_digits"
    PERHAPS_CHECK_CODE = "perhaps_check_code"
    PERHAPS_RECEIPT = "perhaps_receipt"


class Miswritten(SealError):
    """A code that cannot be right as written. It says nothing about whether any code exists.

    `slip` is the words key; `group` is the group (from 1) that seems to hold the slip, or None if it cannot be told.
    """

    def __init__(self, slip: Slip, group: int | None = None) -> None:
        super().__init__(f"The code is miswritten ({slip}).")
        self.slip = slip
        self.group = group
