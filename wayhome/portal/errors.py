"""What can go wrong on the family's site. No message carries a code, a name or a word she wrote."""


class PortalError(Exception):
    """Base of this room's errors."""


class KeysNotGiven(PortalError):
    """The process was started without its three variables; it must not take in a question it cannot seal."""


class NotALetter(PortalError):
    """Bytes in a reply slot that are not what the bureau writes, or that it did not sign for this reader."""
