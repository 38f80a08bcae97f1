"""Taking the case and gender endings of surnames off, on strings of sounds, so one set of rules serves every script.

Vowels vanish from a skeleton by themselves, so only endings with a consonant matter: Ивановым, Шевченкові.
Where a real surname may end the same way (Грим, Сухом), both stems are kept, the longer first.
"""

from wayhome.names import tables
from wayhome.names.sounds import VOWELS

_POSSESSIVE: tuple[str, ...] = ()
_ADJECTIVAL: tuple[str, ...] = ()
_NOUN: tuple[str, ...] = ()
_AFTER: dict[str, tuple[str, ...]] = {}
for _kind, _stems, _endings in tables.rows("surname_endings.tsv"):
    _AFTER[_kind] = tables.words(_endings)
    if _kind == "possessive":
        _POSSESSIVE = tables.words(_stems)
    elif _kind == "adjectival":
        _ADJECTIVAL = tables.words(_stems)
    elif _kind == "noun":
        _NOUN = tables.words(_stems)
_SURE = (("possessive", _POSSESSIVE), ("adjectival", _ADJECTIVAL), ("noun", _NOUN))
_LAST_LETTERS = frozenset(e[-1] for ends in _AFTER.values() for e in ends)


def without_ending(sounds: str, *, latin: bool) -> tuple[str, ...]:
    """The stem of a surname as it may stand in any case, or two stems when the ending may be part of the name.

    >>> without_ending("ivanovim", latin=False), without_ending("kotom", latin=False)
    (('ivanov',), ('kotom', 'kot'))
    """
    if sounds[-1:] not in _LAST_LETTERS:
        return (sounds,)
    for kind, stems in _SURE:
        for ending in _AFTER[kind]:
            if sounds.endswith(ending):
                stem = sounds[: -len(ending)]
                if stem.endswith(stems) and len(stem) > 2:
                    return (stem,)
    for ending in _AFTER["always"]:
        if sounds.endswith(ending) and _consonants(stem := sounds[: -len(ending)]) >= 2:
            return (stem,)
    for ending in _AFTER["perhaps"]:
        # In Latin script English and other names end in -om, -em, -im far more often than a declined one does.
        if sounds.endswith(ending) and _consonants(stem := sounds[: -len(ending)]) >= (3 if latin else 2):
            return (sounds, stem)
    if not latin and sounds.endswith("ci") and _consonants(sounds) >= 2:
        return (sounds, sounds[:-2] + "k")  # Сороці is the dative of Сорока
    return (sounds,)


def _consonants(sounds: str) -> int:
    return sum(sound not in VOWELS and sound != "j" for sound in sounds)
