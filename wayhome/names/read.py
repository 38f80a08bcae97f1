"""Reading a whole name (first version: order of words and patronymic endings only)."""

from functools import lru_cache

from wayhome.names.codes import skeletons_of
from wayhome.names.romanise import romanise
from wayhome.names.values import NamePart, Reading, Role

_ENDINGS = ("ovich", "evich", "ovych", "iovych", "ych", "ivna", "ovna", "evna", "ichna", "icha", "ycha")


def _part(word: str, role: Role) -> NamePart:
    if len(word.strip(".")) == 1:
        return NamePart(word, role, (), (), frozenset(), (skeletons_of(word.strip(".")) or ("",))[0][:1])
    skeletons = skeletons_of(word)
    return NamePart(word, role, skeletons, skeletons, frozenset())


@lru_cache(maxsize=1 << 14)
def read_name(line: str) -> tuple[Reading, ...]:
    """At most three readings of a written name, the natural one first; empty for a line with no name in it."""
    first, comma, rest = line.partition(",")
    words = [w for w in line.replace(",", " ").replace(".", ". ").split() if any(c.isalpha() for c in w)]
    if not words:
        return ()
    if comma and rest.strip():
        return read_parts(family=first, given=rest)
    patronymic = next((w for w in words if romanise(w).lower().endswith(_ENDINGS)), "")
    others = [w for w in words if w != patronymic]
    family = others[-1] if patronymic and words[-1] != patronymic else others[0] if others else ""
    given = [w for w in others if w != family]
    return read_parts(family=family, given=" ".join(given), patronymic=patronymic)


def read_parts(*, family: str = "", given: str = "", patronymic: str = "") -> tuple[Reading, ...]:
    """Readings of a name whose parts came in their own columns."""
    families = tuple(_part(w, Role.FAMILY) for w in family.replace("-", " ").split())
    givens = tuple(_part(w, Role.GIVEN) for w in given.split())
    father = _part(patronymic, Role.PATRONYMIC) if patronymic.strip() else None
    if not (families or givens or father):
        return ()
    return (Reading(families, givens, father, 0.0),)
