"""`wayhome import` and `wayhome find`: people come in from lists, and are asked for on standard input."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from wayhome.run.commands.officer_option import active_officer, as_officer

if TYPE_CHECKING:
    from wayhome.matching import Comparison
    from wayhome.registry.finding import Found
    from wayhome.registry.importing.run import ImportResult, Preview, Progress
    from wayhome.registry.queries import PersonView

SHOWN = 10


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@as_officer
@click.option("--source", "label", default="", help="Whose list this is, in words of the bureau's own.")
@click.option("--map", "mapping", default="", metavar="HEADING=FIELD,…", help="Say what a column is.")
@click.option("--sheet", help="Which sheet of a workbook; the first if not said.")
@click.option("--dry-run", is_flag=True, help="Look the list over and write nothing.")
def import_list(file: Path, login: str, label: str, mapping: str, sheet: str | None, dry_run: bool) -> None:
    """Bring the people of a list (CSV, XLSX, JSON) into the register. Importing a list again changes nothing."""
    from wayhome.run.connected import bureau

    with bureau(settings="bureau"):
        from django.utils import timezone, translation

        from wayhome.protection.roles import Permission, check_may
        from wayhome.registry.importing import run

        officer = active_officer(login)
        check_may(officer, Permission.IMPORT_LISTS)
        with translation.override(officer.language), _opened(file) as listed, _Bar() as bar:
            at = timezone.now()
            if dry_run:
                looked_over = run.preview(listed, at=at, mapping=mapping, sheet=sheet, show=0, progress=bar.show)
                bar.close()
                _say_preview(looked_over)
                return
            result = run.import_list(
                listed,
                label=label or _unnamed(file),
                by=officer,
                at=at,
                mapping=mapping,
                sheet=sheet,
                progress=bar.show,
            )
        _say_result(result)


def _opened(file: Path) -> BinaryIO:
    from wayhome.registry.importing.errors import Trouble, UnreadableFile

    try:
        return file.open("rb")
    except OSError:
        raise UnreadableFile(Trouble.ABSENT) from None


def _unnamed(file: Path) -> str:
    """A label for a list nobody named: equal for equal file names, and silent about them, for they may name a man."""
    from wayhome.protection import keyring

    return "list " + keyring.keyed_hash("list-label", file.name.encode()).hex()[:8]


class _Bar:
    """One line on a terminal that shows how far an import has come; silent when nobody watches (a pipe, a log)."""

    def __init__(self) -> None:
        self._watched = sys.stderr.isatty()

    def __enter__(self) -> "_Bar":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def show(self, progress: "Progress") -> None:
        if not self._watched:
            return
        share = f" of {progress.total:,} ({progress.rows / progress.total:.0%})" if progress.total else ""
        click.echo(f"\r\x1b[K{progress.state.label}: {progress.rows:,} rows{share}", err=True, nl=False)

    def close(self) -> None:
        if self._watched:
            click.echo("\r\x1b[K", err=True, nl=False)


def _say_preview(looked_over: "Preview") -> None:
    click.echo(f"{looked_over.people:,} people could be read, {looked_over.refused:,} rows not. Nothing was written.")
    for column in looked_over.layout.columns:
        taken_for = column.field.value if column.field else "kept as found"
        click.echo(f"  column {column.index + 1}: {taken_for}")
    for reason, count in sorted(looked_over.reasons.items()):
        click.echo(f"  {reason.value}: {count:,}")


def _say_result(result: "ImportResult") -> None:
    rows = result.imported + result.already_known + result.refused
    click.echo(
        f"{result.imported:,} people imported, {result.already_known:,} already known, {result.refused:,} rows refused,"
        f" {result.notes:,} remarks; {rows / max(result.seconds, 0.001):,.0f} rows a second."
    )
    if result.report is not None:
        click.echo(f"Row, column and reason of every remark: {result.report}")


@click.command()
@as_officer
@click.option("--lang", type=click.Choice(["uk", "ru", "en"]), help="Language of the evidence; yours if not said.")
@click.option("--limit", type=click.IntRange(1, 50), default=SHOWN, show_default=True)
def find(login: str, lang: str | None, limit: int) -> None:
    """Ask for a person. The question comes from standard input, so that no name enters the shell's history.

    \b
    One line is the name. More can be said in lines with a label:
        name: Вигаданенко Данило
        born: 2003
        place: Вигадівка
    """
    from wayhome.run.connected import bureau
    from wayhome.run.questions import read_question

    if sys.stdin.isatty():
        click.echo("Whom are You looking for? End with an empty line.", err=True)
    question = read_question(_typed())
    with bureau(settings="bureau", matcher=True):
        from django.utils import timezone, translation

        from wayhome.audit import Actor
        from wayhome.protection.roles import Permission, check_may
        from wayhome.registry import finding, queries

        officer = active_officer(login)
        check_may(officer, Permission.FIND_PEOPLE)
        language = lang or officer.language
        with translation.override(language):
            found = finding.ask(question, limit=limit, at_least=queries.last_change())
            people = queries.open_people(
                [candidate.person_id for candidate in found.candidates],
                by=Actor.officer(officer.id),
                at=timezone.now(),
                reason="search",
            )
            _say_found(found, {person.id: person for person in people}, language)


def _typed() -> str:
    """Until the end of input, or an empty line when a person types."""
    if not sys.stdin.isatty():
        return sys.stdin.read(64 * 1024)
    lines: list[str] = []
    for line in sys.stdin:
        if not line.strip():
            break
        lines.append(line)
    return "".join(lines)


def _say_found(found: "Found", people: "dict[object, PersonView]", language: str) -> None:
    if not found.caught_up:
        click.echo("The search is still reading the newest changes; ask again in a moment.", err=True)
    for place, candidate in enumerate(found.candidates, start=1):
        if candidate.person_id in people:
            _say_candidate(place, people[candidate.person_id], candidate.comparison, language)
    if not found.candidates:
        click.echo(
            f"Among {found.people:,} people nobody fits this question. This says nothing about what has happened."
        )
    elif found.fits > len(found.candidates):
        click.echo(f"{found.fits:,} people fit about as well.")
    if advice := found.advice.get(language):
        click.echo(advice)


def _say_candidate(place: int, person: "PersonView", comparison: "Comparison", language: str) -> None:
    from wayhome.bureau import evidence
    from wayhome.bureau.people import birth_date, shown_name

    identity = person.identity
    about = "; ".join(text for text in (str(birth_date(identity)), identity.birth_place) if text)
    click.echo(f"{place}. {shown_name(identity)}" + (f" ({about})" if about else "") + f"  {person.reference}")
    click.echo(f"   {evidence.CERTAIN_WORDS[comparison.certain]}, {comparison.bits:+.1f} bits")
    if comparison.certain != "weak":
        for sentence in comparison.sentences(language):
            click.echo(f"   · {sentence}")
