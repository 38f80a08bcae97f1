"""What is known about one person, as far as matching needs it. The same shape for the one sought and the one held."""

from __future__ import annotations

from dataclasses import dataclass

from wayhome.matching.partial_dates import PartialDate


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """Every field may be empty, and empty means "nobody said", never "he has none".

    A name is given as one line (`name`), or in parts, or both; parts win where they are given. `also`: other names he
    goes by and other spellings, one line each; whichever fits best counts.
    Texts stand as the paper has them, in any script: this room does the reading.
    """

    name: str = ""
    also: tuple[str, ...] = ()
    family: str = ""
    given: str = ""
    patronymic: str = ""
    birth_date: PartialDate | None = None
    place: str = ""
    unit: str = ""
    rank: str = ""
    service_number: str = ""
    father: str = ""
    mother: str = ""
