"""A written word → strings of sounds, the same for every script.

The alphabet: b p v f t d g h k z s c x m n l r, vowels a e i o u, and the glide j. x is every sibilant of the sh, zh,
ch kind and c is ts. A Latin word may be read in three ways (see tables/letters_latin.tsv).
"""

import unicodedata
from functools import lru_cache

from wayhome.names import tables
from wayhome.names.japanese import looks_japanese
from wayhome.names.text import one_script, tidy

VOWELS = frozenset("aeiou")
_Rules = dict[str, str]


def _load_cyrillic() -> _Rules:
    return {letters: "" if sound == "-" else sound for letters, sound in tables.rows("letters_cyrillic.tsv")}


def _load_latin() -> tuple[_Rules, _Rules, _Rules]:
    plain: _Rules = {}
    western: _Rules = {}
    central: _Rules = {}
    for letters, first, second, third in tables.rows("letters_latin.tsv"):
        for rules, sound in ((plain, first), (western, second), (central, third)):
            chosen = first if sound == "=" else sound
            rules[letters] = "" if chosen == "-" else chosen
    return plain, western, central


def _longest(rules: _Rules) -> dict[str, int]:
    """For each letter the length of the longest row that begins with it: most letters need one look only."""
    longest: dict[str, int] = {}
    for letters in rules:
        longest[letters[0]] = max(longest.get(letters[0], 0), len(letters))
    return longest


_CYRILLIC = _load_cyrillic()
_PLAIN, _WESTERN, _CENTRAL = _load_latin()
_JAPANESE = _PLAIN | {letters: sound for letters, sound in tables.rows("letters_japanese.tsv")}  # noqa: C416
_JAPANESE_LONGEST = _longest(_JAPANESE)
_CYRILLIC_LONGEST = _longest(_CYRILLIC)
_LATIN_LONGEST = _longest(_PLAIN)
# Which other way of reading is likelier; chosen on the training part of the Wikidata pairs (see README.md).
_CENTRAL_SIGNS = (
    "cz",
    "sz",
    "rz",
    "sch",
    "wsk",
    "cki$",
    "cka$",
    "mann$",
    "berg$",
    "stein$",
    "witz$",
    "jew",
    "bach",
)
_EASTERN_ENDS = tuple(
    f"{end}$"
    for end in (
        *("enko", "ov", "ova", "ev", "eva", "iev", "yev", "ovich", "evich", "ovych", "shvili", "yan"),
        *("sky", "skyi", "skii", "skiy", "skaya", "skaia", "iuk", "yuk", "chuk"),
    )
)
_LATIN_VOWELS = frozenset("aeiouy")


@lru_cache(maxsize=1 << 16)
def letters_of(word: str) -> str:
    """The word in small letters of one script, without apostrophes and other signs."""
    small = one_script(tidy(word)).lower()
    return small if small.isalpha() else "".join(c for c in small if c.isalpha())


@lru_cache(maxsize=1 << 16)
def sounds_of(letters: str) -> tuple[str, ...]:
    """The strings of sounds of a word made by `letters_of`: one, or up to three for a Latin word, the plain one first.

    >>> sounds_of("цехановський"), sounds_of("cechanowski")
    (('cehanovski',), ('sexanovski', 'cehanovski'))
    """
    if not letters:
        return ()
    if not (letters.isascii() or max(letters) < "\u0250"):
        if any(c not in _CYRILLIC for c in letters):
            letters = "".join(c if c in _CYRILLIC else _bare(c) for c in letters)
        # Зуев has a glide (Zuiev), Ukrainian Оуен has none (Owen): only here does Cyrillic leave us in doubt.
        spelt = (letters, letters.replace("уе", "ує")) if "уе" in letters else (letters,)
        return tuple(_smooth(_hear(f"^{word}", _CYRILLIC, _CYRILLIC_LONGEST, _PLAIN)) for word in spelt)
    if not letters.isascii():
        letters = "".join(c if c in _PLAIN else _bare(c) for c in letters)
    framed = f"^{letters}$"
    ways: tuple[_Rules, ...] = (_PLAIN, _WESTERN, _CENTRAL)
    if _looks_central(framed):
        ways = (_PLAIN, _CENTRAL, _WESTERN)
    elif framed.endswith(_EASTERN_ENDS) and "j" not in framed and not _has_bare_c(framed):
        ways = (_PLAIN,)
    heard = [_smooth(_hear(framed, rules, _LATIN_LONGEST, rules)) for rules in ways]
    if looks_japanese(letters):
        heard.insert(1, _smooth(_hear(framed, _JAPANESE, _JAPANESE_LONGEST, _PLAIN)))
    return tuple(dict.fromkeys(heard))


def _has_bare_c(framed: str) -> bool:
    """A c that is no part of ch or ck: к or ц. (And j is a glide or, in Baku and Tashkent, дж.)"""
    return "c" in framed and "c" in framed.replace("ch", "").replace("ck", "")


def _looks_central(framed: str) -> bool:
    """Whether a word looks Polish or German: tell-tale letters, or a j that cannot be English (Ljutfi, Michajlenko)."""
    if framed.endswith(("cow$", "cew$", "cowa$", "cewa$")) or any(sign in framed for sign in _CENTRAL_SIGNS):
        return True
    if framed.endswith(("ow$", "ew$", "owa$", "ewa$")) and ("ch" in framed or "z" in framed or "j" in framed):
        return True
    place = framed.find("j", 2)
    if place < 0 or framed[place - 1] == "d":
        return False
    return framed[place - 1] not in _LATIN_VOWELS or framed[place + 1] not in _LATIN_VOWELS


def _bare(letter: str) -> str:
    """A letter without its marks, if that gives one we know."""
    return unicodedata.normalize("NFKD", letter)[:1]


def _hear(framed: str, rules: _Rules, longest: dict[str, int], spare: _Rules) -> str:
    out: list[str] = []
    place = 0
    end = len(framed)
    while place < end:
        letter = framed[place]
        size = longest.get(letter, 1)
        while size > 1:
            sound = rules.get(framed[place : place + size])
            if sound is not None:
                break
            size -= 1
        else:
            sound = rules.get(letter)
            if sound is None:
                sound = spare.get(letter, "")
        out.append(sound)
        # "^ge" stands for "ge" at the beginning; what was taken is gone, and "$" may be looked at once more
        place += size
    return "".join(out)


def _smooth(heard: str) -> str:
    """Collapse doubles and make both scripts agree on glides: и, й, i, y before a vowel are j; u before a vowel is v.

    >>> _smooth("marija"), _smooth("stuart"), _smooth("dmitrij")
    ('marja', 'stvart', 'dmitri')
    """
    out: list[str] = []
    last = ""
    for place, sound in enumerate(heard):
        if sound == last:
            continue
        if sound in VOWELS and last in "iu" and last:
            if last == "i":
                out[-1] = "j"
            elif sound != "u" and heard[place - 1] == "u":
                out[-1] = "v"
        elif sound == "j" and last == "i":
            out[-1] = "j"
            last = "j"
            continue
        if out and sound == "j" and out[-1] == "j":
            last = sound
            continue
        out.append(sound)
        last = sound
    while out and out[-1] == "j" and len(out) > 1:
        out.pop()
        if out[-1] not in VOWELS:
            out.append("i")
            break
    return "".join(out)
