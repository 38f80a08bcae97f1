"""Written words → units: double names kept together, small words (оглы, ибн, фон, Mc) joined to their word."""

from dataclasses import replace

from wayhome.names.roles import Unit, Word, look_at
from wayhome.names.words import FATHER, PARTICLE, PREFIX, SON

_SURNAME_TAILS = frozenset(("заде", "zade", "зода", "zoda"))  # Латиф-Заде is one name


def look(written: tuple[str, ...]) -> tuple[Unit, ...]:
    """The units of a name, each word with what the tables say about it."""
    capitals = _capitals_tell(written)
    units: list[Unit] = []
    joined, son = "", False
    for place, word in enumerate(written):
        small = word.lower()
        followed = place + 1 < len(written)
        if small in FATHER and units:
            units[-1] = (*units[-1][:-1], _marked(units[-1][-1], word))
        elif small in SON and units and followed:
            joined, son = f"{joined}{word} ", True
        elif small in PARTICLE and followed and len(written) > 2:
            joined += f"{word} "
        elif small in PREFIX and followed and len(written) > 2:
            joined += word
        else:
            units.append(_unit(word, joined, son, word.isupper() if capitals else None))
            joined, son = "", False
    return tuple(units)


def _unit(word: str, joined: str, son: bool, shouted: bool | None) -> Unit:
    halves = [half for half in word.split("-") if half]
    if len(halves) == 1 or halves[-1].lower() in _SURNAME_TAILS:
        core = (joined + word).rpartition(" ")[2]
        return (look_at(joined + word, core=core, marked=son, capitals=shouted),)
    seen: list[Word] = []
    for half in halves:
        if half.lower() in FATHER and seen:
            seen[-1] = _marked(seen[-1], half)
        else:
            seen.append(look_at(half, marked=son, capitals=shouted))
    return tuple(seen)


def _marked(word: Word, marker: str) -> Word:
    """The word before a marker is the father's name, not a patronymic by its own ending."""
    return replace(word, written=f"{word.written} {marker}", father=None, marked=True, initial=False)


def _capitals_tell(written: tuple[str, ...]) -> bool:
    """True when exactly one word of several is in capitals: that is the family name, as on forms and French lists."""
    long = [word for word in written if len(word) > 2]
    return len(long) > 1 and sum(word.isupper() for word in long) == 1
