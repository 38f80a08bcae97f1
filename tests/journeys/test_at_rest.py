"""What a thief finds: dumps, WAL, data files, logs, reports and job tables, searched for 200 planted values."""

import base64
import csv
import json
import random
from collections.abc import Iterator

import pytest

from tests.journeys.thief import content, dump, files, invented_word, sightings
from tests.live import LiveBureau, live_bureau, until

chance = random.Random(77)

PEOPLE = [
    {
        "Прізвище": invented_word(chance, 5) + "ненко",
        "Ім'я": invented_word(chance, 4),
        "По батькові": invented_word(chance, 4) + "ович",
        "Дата народження": f"{1 + number % 28:02}.05.19{70 + number % 30}",
        "Особистий номер": f"ПЛ-{chance.randrange(10**8):08}",
        "Кому повідомити": f"+3800{chance.randrange(10**8):08}",
    }
    for number in range(40)
]
PLANTED = [
    value for person in PEOPLE for heading, value in person.items() if heading != "Дата народження"
]  # 40 × 5 = 200 names, numbers and phones


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveBureau]:
    """A live bureau in which the planted people were imported, partly refused, asked for, corrected and looked at."""
    roll = tmp_path_factory.mktemp("planted") / "roll.csv"
    with roll.open("w", newline="", encoding="utf-8") as file:
        rows = csv.DictWriter(file, fieldnames=list(PEOPLE[0]))
        rows.writeheader()
        rows.writerows(PEOPLE)
        rows.writerow(
            {"Особистий номер": PEOPLE[0]["Особистий номер"], "Кому повідомити": PEOPLE[0]["Кому повідомити"]}
        )
        rows.writerow({**PEOPLE[1], "Дата народження": "31.02.1999"})
    with live_bureau() as live:
        done = live.command("import", str(roll), "--as", "marek", "--source", "Підсаджені")
        assert done.returncode == 0, done.stderr
        for person in PEOPLE[:4]:
            asked = live.command(
                "find", "--as", "iryna", typed=f"name: {person['Прізвище']} {person['Ім' + chr(39) + 'я']}\n"
            )
            assert person["Прізвище"] in asked.stdout, asked.stderr
        bad = live.command("find", "--as", "iryna", typed=f"born: {PEOPLE[3]['Прізвище']}\n")
        assert bad.returncode != 0
        yield live


def test_dumps_hold_none_of_the_planted_values(used: LiveBureau) -> None:
    """Both databases, job tables and sessions included, as plain SQL."""
    text = dump(used, "wayhome_bureau")
    assert b"registry_personversion" in text
    assert b"procrastinate_jobs" in text
    assert sightings(text, PLANTED) == 0
    assert sightings(dump(used, "wayhome_portal"), PLANTED) == 0


def test_files_hold_none_of_the_planted_values(used: LiveBureau) -> None:
    """Data files, WAL, server log, our logs, reports, keys and run files: everything the state folder has."""
    found = files(used)
    assert any("pg_wal" in path.parts for path in found)
    assert any("logs" in path.parts for path in found)
    assert any("reports" in path.parts for path in found)
    seen = {path.relative_to(used.home).as_posix(): sightings(content(path), PLANTED) for path in found}
    assert {name: count for name, count in seen.items() if count} == {}


def test_the_search_itself_can_see(used: LiveBureau) -> None:
    """A value written in clear, even in another dress, is found: the two tests above are able to fail."""
    with used.sql() as sql:
        sql.execute("CREATE TABLE careless (what text)")
        sql.execute("INSERT INTO careless VALUES (%s)", [PLANTED[0]])
        sql.execute("CHECKPOINT")
        written = b"".join(
            path.read_bytes() for path in (used.home / "pg" / "data" / "base").rglob("*") if path.is_file()
        )
        sql.execute("DROP TABLE careless")
    assert sightings(written, PLANTED[:1]) == 1
    assert sightings(base64.b64encode(f'{{"name": "{PLANTED[4]}"}}'.encode()), [PLANTED[4]]) == 1
    assert sightings(json.dumps(PLANTED[7]).encode(), [PLANTED[7]]) == 1


def test_every_planted_person_shown_is_in_the_log(used: LiveBureau) -> None:
    """Four questions showed people; the log has a row for each showing, and holds no name."""
    with used.sql() as sql:
        (shown,) = sql.execute("SELECT count(*) FROM audit_logrow WHERE act = 'people_opened'").fetchone() or (0,)
    assert int(str(shown)) >= 4


def test_one_changed_log_row_is_found(used: LiveBureau) -> None:
    """Whoever owns the database can change a row; `wayhome audit verify` says which one."""

    def sealed() -> bool:
        with used.sql() as sql:
            row = sql.execute("SELECT count(*) FROM audit_pendingrow").fetchone()
        return row == (0,)

    until(sealed, "the sealer to take in every row")
    assert used.command("audit", "verify").returncode == 0
    with used.sql() as sql:
        sql.execute("SET session_replication_role = replica")
        changed = sql.execute(
            "UPDATE audit_logrow SET reason = 'x' FROM audit_sealrow WHERE audit_logrow.id = row_id AND number ="
            " (SELECT min(number) FROM audit_logrow WHERE act = 'people_opened') RETURNING position"
        ).fetchone()
    assert changed is not None
    verdict = used.command("audit", "verify")
    assert verdict.returncode != 0
    assert f"row_changed at {changed[0]}:" in verdict.stdout
