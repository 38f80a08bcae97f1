"""What can go wrong in this room: only our own tables. Reading a name never fails, whatever the text."""


class NamesError(Exception):
    """Base of this room's errors."""


class TableMalformed(NamesError):
    """A table of names breaks its own rules: the message gives the file and the line, which hold no personal data."""
