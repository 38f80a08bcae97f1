"""A line → the words of the name in it, without the pleas and ranks before it and the dates after it."""

from dataclasses import dataclass

from wayhome.names import tables
from wayhome.names.text import one_script, tidy

_LONGEST_LINE = 400  # signs; what follows is no name
_MOST_WORDS = 12
_SETS: dict[str, frozenset[str]] = {}
for _kind, _words in tables.rows("name_words.tsv"):
    _SETS[_kind] = _SETS.get(_kind, frozenset()) | frozenset(_words.split())

RANK, STOP, DROP = _SETS["rank"], _SETS["stop"], _SETS["drop"]
LEAD = _SETS["lead"] | RANK
FATHER, SON, PARTICLE, PREFIX, ALSO, ALIAS = (
    _SETS[kind] for kind in ("father", "son", "particle", "prefix", "also", "alias")
)


@dataclass(frozen=True, slots=True)
class Line:
    """The words before a comma and after it, and texts in brackets, each with how many words precede it.

    `led` is the last word left out before the name when it had a capital: Сержант may be a surname after all.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    aside: tuple[tuple[int, str], ...]
    led: str = ""


def split_line(text: str) -> Line:
    """The words of the name in a line.

    >>> split_line("ищу Иванова П.С., 1990 г.р.")
    Line(before=('Иванова', 'П', 'С'), after=(), aside=(), led='')
    >>> split_line("SMITH, JOHN (AKA: BROWN, JACK)")
    Line(before=('SMITH',), after=('JOHN',), aside=((2, 'AKA: BROWN, JACK'),), led='')
    """
    text = tidy(text[:_LONGEST_LINE])
    aside: list[tuple[int, str]] = []
    before: list[str] = []
    after: list[str] = []
    led: list[str] = []
    target = before
    for piece, is_aside in _pieces(text):
        if is_aside:
            aside.append((len(before) + len(after), piece))
            continue
        for place, chunk in enumerate(piece.split(",")):
            if place and target is before and not before and led:
                before.append(led.pop())  # "FRIEND, JOHN": nothing else stood before the comma
            if place and target is before and before:
                target = after
            if not _words_of(chunk, target, led, first=target is before and not before):
                break  # a stop word: the rest of the line is about something else
    return Line(tuple(before[:_MOST_WORDS]), tuple(after[:_MOST_WORDS]), tuple(aside), led[-1] if led else "")


def _pieces(text: str) -> list[tuple[str, bool]]:
    """The text cut at round and square brackets; an unclosed one reaches to the end."""
    if "(" not in text and "[" not in text:
        return [(text, False)]
    pieces: list[tuple[str, bool]] = []
    rest = text.replace("[", "(").replace("]", ")")
    while rest:
        outside, _, rest = rest.partition("(")
        pieces.append((outside, False))
        inside, _, rest = rest.partition(")")
        if inside.strip():
            pieces.append((inside, True))
    return pieces


def _words_of(chunk: str, target: list[str], led: list[str], *, first: bool) -> bool:
    """Add the words of one chunk to `target`, pleas before them to `led`; False when a stop word ended the name."""
    leading = first
    for raw in _loose(chunk).split():
        word = one_script(raw.strip("'-"))
        small = word.lower()
        if any(c.isdigit() for c in word) or _stops(word, small, target):
            if target or not leading:
                return False
            led += [word] if word.isalpha() and small != word else []  # "BORN, JOHN"
            continue
        if not any(c.isalpha() for c in word) or small in DROP:
            continue
        if leading and small in LEAD and len(small) > 1:
            led += [word] if small in RANK and small != word else []
            continue
        leading = False
        target.append(word)
    return True


def _stops(word: str, small: str, target: list[str]) -> bool:
    """Whether the name has ended. "с" and "з" may be initials: then they are capitals or follow another initial."""
    if small not in STOP:
        return False
    return len(word) > 1 or (word == small and not (target and len(target[-1]) == 1))


def _loose(chunk: str) -> str:
    """Everything that is no letter, digit, apostrophe or hyphen becomes a space: "П.С." is two initials."""
    plain = chunk if chunk.isascii() and chunk.replace(" ", "").isalpha() else None
    if plain is not None:
        return plain
    kept = [c if c.isalpha() or c.isdigit() or c in "'-" or _is_mark(c) else " " for c in chunk]
    return "".join(kept)


def _is_mark(sign: str) -> bool:
    """Combining marks belong to the letter before them."""
    return "\u0300" <= sign <= "\u036f"


def is_short_aside(text: str) -> bool:
    """Whether brackets hold other forms of the word before them, (Бор) or (Шахов, Иванов), not a whole other name."""
    return without_alias_word(text) == text and all(len(chunk.split()) == 1 for chunk in text.split(","))


def without_alias_word(text: str) -> str:
    """ "AKA: BROWN, JACK" without its AKA."""
    head, sign, rest = text.partition(":")
    if sign and len(head.split()) < 3:
        return rest
    first, _, rest = text.partition(" ")
    return rest if first.lower().strip(".") in ALIAS else text


def without_birth_name(written: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words without "née X", and the X."""
    for place, word in enumerate(written):
        if place and word.lower() in ALSO:
            return written[:place] + written[place + 2 :], written[place + 1 : place + 2]
    return written, ()
