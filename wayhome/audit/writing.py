"""Writing one row of the log."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from wayhome.audit.actors import Actor
from wayhome.audit.acts import Act
from wayhome.audit.errors import NotPlain, TimeNeedsZone, UnknownAct
from wayhome.audit.models import LogRow
from wayhome.audit.pseudonyms import pseudonym

MOST_SUBJECTS = 64
LONGEST_REASON = 200
_SLUG = re.compile(r"[a-z0-9][a-z0-9_.:-]{0,47}")
_LARGEST = 2**53 - 1  # the largest whole number that canonical JSON carries exactly (RFC 8785, I-JSON)


def record(
    act: str,
    *,
    by: Actor,
    at: datetime,
    subjects: Sequence[UUID] = (),
    scope: Mapping[str, int | str] = {},
    reason: str = "",
) -> UUID:
    """Write that this happened, inside the caller's transaction: the act and its row stand or fall together.

    subjects: ids of the people or records concerned; they enter as pseudonyms, and above 64 only their number does.
    scope: whole numbers and short slugs such as a run's id. Names, places and numbers of people never enter scope
    or reason.

    Raises:
        UnknownAct: the act is not in `audit.acts`.
        NotPlain: the scope holds something else, or the reason is longer than 200 characters.
    """
    return write(act, by=by, at=at, subjects=subjects, count=len(subjects), scope=scope, reason=reason)


def write(
    act: str,
    *,
    by: Actor,
    at: datetime,
    subjects: Sequence[UUID],
    count: int,
    scope: Mapping[str, int | str],
    reason: str,
) -> UUID:
    """As `record`, with the number of records touched given by the caller."""
    try:
        known = Act(act)
    except ValueError:
        raise UnknownAct("This act has no line in audit.acts.") from None
    if at.tzinfo is None:
        raise TimeNeedsZone("The log needs a moment with its time zone.")
    row = LogRow(
        at=at,
        act=known.value,
        by_kind=by.kind,
        by_id=by.id,
        subjects=[pseudonym(subject) for subject in subjects] if len(subjects) <= MOST_SUBJECTS else [],
        count=_whole(count),
        scope={_slug(key): _plain(value) for key, value in scope.items()},
        reason=_reason(reason),
    )
    row.save(force_insert=True)
    return row.pk


def _slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        raise NotPlain("The scope of a log row holds whole numbers and short slugs only.")
    return text


def _plain(value: int | str) -> int | str:
    return _slug(value) if isinstance(value, str) else _whole(value)


def _whole(value: int) -> int:
    if type(value) is not int or not 0 <= value <= _LARGEST:
        raise NotPlain("The scope of a log row holds whole numbers and short slugs only.")
    return value


def _reason(text: str) -> str:
    """One line of ordinary text; control characters become spaces, because a log is also read in a terminal."""
    line = " ".join("".join(" " if unicodedata.category(c)[0] == "C" else c for c in text).split())
    if len(line) > LONGEST_REASON:
        raise NotPlain(f"A reason has at most {LONGEST_REASON} characters.")
    return line
