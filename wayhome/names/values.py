"""What a written name becomes: parts with roles, and readings of a whole line.

Everything here is frozen and compares by value, so a reading may be cached, hashed and sent between processes.
"""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What one part of a name is to the person who bears it."""

    FAMILY = "family"
    GIVEN = "given"
    PATRONYMIC = "patronymic"


@dataclass(frozen=True, slots=True)
class NamePart:
    """One word of a name, ready to be found and weighed.

    `skeletons` find: consonants in the common alphabet P F T K S X N L R, with A for a vowel at the beginning. Case and
    gender endings are off: Ivanov, Ivanova, Іванову, Ивановым share one. A patronymic's is that of the father's name.
    `vowels` weigh: one finer code beside each skeleton (see `codes`), never a key, because it is too easily misspelt.
    `classes` hold ids such as "g:mykola" or "p:mykola"; several when the form is ambiguous (Саша), none when unknown.
    `initial` is set only when no more than an initial was written; then `skeletons` and `vowels` are empty.
    """

    written: str
    role: Role
    skeletons: tuple[str, ...]
    vowels: tuple[str, ...]
    classes: frozenset[str]
    initial: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a written name.

    `doubt` is in bits, 0 for the natural reading: what believing this order of parts costs against the best one.
    """

    family: tuple[NamePart, ...]
    given: tuple[NamePart, ...]
    patronymic: NamePart | None
    doubt: float
