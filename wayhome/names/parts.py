"""One word whose role is settled → a `NamePart` with its codes and classes."""

from dataclasses import replace

from wayhome.names.codes import codes_of, skeleton, vowel_code
from wayhome.names.given import How, sex_of
from wayhome.names.patronymics import find_father
from wayhome.names.roles import Word
from wayhome.names.sounds import letters_of, sounds_of
from wayhome.names.values import NamePart, Role

_PREFIX = {Role.FAMILY: "", Role.GIVEN: "g:", Role.PATRONYMIC: "p:"}
_WESTERN_INITIALS = {"j": "X", "c": "K"}


def make_part(word: Word, role: Role, *, western: bool) -> NamePart:
    """The part a word makes in a role; `western` settles what a lone J means (John or Jurij)."""
    if word.initial:
        return NamePart(word.written, role, (), (), frozenset(), _initial(word.written, western))
    if role is Role.PATRONYMIC:
        return _patronymic(word)
    if role is Role.GIVEN and word.given:
        classes = frozenset(f"g:{name}" for name in word.given.classes)
        declines = word.given.how in (How.SOUNDS, How.ROUGHLY)
        codes = codes_of(word.core) if declines else _codes_of_all(word.given.nominatives)
        return _part(word.written, role, codes, classes)
    return _part(word.written, role, codes_of(word.core), frozenset())


def narrowed(part: NamePart, sex: str) -> NamePart:
    """The given name with only the classes of one sex, where that leaves any: Саша Петрович is no Oleksandra."""
    if not sex or len(part.classes) < 2:
        return part
    same = frozenset(name for name in part.classes if sex_of(name[2:]) == sex)
    return replace(part, classes=same) if same else part


def _part(written: str, role: Role, codes: tuple[tuple[str, str], ...], classes: frozenset[str]) -> NamePart:
    return NamePart(written, role, tuple(bones for bones, _ in codes), tuple(code for _, code in codes), classes)


def _codes_of_all(nominatives: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for form in nominatives:
        for bones, code in codes_of(form, declines=False):
            found.setdefault(bones, code)
    return tuple(found.items())[:2]


def _patronymic(word: Word) -> NamePart:
    father = word.father or (None if word.marked else find_father(word.core))
    if father:
        codes: tuple[tuple[str, str], ...] = ((skeleton(father.stem), vowel_code(father.stem)),)
        return _part(word.written, Role.PATRONYMIC, codes, frozenset(f"p:{name}" for name in father.classes))
    classes = frozenset(f"p:{name}" for name in word.given.classes) if word.given else frozenset()
    return _part(word.written, Role.PATRONYMIC, codes_of(word.core), classes)


def _initial(written: str, western: bool) -> str:
    letters = letters_of(written)
    if western and letters in _WESTERN_INITIALS:
        return _WESTERN_INITIALS[letters]
    sounds = sounds_of(letters)
    return skeleton(sounds[0])[:1] or "A" if sounds and sounds[0] else ""
