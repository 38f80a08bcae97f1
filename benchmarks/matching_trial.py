"""Ask a list for people who are in it, as families would; and for people who are not.

    python -m benchmarks.matching_trial LIST.csv [LIST.csv …] [--people 40] [--absent 300] [--seed 1] [--show]

All lists go into one index. For each difficulty, a question is derived mechanically from a row (fixed seed), and we
count how often the right person is first, is among ten, and how often an answer called `confident` is right or wrong.
People asked for as absent are taken out of the index first; brothers and namesakes of people in it are invented.
No row is printed, unless `--show` asks for the questions that failed (for the eyes of whoever holds the list).
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.matching_spellings import cyrillic, declined, latin, slipped, ukrainian
from wayhome.matching import Index, NotADate, PartialDate, PersonRecord, SearchResult
from wayhome.matching.place_words import place_words

_NAME = ("ФИО", "Name")
_DATE = ("Род.", "DateOfBirth")
_PLACE = ("Место рождения (как записано)", "PlaceOfBirth")
_NUMBER = ("ServiceNumber",)


@dataclass(frozen=True)
class Person:
    """One row, with its name taken apart in the plainest way: this is the trial's own knowledge, not the reader's."""

    id: str
    record: PersonRecord
    family: str
    given: str
    patronymic: str
    cyrillic: bool

    @property
    def woman(self) -> bool:
        return self.patronymic.endswith(("на", "чна"))


def people_of(path: Path) -> Iterator[Person]:
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            name, born, place, number = (_first(row, columns) for columns in (_NAME, _DATE, _PLACE, _NUMBER))
            try:
                date = PartialDate.parse(born)
            except NotADate:
                date = None
            record = PersonRecord(name=name, birth_date=date, place=place, service_number=number)
            family, comma, rest = name.partition(",")
            words = name.split()
            if comma:
                parts = (family.strip().title(), rest.strip().title(), "")
            else:
                parts = (words[0], words[1] if len(words) > 1 else "", words[2] if len(words) == 3 else "")
            yield Person(f"{path.stem}:{line}", record, *parts, cyrillic=not comma)


def _first(row: dict[str, str], columns: tuple[str, ...]) -> str:
    return next((row[column] for column in columns if column in row), "")


Ask = Callable[[Person, random.Random], PersonRecord | None]


def _year(person: Person) -> PartialDate | None:
    born = person.record.birth_date
    return PartialDate(born.year) if born else None


def _spelled(person: Person) -> str:
    """The name in the other script."""
    if person.cyrillic:
        return latin(f"{person.family} {person.given} {person.patronymic}".strip())
    return f"{cyrillic(person.family)} {cyrillic(person.given)}"


def _place_word(person: Person) -> str:
    words = [word.written for word in place_words(person.record.place)]
    return words[-1] if person.cyrillic and words else words[0] if words else ""


def _other_script(person: Person, rng: random.Random) -> PersonRecord:
    return PersonRecord(name=_spelled(person), birth_date=_year(person))


def _folk_latin(person: Person, rng: random.Random) -> PersonRecord | None:
    if not person.cyrillic:
        return None
    return PersonRecord(name=latin(f"{person.given} {person.family}", folk=True), birth_date=_year(person))


def _ukrainian(person: Person, rng: random.Random) -> PersonRecord | None:
    if not person.cyrillic:
        return None
    return PersonRecord(name=ukrainian(person.family, person.given, person.patronymic), birth_date=_year(person))


def _declined(person: Person, rng: random.Random) -> PersonRecord:
    if person.cyrillic:
        words = [person.family, person.given, person.patronymic]
    else:
        words = [*cyrillic(person.family).split(), *cyrillic(person.given).split()]
    return PersonRecord(name=" ".join(declined(w, woman=person.woman) for w in words if w), birth_date=_year(person))


def _slip(person: Person, rng: random.Random) -> PersonRecord:
    return PersonRecord(
        name=f"{slipped(person.family, rng)} {person.given} {person.patronymic}".strip()
        if person.cyrillic
        else f"{slipped(person.family, rng)}, {person.given}",
        birth_date=_year(person),
    )


def _initials(person: Person, rng: random.Random) -> PersonRecord:
    letters = [word[0] + "." for word in [*person.given.split(), *person.patronymic.split()]]
    return PersonRecord(
        name=f"{person.family} {' '.join(letters)}", birth_date=_year(person), place=_place_word(person)
    )


def _only_year(person: Person, rng: random.Random) -> PersonRecord:
    return PersonRecord(name=" ".join([person.family, *person.given.split()[:1]]), birth_date=_year(person))


def _place_and_given(person: Person, rng: random.Random) -> PersonRecord | None:
    if not person.given or not _place_word(person):
        return None
    return PersonRecord(given=person.given.split()[0], place=person.record.place)


def _swapped_parts(person: Person, rng: random.Random) -> PersonRecord:
    words = [person.given, person.patronymic, person.family]
    return PersonRecord(name=" ".join(word for word in words if word), birth_date=_year(person))


def _wrong_columns(person: Person, rng: random.Random) -> PersonRecord:
    return PersonRecord(family=person.given, given=person.family, birth_date=person.record.birth_date)


def _year_off(person: Person, rng: random.Random) -> PersonRecord | None:
    born = person.record.birth_date
    if born is None or born.year is None:
        return None
    year = PartialDate(born.year + rng.choice((-1, 1)))
    return PersonRecord(name=_spelled(person), birth_date=year, place=_place_word(person))


def _slip_and_other_script(person: Person, rng: random.Random) -> PersonRecord | None:
    first, *rest = _spelled(person).split() or [""]
    if not first:
        return None
    return PersonRecord(name=" ".join([slipped(first, rng), *rest]), birth_date=_year(person))


def _declined_initials_place(person: Person, rng: random.Random) -> PersonRecord | None:
    if not person.cyrillic or not person.given:
        return None
    initials = f"{person.given[0]}. {person.patronymic[:1]}."
    family = declined(person.family, woman=person.woman)
    return PersonRecord(name=f"{family} {initials}", place=_place_word(person), birth_date=_year(person))


DIFFICULTIES: dict[str, Ask] = {
    "other script, year": _other_script,
    "folk Latin, swapped, year": _folk_latin,
    "Ukrainian form, year": _ukrainian,
    "declined, year": _declined,
    "one slip, year": _slip,
    "initials, year, place": _initials,
    "no patronymic, year": _only_year,
    "place and given name only": _place_and_given,
    "order swapped, year": _swapped_parts,
    "columns swapped, date": _wrong_columns,
    "other script, year off": _year_off,
    "other script and slip, year": _slip_and_other_script,
    "declined, initials, place": _declined_initials_place,
}


def brother_of(person: Person, rng: random.Random, names: list[str]) -> PersonRecord:
    """Somebody who is not in the list: same family name, patronymic and place, another given name, born near."""
    other = rng.choice([name for name in names if name[:2] != person.given[:2]])
    born = person.record.birth_date
    year = PartialDate(born.year + rng.choice((-4, -3, -2, 2, 3, 4))) if born and born.year else None
    name = f"{person.family} {other} {person.patronymic}" if person.cyrillic else f"{person.family}, {other}"
    return PersonRecord(name=name, birth_date=year, place=person.record.place)


def namesake_of(person: Person, rng: random.Random) -> PersonRecord:
    """Somebody who is not in the list: the same name, born in another time, no place told."""
    born = person.record.birth_date
    year = PartialDate(born.year + rng.choice((-9, -6, 6, 9))) if born and born.year else None
    return replace(person.record, birth_date=year, place="", service_number="")


@dataclass
class Tally:
    asked: int = 0
    first: int = 0
    ten: int = 0
    sure_right: int = 0
    sure_wrong: int = 0

    def count(self, result: SearchResult, wanted: str | None) -> bool:
        ids = [candidate.id for candidate in result.candidates]
        right = bool(ids) and ids[0] == wanted
        sure = bool(ids) and result.candidates[0].comparison.certain == "confident"
        self.asked += 1
        self.first += right
        self.ten += wanted in ids
        self.sure_right += sure and right
        self.sure_wrong += sure and not right
        return right

    def line(self, name: str) -> str:
        n = max(self.asked, 1)
        shares = f"{self.first / n:8.3f} {self.ten / n:9.3f} {self.sure_right / n:10.3f}"
        return f"{name:32} {self.asked:5} {shares} {self.sure_wrong:10}"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("lists", nargs="+", type=Path)
    arguments.add_argument("--people", type=int, default=40, help="people asked for, of each list and difficulty")
    arguments.add_argument("--absent", type=int, default=300, help="people taken out before asking, in all")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--show", action="store_true", help="print the questions that failed")
    given = arguments.parse_args()
    rng = random.Random(given.seed)  # noqa: S311 — a repeatable choice of rows, nothing secret
    lists = [list(people_of(path)) for path in given.lists]
    everyone = [person for people in lists for person in people]
    twice = stands_twice(everyone)
    absent = rng.sample([person for person in everyone if person.id not in twice], given.absent)
    gone = {person.id for person in absent}
    index, before, start = Index(), _memory(), time.perf_counter()
    for person in everyone:
        if person.id not in gone:
            index.add(person.id, person.record)
    print(f"{len(index)} people indexed in {time.perf_counter() - start:.1f} s, +{_memory() - before:.0f} MB")
    tallies: dict[str, Tally] = defaultdict(Tally)
    times: list[float] = []

    def ask(name: str, question: PersonRecord, wanted: str | None) -> None:
        begun = time.perf_counter()
        result = index.search(question)
        times.append(time.perf_counter() - begun)
        right = tallies[name].count(result, wanted)
        sure = bool(result.candidates) and result.candidates[0].comparison.certain == "confident"
        if given.show and (not right if wanted else sure):
            _show(name, question, wanted, result)

    for name, question_of in DIFFICULTIES.items():
        for people in lists:
            for person in rng.sample([each for each in people if each.id not in gone], given.people):
                question = question_of(person, rng)
                if question is not None:
                    ask(name, question, person.id)
    present = sum(t.asked for t in tallies.values())
    kinds = list(DIFFICULTIES.values())
    for number, person in enumerate(absent):
        question = kinds[number % len(kinds)](person, rng) or person.record
        ask("ABSENT, as above", question, None)
        ask("ABSENT, whole record", person.record, None)
    inside = [person for person in everyone if person.id not in gone and person.given]
    for person in rng.sample(inside, given.absent):
        same_list = [each.given for each in rng.sample(inside, 60) if each.cyrillic == person.cyrillic]
        ask("ABSENT brother", brother_of(person, rng, same_list), None)
        ask("ABSENT namesake", namesake_of(person, rng), None)
    print(f"{'difficulty':32} asked recall@1 recall@10 sure&right sure&wrong")
    for name, tally in tallies.items():
        print(tally.line(name))
    found = [tally for name, tally in tallies.items() if not name.startswith("ABSENT")]
    first, ten = (sum(getattr(tally, name) for tally in found) / present for name in ("first", "ten"))
    wrong = sum(tally.sure_wrong for tally in found)
    print(f"all present: recall@1 {first:.3f}, recall@10 {ten:.3f}, sure and wrong {wrong}")
    times.sort()
    print(f"search p50 {times[len(times) // 2] * 1000:.1f} ms, p99 {times[int(len(times) * 0.99)] * 1000:.1f} ms")


def stands_twice(everyone: list[Person]) -> set[str]:
    """Rolls hold some men twice, under an alias: such a man is not absent when one of his rows is gone."""
    numbers = Counter(person.record.service_number for person in everyone)
    return {
        person.id
        for person in everyone
        if "AKA" in person.record.name or (person.record.service_number and numbers[person.record.service_number] > 1)
    }


def _show(name: str, question: PersonRecord, wanted: str | None, result: SearchResult) -> None:
    born = question.birth_date.iso() if question.birth_date else ""
    print(f"--- {name}: {question.name or (question.family, question.given)} {born} wanted {wanted}")
    for candidate in result.candidates[:2]:
        codes = [f"{found.code} {found.bits:+.1f}" for found in candidate.comparison.findings]
        print(f"    {candidate.id} {candidate.comparison.bits:.1f} {candidate.comparison.certain} {codes}")


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
