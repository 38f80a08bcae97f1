"""Registers invented people one after another and notes each one that was acknowledged, until it is ended.

Run beside a live bureau: `python -m tests.journeys.writer ACKNOWLEDGED`. A database that is away is waited for.
"""

import itertools
import os
import sys
import time
from pathlib import Path

from wayhome.run.connected import bureau


def main(acknowledged: Path) -> None:
    with bureau(settings="bureau"), acknowledged.open("a") as notes:
        from django.db import Error, connection
        from django.utils import timezone

        from wayhome.matching import PartialDate
        from wayhome.protection.models import Officer
        from wayhome.registry import actions
        from wayhome.registry.identity import Identity, WrittenName

        officer = Officer.objects.get(login="sergei", is_demo=True)
        for number in itertools.count(1):
            who = Identity(
                names=(WrittenName(family=f"Записаненко{number}", given="Приклад"),), birth_date=PartialDate(1990)
            )
            try:
                person = actions.register_person(who, by=officer, at=timezone.now())
            except Error:
                connection.close()
                time.sleep(0.05)
                continue
            notes.write(f"{person.id}\n")
            notes.flush()
            os.fsync(notes.fileno())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
