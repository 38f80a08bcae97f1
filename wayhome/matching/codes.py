"""The codes of a name part that are counted and looked under: skeletons and classes, told apart by the first sign."""

from __future__ import annotations

from functools import lru_cache

from wayhome.names import NamePart

# A skeleton used where a class would be better: the dictionary does not know the name.
BY_SOUND = "~"
# A first letter, counted so that an agreeing initial weighs what it is worth in this registry.
INITIAL_SIGN = "?"


@lru_cache(maxsize=1 << 12)
def sure_codes(part: NamePart) -> tuple[str, ...]:
    """Classes of a given name or patronymic when the dictionary knows it, else its skeletons."""
    return tuple(sorted(part.classes)) or tuple(BY_SOUND + skeleton for skeleton in part.skeletons)


@lru_cache(maxsize=1 << 12)
def all_codes(part: NamePart) -> tuple[str, ...]:
    """Classes and skeletons: a name known in one script may be unknown in the other."""
    return (*sorted(part.classes), *(BY_SOUND + skeleton for skeleton in part.skeletons))


def initial_of(part: NamePart) -> str:
    """The first letter in the alphabet of skeletons, whether only that was written or the whole name."""
    return part.initial or (part.skeletons[0][0] if part.skeletons else "")
