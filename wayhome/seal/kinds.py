"""What an envelope is for. The kind is readable from the outside, so it is kept coarse on purpose."""

from enum import IntEnum


class Kind(IntEnum):
    """Numbers are for ever: a used one is never given to something else.

    There is no kind for "withdraw", "write back" or "a soldier is at my door": from the outside they are all a REQUEST.
    """

    REQUEST = 1
    """From a family, or anyone outside, to the bureau."""
    DRAFT = 2
    """An unfinished request, sealed to its own receipt: only the code opens it."""
    REPLY = 3
    """The reply slot of one receipt, with letters in it or without."""
    ATTACHMENT = 4
    """A picture or document that belongs to another envelope."""
    CAPTURE = 5
    """A record made on a device that cannot open it again."""
    PARTNER = 6
    """From one bureau to another, or to the Agency."""
