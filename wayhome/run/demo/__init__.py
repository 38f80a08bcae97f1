"""An invented bureau: invented officers, and invented people with names that say so. Filled once, in demo mode only."""

from datetime import datetime
from pathlib import Path

from django.utils import timezone

LIST = Path(__file__).with_name("people.csv")
LABEL = "Вигаданий список · invented people"


def load() -> None:
    """Fill the demo bureau. A bureau that is filled already is left as it is.

    Raises:
        ImproperlyConfigured: outside demo mode; the invented officers refuse to exist there.
    """
    from wayhome.protection import demo
    from wayhome.registry.importing.run import import_list
    from wayhome.registry.models import ImportRun
    from wayhome.registry.states import RunState

    at = timezone.now()
    officers = {officer.login: officer for officer in demo.ensure_personas(at)}
    if ImportRun.objects.filter(source__label=LABEL, state=RunState.DONE).exists():
        return
    with LIST.open("rb") as people:
        import_list(people, label=LABEL, by=officers["marek"], at=at)
    _tell_of_some(at)


def _tell_of_some(at: datetime) -> None:
    """Where a few of them stand, and what a few of them wish: so that the pages have something to show."""
    from wayhome.matching import PartialDate
    from wayhome.protection.models import Officer
    from wayhome.registry import actions
    from wayhome.registry.models import SourceRow
    from wayhome.registry.states import Answer, Custody, Purpose, Source

    reception = Officer.objects.get(login="sergei", is_demo=True)
    rows = SourceRow.objects.filter(source__label=LABEL).order_by("row_mac")[:24]
    answers = (Answer.YES, Answer.NOT_NOW, Answer.YES, Answer.NO)
    for number, row in enumerate(rows):
        actions.record_custody(
            row.person_id,
            Custody.HELD,
            source=Source.OWN_RECORD if number % 3 else Source.DETAINING_POWER,
            on_date=PartialDate(2026, 5, 3 + number % 20),
            by=reception,
            at=at,
        )
        actions.record_wish(
            row.person_id,
            Purpose.TELL_FAMILY,
            answers[number % len(answers)],
            language="uk",
            present="",
            by=reception,
            at=at,
        )
