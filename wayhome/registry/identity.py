"""Who a person is: the identity set of Art. 122(4), every field of which may be empty.

Empty means "not available". Only surname, first names, rank, birth date and service number may be *required* of a
captive (Art. 17); whatever else stands here was given freely or came from a paper.
"""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from wayhome.matching import PartialDate, PersonRecord

FORM = 1  # version of the JSON form; a reader of a later form must still read this one


class UnreadableIdentity(ValueError):
    """A stored identity is of a form this program does not know."""

    def __init__(self) -> None:
        super().__init__("This record was written by a newer version of the program.")


class WrittenBy(StrEnum):
    """Who put a name into these letters: a mother, a clerk and he himself may each spell it otherwise."""

    HIMSELF = "himself"
    OFFICER = "officer"
    DOCUMENT = "document"
    LIST = "list"
    FAMILY = "family"


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class WrittenName:
    """One spelling of a name, in the order and the script of the paper: as one line, in parts, or both."""

    line: str = ""
    family: str = ""
    given: str = ""
    patronymic: str = ""
    written_by: WrittenBy = WrittenBy.OFFICER

    def shown(self) -> str:
        """The spelling for a page: the line if there is one, else surname, first names, patronymic."""
        return self.line or " ".join(part for part in (self.family, self.given, self.patronymic) if part)


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of who he is.

    names: the first is the one to show; the others are further spellings and names he also goes by.
    birth_date_as_written: the paper's own words, kept also when they could not be read as a date.
    power_of_origin: the Power on which he depends; not his nationality.
    unit: voluntary; never asked for. mail_address: where letters to his family go, Art. 122(4).
    as_written: headings and cells of the list's line exactly as found, columns we did not understand included.
    """

    names: tuple[WrittenName, ...] = ()
    father_given_name: str = ""
    mother_maiden_name: str = ""
    birth_date: PartialDate | None = None
    birth_date_as_written: str = ""
    birth_place: str = ""
    sex: Sex | None = None
    power_of_origin: str = ""
    rank: str = ""
    service_number: str = ""
    unit: str = ""
    home_address: str = ""
    next_of_kin: str = ""
    person_to_inform: str = ""
    mail_address: str = ""
    as_written: tuple[tuple[str, str], ...] = ()

    def has_name(self) -> bool:
        return any(name.shown() for name in self.names)

    def to_json(self) -> dict[str, Any]:
        """A JSON object without the empty fields. `from_json` gives back an equal identity."""
        content: dict[str, Any] = {"form": FORM}
        content |= {name: value for name in _TEXTS if (value := getattr(self, name))}
        if self.names:
            content["names"] = [_name_to_json(name) for name in self.names]
        if self.birth_date is not None:
            content["birth_date"] = [self.birth_date.year, self.birth_date.month, self.birth_date.day]
        if self.sex is not None:
            content["sex"] = self.sex.value
        if self.as_written:
            content["as_written"] = [list(cell) for cell in self.as_written]
        return content

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> "Identity":
        """Read what `to_json` wrote.

        Raises:
            UnreadableIdentity: the form is newer than this program.
        """
        if content.get("form") != FORM:
            raise UnreadableIdentity
        date = content.get("birth_date")
        return cls(
            names=tuple(_name_from_json(name) for name in content.get("names", ())),
            birth_date=PartialDate(*date) if date else None,
            sex=Sex(content["sex"]) if "sex" in content else None,
            as_written=tuple((str(heading), str(cell)) for heading, cell in content.get("as_written", ())),
            **{name: content[name] for name in _TEXTS if name in content},
        )


_TEXTS = tuple(field.name for field in fields(Identity) if field.type is str)
_NAME_PARTS = ("line", "family", "given", "patronymic")


def _name_to_json(name: WrittenName) -> dict[str, str]:
    parts = {part: value for part in _NAME_PARTS if (value := getattr(name, part))}
    return parts | {"written_by": name.written_by.value}


def _name_from_json(content: dict[str, str]) -> WrittenName:
    parts = {part: content[part] for part in _NAME_PARTS if part in content}
    return WrittenName(**parts, written_by=WrittenBy(content["written_by"]))


def to_record(identity: Identity) -> PersonRecord:
    """What the matcher needs to know of him: every name he goes by, and what tells him from a namesake."""
    name = identity.names[0] if identity.names else WrittenName()
    # Beside a whole name in parts the line says nothing more; where a part is missing, the matcher takes it from there.
    in_parts = bool(name.family and name.given)
    return PersonRecord(
        name="" if in_parts else name.line,
        also=tuple(other.shown() for other in identity.names[1:] if other.shown()),
        family=name.family,
        given=name.given,
        patronymic=name.patronymic,
        birth_date=identity.birth_date,
        place=identity.birth_place,
        unit=identity.unit,
        rank=identity.rank,
        service_number=identity.service_number,
        father=identity.father_given_name,
        mother=identity.mother_maiden_name,
    )
