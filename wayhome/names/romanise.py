"""Cyrillic in Latin letters for display: the Ukrainian national system (Cabinet resolution 55 of 27 January 2010)."""

from wayhome.names import tables

_PLAIN = {letter: latin.replace("-", "") for letter, latin in tables.rows("romanisation_kmu55.tsv")}
_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya", "ё": "yo"}
_APOSTROPHES = "'’ʼ`´"


def romanise(text: str) -> str:
    """Cyrillic letters of `text` in Latin, the rest as it stands; Russian and Belarusian ones by their nearest sound.

    >>> romanise("Згурський Юрій, Знам'янка")
    'Zghurskyi Yurii, Znamianka'
    """
    out: list[str] = []
    before = ""
    for index, letter in enumerate(text):
        small = letter.lower()
        follows = text[index + 1 : index + 2]
        if small in _PLAIN:
            latin = _PLAIN[small]
            if small in _FIRST and not (before.isalpha() or (before and before in _APOSTROPHES)):
                latin = _FIRST[small]
            elif small == "г" and before.lower() == "з":
                latin = "gh"
            if letter.isupper() and latin:
                shouting = (follows.isupper() or (before.isupper() and not follows.islower())) and len(latin) > 1
                latin = latin.upper() if shouting else latin.capitalize()
            out.append(latin)
        elif not (letter in _APOSTROPHES and before.isalpha() and follows.isalpha() and follows.lower() in _PLAIN):
            out.append(letter)
        before = letter
    return "".join(out)
