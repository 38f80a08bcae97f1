"""References that are safe to print: ten digits that mean nothing, the last one a check digit."""

import secrets
from collections.abc import Callable, Collection, Iterable

# Damm's quasigroup of order 10: it notices every single wrong digit and every swap of two neighbours, and gives back a
# plain digit where ISO 7064 may need an X. H. M. Damm, "Totally anti-symmetrische Quasigruppen", Marburg 2004.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def check_digit(digits: str) -> str:
    """The digit to write after these digits."""
    state = 0
    for digit in digits:
        state = _DAMM[state][int(digit)]
    return str(state)


def is_reference(text: str) -> bool:
    """Whether this was written without a slip. It says nothing about whether such a person exists."""
    digits = text.removeprefix("K-").replace("-", "")
    well_formed = len(digits) == 10 and digits.isascii() and digits.isdecimal()
    return well_formed and check_digit(digits) == "0"


def new_reference() -> str:
    """For example K-48210-93076. Random, not counted: a number that grows would tell how many are held."""
    digits = f"{secrets.randbelow(10**9):09d}"
    digits += check_digit(digits)
    return f"K-{digits[:5]}-{digits[5:]}"


def fresh_references(count: int, taken: Callable[[Collection[str]], Iterable[str]]) -> list[str]:
    """As many references as asked for, none of which `taken` knows."""
    fresh: set[str] = set()
    while len(fresh) < count:
        drawn = {new_reference() for _ in range(count - len(fresh))}
        fresh |= drawn - set(taken(drawn))
    return list(fresh)
