"""What lies inside an envelope, read strictly and cleaned. Pure: no database, no clock.

Whoever holds the portal's page can put anything into an envelope, so nothing is taken on trust: every field has its
type and its greatest length, and a sign that would not be seen, or would turn the words around, is taken out.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from wayhome.matching import ImpossibleDate, NotADate, PartialDate, PersonRecord
from wayhome.seal.errors import NotAKey
from wayhome.seal.keys import sealing_key
from wayhome.tracing.errors import NotUnderstood

FORMAT = 1
LANGUAGES = ("uk", "ru", "en")
WAYS = ("code", "phone", "email", "post", "other")
SEXES = ("he", "she", "")
_SHORT, _LONG = 300, 4000
_OTHER_NAMES = 6
LONGEST_MESSAGE = 12_000
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Sought:
    """Whom the family seeks, in its own words. Every text may be empty. sex: "he", "she" or not said."""

    name: str
    family: str
    given: str
    patronymic: str
    also: str
    sex: str
    born: str
    place: str
    unit: str
    video: str

    def birth_date(self) -> PartialDate | None:
        """The date as far as it can be read; the family's own words stay in `born`."""
        try:
            return PartialDate.parse(self.born) if self.born else None
        except (NotADate, ImpossibleDate):
            return None


@dataclass(frozen=True, slots=True)
class Enquirer:
    """Who asks. question and answer: something only the family knows, for when we speak."""

    name: str
    relation: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Reach:
    """How she can be reached. "code": only by her code, which is a normal answer. not_on: days ("03-07") on which she
    does not want a letter without news."""

    way: str
    detail: str
    safe_when: str
    not_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A family's question.

    public_key: 32 bytes, to which alone letters are sealed. locator: 16 bytes, where her slot is. speaks: SHA-256 of
    the token that only the holder of the code can make.
    """

    language: str
    sought: Sought
    enquirer: Enquirer
    reach: Reach
    public_key: bytes
    locator: bytes
    speaks: bytes
    filed_on: date | None

    def to_json(self) -> dict[str, Any]:
        """As it came, in the form `question_from` reads."""
        return {
            "format": FORMAT,
            "language": self.language,
            "sought": asdict(self.sought),
            "enquirer": asdict(self.enquirer),
            "reach": {**asdict(self.reach), "not_on": list(self.reach.not_on)},
            "receipt": {
                "public_key": self.public_key.hex(),
                "locator": self.locator.hex(),
                "speaks": self.speaks.hex(),
            },
            "filed_on": self.filed_on.isoformat() if self.filed_on else "",
        }


@dataclass(frozen=True, slots=True)
class Word:
    """A message or a withdrawal: for which receipt, and the token that shows that its writer holds the code."""

    locator: bytes
    token: bytes
    text: str


def question_from(body: bytes) -> Question:
    """Raises NotUnderstood, whose reason is a slug."""
    return question_from_json(_object(body))


def question_from_json(content: Mapping[str, Any]) -> Question:
    """As `question_from`, of JSON that was read already: also what `to_json` wrote."""
    sought, enquirer, reach, receipt = (_part(content, name) for name in ("sought", "enquirer", "reach", "receipt"))
    key = _bytes(receipt, "public_key", 32)
    try:
        sealing_key(key)
    except NotAKey:
        raise NotUnderstood("receipt") from None
    return Question(
        language=_one_of(content, "language", LANGUAGES),
        sought=Sought(
            **{name: _text(sought, name, _LONG if name in ("also", "video") else _SHORT) for name in _SOUGHT_TEXTS},
            sex=_one_of(sought, "sex", SEXES),
        ),
        enquirer=Enquirer(**{name: _text(enquirer, name, _SHORT) for name in Enquirer.__slots__}),
        reach=Reach(
            _one_of(reach, "way", WAYS),
            _text(reach, "detail", _LONG),
            _text(reach, "safe_when", _LONG),
            _days(reach.get("not_on", [])),
        ),
        public_key=key,
        locator=_bytes(receipt, "locator", 16),
        speaks=_bytes(receipt, "speaks", 32),
        filed_on=_day(content.get("filed_on", "")),
    )


def word_from(body: bytes) -> Word:
    """Raises NotUnderstood, whose reason is a slug."""
    content = _object(body)
    receipt = _part(content, "receipt")
    return Word(
        locator=_bytes(receipt, "locator", 16),
        token=_bytes(content, "token", 32),
        text=_text(content, "text", LONGEST_MESSAGE),
    )


def record_of(sought: Sought) -> PersonRecord:
    """What the matcher needs of the one sought. A line and a few parts may both be given: the matcher joins them."""
    others = (line.strip() for line in re.split(r"[\n;,]", sought.also))
    return PersonRecord(
        name=sought.name,
        also=tuple(line for line in others if line)[:_OTHER_NAMES],
        family=sought.family,
        given=sought.given,
        patronymic=sought.patronymic,
        birth_date=sought.birth_date(),
        place=sought.place,
        unit=sought.unit,
    )


_SOUGHT_TEXTS = tuple(name for name in Sought.__slots__ if name != "sex")


def clean(text: str) -> str:
    """The text without signs that are not seen; line ends stay, other control signs become spaces."""
    kept = (" " if unicodedata.category(sign) == "Cc" and sign != "\n" else sign for sign in text.replace("\r\n", "\n"))
    seen = "".join(sign for sign in kept if sign not in _TURNING and unicodedata.category(sign) != "Cs")
    return unicodedata.normalize("NFC", seen).strip()


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise NotUnderstood("not_json") from None
    if not isinstance(content, dict):
        raise NotUnderstood("not_json")
    if content.get("format") != FORMAT or isinstance(content["format"], bool):
        raise NotUnderstood("format")
    return content


def _part(content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = content.get(name)
    if not isinstance(part, dict):
        raise NotUnderstood(name)
    return part


def _text(part: Mapping[str, Any], name: str, longest: int) -> str:
    value = part.get(name, "")
    if not isinstance(value, str) or len(value) > longest:
        raise NotUnderstood(name)
    return clean(value)


def _one_of(part: Mapping[str, Any], name: str, allowed: tuple[str, ...]) -> str:
    value = part.get(name)
    if not isinstance(value, str) or value not in allowed:
        raise NotUnderstood(name)
    return value


def _bytes(part: Mapping[str, Any], name: str, size: int) -> bytes:
    value = part.get(name)
    try:
        raw = bytes.fromhex(value) if isinstance(value, str) else b""
    except ValueError:
        raw = b""
    if len(raw) != size:
        raise NotUnderstood("receipt" if name != "token" else name)
    return raw


def _days(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > 12 or not all(isinstance(each, str) for each in value):
        raise NotUnderstood("not_on")
    try:
        return tuple(date.fromisoformat(f"2000-{each}").strftime("%m-%d") for each in value)
    except ValueError:
        raise NotUnderstood("not_on") from None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and value else None
    except ValueError:
        raise NotUnderstood("filed_on") from None
