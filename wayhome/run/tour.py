"""One invented question along the whole path, each value printed as it passes. Nothing of it stays on the machine.

The tour is real: its own database, a list imported as any list is, the matcher process, the log. It is the shortest
answer to "where am I?" for whoever reads this code, and it runs with every change.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wayhome.run import tour_line

if TYPE_CHECKING:
    from wayhome.matching import PersonRecord

# As a Russian-speaking relative might say it, of a man whose papers are Ukrainian: declined, and half a birth date.
QUESTION = "ищу Выгаданенко Данилу Олеговича"
BORN = "март 2003"


def main() -> None:
    """Walk the path; ends with an exception if any step does not hold."""
    with _house_for_an_hour():
        from wayhome.run.connected import bureau

        click.echo(f"\nA caseworker hears: «{QUESTION}», born «{BORN}».\n")
        question = _read()
        with bureau(settings="worker", matcher=True) as (home, addresses):
            _bring_in()
            _find_and_open(question)
            tour_line.walk(home, addresses, _step, _show)
            _verify()
        click.echo("\nNothing of this stays: the tour's folder and its database are gone.\n")


@contextmanager
def _house_for_an_hour() -> Iterator[None]:
    """A state folder and a database of the tour's own.

    Whatever names a real bureau is forgotten first: with the addresses of its databases in the environment, the tour
    would bring invented people into it.
    """
    folder = Path(tempfile.mkdtemp(prefix="wayhome-tour-"))
    folder.chmod(0o711)  # the database may run as another user, who passes through and reads nothing
    before = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("WAYHOME_")}
    os.environ["WAYHOME_HOME"] = str(folder)
    (folder / "demo-bureau").touch()
    try:
        yield
    finally:
        for name in [name for name in os.environ if name.startswith("WAYHOME_")]:
            del os.environ[name]
        os.environ.update(before)
        shutil.rmtree(folder, ignore_errors=True)


def _step(number: int, room: str, what: str) -> None:
    click.echo(click.style(f"{number}. {room}", bold=True) + f" — {what}")


def _show(text: str) -> None:
    click.echo(f"     {text}")


def _read() -> "PersonRecord":
    from wayhome.matching import PartialDate, PersonRecord
    from wayhome.names import read_name

    _step(1, "names", "the line becomes readings of who is who in it")
    for reading in read_name(QUESTION):
        family = " / ".join("|".join(part.skeletons) for part in reading.family)
        given = " / ".join(", ".join(sorted(part.classes)) or "|".join(part.skeletons) for part in reading.given)
        patronymic = ", ".join(sorted(reading.patronymic.classes)) if reading.patronymic else "none"
        _show(f"surname {family} · first name {given} · patronymic {patronymic} · doubt {reading.doubt:.1f} bits")
    question = PersonRecord(name=QUESTION, birth_date=PartialDate.parse(BORN))
    _step(2, "matching", "name and date become the keys worth looking under")
    from wayhome.matching.keys import keys_to_ask
    from wayhome.matching.prepared import prepare

    _show(f"{len(keys_to_ask(prepare(question)))} keys")
    return question


def _bring_in() -> None:
    from wayhome.registry.models import PersonHeld, PersonVersion
    from wayhome.run import demo

    _step(3, "registry", "a list of invented people comes in: rows, people, one sealed record each")
    demo.load()
    sealed = bytes(PersonVersion.objects.order_by("id").values_list("sealed", flat=True)[0])
    _show(f"{PersonHeld.objects.count()} people; a record at rest looks like this: {sealed[:24].hex()}…")


def _find_and_open(question: "PersonRecord") -> None:
    from django.utils import timezone

    from wayhome import audit
    from wayhome.audit import Actor
    from wayhome.protection.models import Officer
    from wayhome.registry import finding, queries

    _step(4, "matcher", "the keys find candidates, the evidence weighs them")
    found = finding.ask(question, limit=3, at_least=queries.last_change())
    if not found.candidates:
        raise SystemExit("The tour lost its way: nobody was found.")
    for candidate in found.candidates:
        comparison = candidate.comparison
        _show(f"{comparison.certain}: {comparison.bits:+.1f} bits, probability {comparison.probability:.3f}")
    _show(found.advice["en"])

    _step(5, "registry", "the best one is opened; the log says so first")
    iryna = Officer.objects.get(login="iryna", is_demo=True)
    best = found.candidates[0]
    person = queries.open_person(best.person_id, by=Actor.officer(iryna.id), at=timezone.now(), reason="tour")
    _show(f"{person.reference}: {person.identity.names[0].shown()}, {person.identity.birth_place}")
    for language in ("uk", "ru", "en"):
        _step(6, "evidence", f"in words ({language})")
        for sentence in best.comparison.sentences(language):
            _show(f"· {sentence}")

    _step(7, "audit", "what the log says of him")
    for entry in audit.log_of(best.person_id, 3):
        _show(f"{entry.at:%H:%M:%S} {entry.act}")


def _verify() -> None:
    from django.utils import timezone

    from wayhome import audit

    _step(15, "audit", "the log is sealed, signed and verified")
    sealed = audit.seal_pending(timezone.now())
    checkpoint = audit.sign_checkpoint(timezone.now())
    verdict = audit.verify([checkpoint] if checkpoint else [])
    _show(f"{sealed} rows sealed; nothing altered: {verdict.is_sound}")
