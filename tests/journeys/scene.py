"""Invented people held by a live bureau, with what they wish: registered by the real actions in a process of its own.

`held(live, person)` from a test; `python -m tests.journeys.scene` does the work, the person in JSON on standard input.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from uuid import UUID

from tests.live import PROJECT, LiveBureau
from wayhome.run.connected import bureau


@dataclass(frozen=True)
class Held:
    """A man in care by our own record. born: ISO, perhaps partly.

    wishes: purpose → answer, as the slugs say; "only_these: …" names whom he means, one on each line. place: where.
    """

    family: str
    given: str
    patronymic: str = ""
    born: str = ""
    wishes: Mapping[str, str] = field(default_factory=dict)
    place: str = ""


def held(live: LiveBureau, person: Held) -> UUID:
    """Register him beside the running bureau; his id."""
    return UUID(_play(live, asdict(person)))


def wish(live: LiveBureau, person: UUID, **answers: str) -> None:
    """He answers anew."""
    _play(live, {"person": str(person), "wishes": answers})


def _play(live: LiveBureau, scene: Mapping[str, object]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.scene"],
        cwd=PROJECT,
        env=live.environment,
        input=json.dumps(scene),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def main() -> None:
    scene = json.load(sys.stdin)
    with bureau(settings="bureau"):
        from django.utils import timezone

        from wayhome.matching import PartialDate
        from wayhome.protection.models import Officer
        from wayhome.registry import actions
        from wayhome.registry.identity import Identity, WrittenName
        from wayhome.registry.states import Answer, Custody, Purpose, Source

        reception, at = Officer.objects.get(login="sergei", is_demo=True), timezone.now()
        if "person" in scene:
            person_id = UUID(scene["person"])
        else:
            name = WrittenName(family=scene["family"], given=scene["given"], patronymic=scene["patronymic"])
            born = PartialDate.parse(scene["born"]) if scene["born"] else None
            person_id = actions.register_person(Identity(names=(name,), birth_date=born), by=reception, at=at).id
            today = PartialDate(at.year, at.month, at.day)
            where = {"source": Source.OWN_RECORD, "on_date": today, "place": scene["place"]}
            actions.record_custody(person_id, Custody.HELD, **where, by=reception, at=at)
        for purpose, words in scene["wishes"].items():
            answer, _, whom = words.partition(": ")
            said = {"only_these": whom, "language": "uk", "present": ""}
            actions.record_wish(person_id, Purpose(purpose), Answer(answer), **said, by=reception, at=at)
        print(person_id)


if __name__ == "__main__":
    main()
