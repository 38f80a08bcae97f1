"""People as pages show them: plain sentences made from what the registry opened. Nothing here opens a record."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from wayhome.bureau.dates import date_in_words, day_in_words, iso_in_words, moment_in_words
from wayhome.matching import NotADate, PartialDate
from wayhome.protection.models import Officer
from wayhome.registry.identity import Identity, Sex, WrittenName
from wayhome.registry.queries import CustodyView, PersonView


class Written(Protocol):
    """Whatever says who wrote it and when."""

    @property
    def by(self) -> str: ...
    @property
    def at(self) -> datetime: ...


Row = tuple[object, object]
_ONLY_A_DATE = re.compile(r"[\d\s./-]+|\d{1,2}\s+[^\W\d_]+\s+\d{4}|[^\W\d_]+\s+\d{4}")


def shown_name(identity: Identity) -> str:
    """The spelling to show first."""
    return identity.names[0].shown() if identity.names else _("name not available")


def other_spellings(identity: Identity) -> list[str]:
    """Further spellings and names he also goes by, each once."""
    first = shown_name(identity)
    return list(dict.fromkeys(shown for name in identity.names[1:] if (shown := name.shown()) and shown != first))


def identity_rows(identity: Identity) -> list[Row]:
    """The identity set of Art. 122(4), every line of it: what is missing is said, not left out."""
    name = identity.names[0] if identity.names else WrittenName()
    return [
        *_name_rows(name, identity),
        (_("Birth date"), birth_date(identity)),
        (_("Place of birth"), identity.birth_place),
        (_("Sex"), {Sex.MALE: _("man"), Sex.FEMALE: _("woman"), None: ""}[identity.sex]),
        (_("Father’s first name"), identity.father_given_name),
        (_("Mother’s maiden name"), identity.mother_maiden_name),
        (_("Power on which he depends"), identity.power_of_origin),
        (_("Rank"), identity.rank),
        (_("Service number"), identity.service_number),
        (_("Unit"), identity.unit),
        (_("Home address"), identity.home_address),
        (_("Next of kin"), identity.next_of_kin),
        (_("Whom to tell"), identity.person_to_inform),
        (_("Where letters may be sent"), identity.mail_address),
    ]


def _name_rows(name: WrittenName, identity: Identity) -> list[Row]:
    rows: list[Row] = [(_("Whole name"), name.line)] if name.line else []
    if name.family or name.given or name.patronymic:
        rows += [(_("Surname"), name.family), (_("First names"), name.given), (_("Patronymic"), name.patronymic)]
    return [*rows, (_("Also written"), "; ".join(other_spellings(identity)))]


def birth_date(identity: Identity) -> str:
    """The date in words; with the paper's own words beside it where they say more, or could not be read."""
    read, written = date_in_words(identity.birth_date), identity.birth_date_as_written
    if not written or _says_only(written, identity.birth_date):
        return read
    as_paper = _("written: %(words)s") % {"words": written}
    return f"{read} ({as_paper})" if read else as_paper


def _says_only(written: str, date: PartialDate | None) -> bool:
    """Whether the paper's words are this date and nothing more, such as "about"."""
    try:
        return bool(_ONLY_A_DATE.fullmatch(written)) and PartialDate.parse(written) == date
    except NotADate:
        return False


def what_changes(before: Identity, after: Identity) -> list[tuple[str, str, str]]:
    """Field, what stands now, what would stand: only where they differ."""
    old, new = dict(identity_rows(before)), dict(identity_rows(after))
    fields = dict.fromkeys([*old, *new])
    return [
        (str(field), str(old.get(field, "")), str(new.get(field, "")))
        for field in fields
        if old.get(field, "") != new.get(field, "")
    ]


def custody_now(person: PersonView) -> str:
    """Where the person is, who says so and of which day. Unconfirmed information alone never becomes a status."""
    if person.status is None:
        return _("Not confirmed by any source yet.")
    return happened(person.status)


def happened(event: CustodyView) -> str:
    """For example "held — our own record, 3 May 2026"; without a day of its own, the day it was written down."""
    what = {"status": event.status.label, "source": event.source.label}
    if event.on_date:
        return _("%(status)s — %(source)s, %(day)s") % {**what, "day": iso_in_words(event.on_date)}
    written = day_in_words(event.at)
    return _("%(status)s — %(source)s, day not known, written down on %(written)s") % {**what, "written": written}


def moment(at: datetime) -> str:
    """A moment with its zone, for tables."""
    return f"{moment_in_words(at)} UTC"


def names_behind(actors: Iterable[str]) -> dict[str, str]:
    """Who stands behind "officer:…" and "process:…": the colleague's name, or what the process does."""
    asked = set(actors)
    ids = {UUID(one.partition(":")[2]) for one in asked if one.startswith("officer:")}
    officers = {f"officer:{officer.id}": officer.display_name for officer in Officer.objects.filter(id__in=ids)}
    return {one: officers.get(one) or _process(one.partition(":")[2]) for one in asked}


def _process(name: str) -> str:
    known = {
        "matcher": _("the search (a machine)"),
        "importer": _("the import (a machine)"),
        "worker": _("the worker (a machine)"),
        "courier": _("the courier (a machine)"),
        "matching": _("the search (a machine)"),
        "letters": _("the clock of letters (a machine)"),
        "demo": _("the demonstration (invented)"),
    }
    return known.get(name, name)
