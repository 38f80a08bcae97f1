"""A written name → its readings. The door of this room: any text may come in, nothing is ever raised."""

from functools import lru_cache

from wayhome.names import words as w
from wayhome.names.parts import make_part, narrowed
from wayhome.names.roles import AFTER_FAMILY, ORDERS, Unit, Word, best_orders
from wayhome.names.units import look
from wayhome.names.values import Reading, Role

MOST_READINGS = 3
_SWAPPED = 3.0  # bits: the family name written in the box for the given name


@lru_cache(maxsize=1 << 15)
def read_name(line: str) -> tuple[Reading, ...]:
    """At most three readings of a written name, the natural one first; empty for a line with no name in it.

    >>> reading = read_name("ищу Иванова Петра Сергеевича")[0]
    >>> reading.family[0].skeletons, sorted(reading.given[0].classes), sorted(reading.patronymic.classes)
    (('AFNF',), ['g:petro'], ['p:serhii'])
    """
    split = w.split_line(line)
    readings = _read_comma(split) if split.after else _read_plain(split)
    for _, aside in split.aside:
        if not w.is_short_aside(aside):
            readings = _with_alias(readings, read_name(w.without_alias_word(aside)))
    return readings[:MOST_READINGS]


def read_parts(*, family: str = "", given: str = "", patronymic: str = "") -> tuple[Reading, ...]:
    """Readings of a name whose parts came in their own columns; believed, with one doubt: that two were swapped."""
    families, givens, fathers = _words_in(family), _words_in(given), _words_in(patronymic)
    if not (families or givens or fathers):
        return ()
    if not fathers and not families and len(givens) > 1:
        return read_name(given)
    if not fathers and not givens and len(families) > 1 and "-" not in family:
        return read_name(family)
    if not fathers and len(givens) > 1 and givens[-1].father and givens[-1].father.sure:
        givens, fathers = givens[:-1], givens[-1:]
    readings = [_reading(families, givens, fathers, 0.0)]
    swapped = not any(word.familiar for word in families) and not any(word.given for word in givens)
    if swapped and families and givens and all(word.given for word in families):
        readings.append(_reading(givens, families, fathers, _SWAPPED))
    return tuple(readings)


def _words_in(box: str) -> tuple[Word, ...]:
    """All the words of one column, those in brackets too."""
    split = w.split_line(box)
    inside = tuple(word for _, aside in split.aside for word in w.split_line(w.without_alias_word(aside)).before)
    return tuple(word for unit in look(split.before + split.after + inside) for word in unit)


def _read_plain(split: w.Line) -> tuple[Reading, ...]:
    words, born = w.without_birth_name(split.before)
    units, extra = look(words), _words_in(" ".join(born))
    if split.led and _lacks_family(units):
        units = (*look((split.led,)), *units)  # Сержант Марта Карлівна: a surname, not a rank
    if all(word.initial for unit in units for word in unit):
        return ()  # initials alone are no name
    if len(units) > max(ORDERS):
        return (_long([word for unit in units for word in unit], extra),)
    orders = best_orders(units, ORDERS[len(units)])
    return tuple(_from_order(units, order, doubt, extra, split) for doubt, order in orders)


def _lacks_family(units: tuple[Unit, ...]) -> bool:
    """Whether there is only a given name, alone or before a patronymic."""
    last = units[-1][0] if units else None
    if last is None or len(units) > 2 or not units[0][0].given:
        return False
    return len(units) == 1 or bool(last.father and last.father.sure)


def _read_comma(split: w.Line) -> tuple[Reading, ...]:
    """ "SURNAME, GIVEN NAMES": what stands before the comma is the family name, unless it cannot be."""
    words, born = w.without_birth_name(split.after)
    before, after = look(split.before), look(words)
    whole_name_first = len(before) > 1 and any(word.father and word.father.sure for unit in before for word in unit)
    if not after or whole_name_first:  # "Іваненко Петро Сергійович, Суми"
        return _read_plain(w.Line(split.before, (), split.aside))
    orders = [(0.0, "G" * len(after))]
    if len(after) in AFTER_FAMILY:
        orders = best_orders(after, AFTER_FAMILY[len(after)])
    extra = _words_in(" ".join(born))
    return tuple(_from_order(before + after, "F" * len(before) + order, doubt, extra, split) for doubt, order in orders)


def _from_order(units: tuple[Unit, ...], order: str, doubt: float, extra: tuple[Word, ...], split: w.Line) -> Reading:
    by_role: dict[str, list[Word]] = {"F": [], "G": [], "P": []}
    for unit, role in zip(units, order, strict=True):
        by_role[role] += unit
    for place, text in split.aside:
        if w.is_short_aside(text):  # it is one more form of the word before it
            role = order[min(max(place, 1), len(order)) - 1]
            by_role["G" if role == "G" else "F"] += _words_in(text)
    return _reading((*by_role["F"], *extra), tuple(by_role["G"]), tuple(by_role["P"]), doubt)


def _reading(families: tuple[Word, ...], givens: tuple[Word, ...], fathers: tuple[Word, ...], doubt: float) -> Reading:
    father = fathers[0] if fathers else None
    sex = father.father.sex if father and father.father else ""
    western = not father and not any(word.familiar or word.cyrillic for word in families)
    return Reading(
        family=tuple(dict.fromkeys(make_part(word, Role.FAMILY, western=western) for word in families)),
        given=tuple(narrowed(make_part(word, Role.GIVEN, western=western), sex) for word in givens),
        patronymic=make_part(father, Role.PATRONYMIC, western=False) if father else None,
        doubt=doubt,
    )


def _long(seen: list[Word], extra: tuple[Word, ...]) -> Reading:
    """More words than any usual order: the patronymic and the given name beside it are found, the rest is family."""
    at = next((i for i, word in enumerate(seen) if i and word.father and word.father.sure), None)
    given_at = at - 1 if at else next((i for i, word in enumerate(seen) if word.given), 0)
    rest = tuple(word for i, word in enumerate(seen) if i not in (at, given_at))
    return _reading((*rest[:4], *extra), (seen[given_at],), (seen[at],) if at else (), 0.0)


def _with_alias(readings: tuple[Reading, ...], alias: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """The other name a person was known by is a reading of its own, without doubt, unless it says the same."""
    if not alias or not readings:
        return readings or alias
    told = {(part.skeletons, part.initial) for part in readings[0].family + readings[0].given}
    new = {(part.skeletons, part.initial) for part in alias[0].family + alias[0].given}
    return readings if new <= told else (readings[0], alias[0], *readings[1:])
