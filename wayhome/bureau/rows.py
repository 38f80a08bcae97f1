"""What a record's page lists as pairs of "what" and "how": where the person was, wishes, changes, who looked.

Pairs and not wide tables: on a phone a pair stands one under the other, and nothing slides out of sight.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wayhome.audit import LogEntry
from wayhome.bureau import people, reasons
from wayhome.bureau.dates import day_in_words
from wayhome.bureau.people import Row
from wayhome.registry.queries import CustodyView, PersonView, VersionView, WishView
from wayhome.registry.states import SOURCES_THAT_SET_STATUS

Change = tuple[str, str, str]  # field, before, after


@dataclass(frozen=True, slots=True)
class VersionSheet:
    """One version of an identity. changes: what it changed; empty for the first version."""

    number: int
    written: str
    because: str
    changes: Sequence[Row]
    identity: Sequence[Row]


def custody(person: PersonView, names: Mapping[str, str]) -> list[Row]:
    """Everything anybody said about where the person is, newest first."""
    return [(people.happened(event), _lines(*_said(event), written(event, names))) for event in person.custody]


def _said(event: CustodyView) -> Iterable[str]:
    if event.source not in SOURCES_THAT_SET_STATUS:
        yield _("Unconfirmed: it does not say where the person is.")
    yield event.place
    yield event.note


def wishes(person: PersonView, names: Mapping[str, str]) -> list[Row]:
    """What was answered, newest first."""
    return [(wish.purpose.label, _lines(*_answer(wish), written(wish, names))) for wish in person.wishes]


def _answer(wish: WishView) -> Iterable[str]:
    yield str(wish.answer.label).capitalize()
    yield ", ".join(wish.only_these.splitlines())
    if not wish.stands:
        yield _("A later answer stands.")
    elif wish.ask_again is not None:
        yield _("Ask again on %(day)s.") % {"day": day_in_words(wish.ask_again)}
    if wish.present:
        yield _("Present: %(who)s") % {"who": wish.present}


def versions(found: Sequence[VersionView], names: Mapping[str, str]) -> list[VersionSheet]:
    """How the record came to be, newest first, each version with what it changed."""
    before = [*found[1:], None]
    return [_sheet(one, older, names) for one, older in zip(found, before, strict=True)]


def _sheet(version: VersionView, before: VersionView | None, names: Mapping[str, str]) -> VersionSheet:
    return VersionSheet(
        number=version.version,
        written=f"{version.why.label} — {written(version, names)}",
        because=version.because,
        changes=changes(people.what_changes(before.identity, version.identity)) if before else [],
        identity=people.identity_rows(version.identity),
    )


def changes(changed: Iterable[Change]) -> list[Row]:
    """Field by field what stood and what comes; an empty side says so in words."""
    return [
        (
            field,
            _lines(
                _("before: %(words)s") % {"words": before or _("empty")},
                _("after: %(words)s") % {"words": after or _("empty")},
            ),
        )
        for field, before, after in changed
    ]


def log(entries: Sequence[LogEntry]) -> list[Row]:
    """Who looked at the record or wrote in it, when, and the reason they gave."""
    names = people.names_behind(_behind(entry) for entry in entries)
    return [
        (people.moment(entry.at), _lines(names[_behind(entry)], entry.sentence, reasons.in_words(entry.reason)))
        for entry in entries
    ]


def _behind(entry: LogEntry) -> str:
    return f"{entry.by_kind}:{entry.by_id}"


def written(one: people.Written, names: Mapping[str, str]) -> str:
    """Who wrote it down, and when."""
    return _("%(who)s, %(moment)s") % {"who": names[one.by], "moment": people.moment(one.at)}


def _lines(*lines: str) -> SafeString:
    return format_html_join("\n", "{}<br>", ((line,) for line in lines if line))
