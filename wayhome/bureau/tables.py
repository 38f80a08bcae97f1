"""What a record's page shows in rows: where the person was, wishes, versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from wayhome.bureau import people
from wayhome.registry.queries import PersonView, VersionView, WishView
from wayhome.registry.states import SOURCES_THAT_SET_STATUS


@dataclass(frozen=True, slots=True)
class Table:
    """A caption, headings, rows: as the house's table takes them."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class VersionSheet:
    """One version of an identity. changes: field, before, after; none for the first version."""

    number: int
    written: str
    because: str
    changes: Table | None
    identity: Sequence[people.Row]


def custody(person: PersonView, names: Mapping[str, str]) -> Table | None:
    """Everything anybody said, newest first; None while nobody has said anything."""
    rows = [
        (
            people.happened(event),
            event.place,
            _note(event.source in SOURCES_THAT_SET_STATUS, event.note),
            _by(event, names),
        )
        for event in person.custody
    ]
    return (
        Table(_("Everything that was written down"), [_("What"), _("Where"), _("Note"), _("Written")], rows)
        if rows
        else None
    )


def _note(sure: bool, note: str) -> str:
    return note if sure else " ".join([_("Unconfirmed: it does not say where the person is."), note]).strip()


def _by(written: "people.Written", names: Mapping[str, str]) -> str:
    return f"{names[written.by]}, {people.moment(written.at)}"


def wishes(person: PersonView, names: Mapping[str, str]) -> Table | None:
    """What was answered, newest first; None while nobody has asked."""
    rows = [(wish.purpose.label, _answer(wish), wish.present, _by(wish, names)) for wish in person.wishes]
    return Table(_("Wishes"), [_("About"), _("The answer"), _("Who was present"), _("Written")], rows) if rows else None


def _answer(wish: WishView) -> str:
    said = [str(wish.answer.label)]
    if wish.only_these:
        said.append(": " + ", ".join(wish.only_these.splitlines()))
    if not wish.stands:
        said.append(" (" + _("a later answer stands") + ")")
    elif wish.ask_again is not None:
        said.append(" (" + _("ask again on %(day)s") % {"day": formats.date_format(wish.ask_again, "j E Y")} + ")")
    return "".join(said)


def versions(found: Sequence[VersionView], names: Mapping[str, str]) -> list[VersionSheet]:
    """How the record came to be, newest first, each version with what it changed."""
    before = [*found[1:], None]
    return [_sheet(one, older, names) for one, older in zip(found, before, strict=True)]


def _sheet(version: VersionView, before: VersionView | None, names: Mapping[str, str]) -> VersionSheet:
    return VersionSheet(
        number=version.version,
        written=f"{version.why.label} — {_by(version, names)}",
        because=version.because,
        changes=changes(people.what_changes(before.identity, version.identity)) if before else None,
        identity=people.identity_rows(version.identity),
    )


def changes(rows: Sequence[tuple[str, str, str]]) -> Table:
    """Field, before, after; an empty side says so in words."""
    shown = [(field, before or _("empty"), after or _("empty")) for field, before, after in rows]
    return Table(_("What changes"), [_("Field"), _("Before"), _("After")], shown)
