"""Bytes with their length in front, big-endian: the one way this room joins several values into one."""

from wayhome.seal.errors import NotOurs


def short(part: bytes) -> bytes:
    """At most 65,535 bytes behind a 2-byte length."""
    return len(part).to_bytes(2, "big") + part


def long(part: bytes) -> bytes:
    """At most 4 GiB behind a 4-byte length."""
    return len(part).to_bytes(4, "big") + part


def context_of(*parts: bytes | str) -> bytes:
    """What an envelope is bound to, from its parts. Different parts never give the same context.

    >>> context_of("ab", "c") == context_of("a", "bc")
    False
    """
    return b"".join(long(part.encode() if isinstance(part, str) else part) for part in parts)


class Reader:
    """Takes values off the front; anything missing or left over means the bytes are not ours."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def take(self, size: int) -> bytes:
        """The next `size` bytes.

        Raises:
            NotOurs: there are fewer.
        """
        end = self._at + size
        if end > len(self._content):
            raise NotOurs("The bytes end too early.")
        part = self._content[self._at : end]
        self._at = end
        return part

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "big")

    def short(self) -> bytes:
        return self.take(self.number(2))

    def long(self) -> bytes:
        return self.take(self.number(4))

    def end(self) -> None:
        """Raises NotOurs if anything is left."""
        if self._at != len(self._content):
            raise NotOurs("There are bytes after the end.")
