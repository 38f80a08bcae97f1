"""The cases of a given name, made by rule from its nominative: Ukrainian and Russian endings together.

More is made than either language has: a form nobody writes costs nothing, a missing one costs a person.
"""

_HARD = ("а", "у", "ом", "е", "ові", "і", "о")
_SOFT = ("я", "ю", "ем", "єм", "ём", "е", "еві", "єві", "і", "ї", "и", "є")
_A = ("и", "ы", "і", "е", "у", "ою", "ой", "о", "ей", "ею")
_YA = ("и", "і", "ї", "е", "ю", "ею", "ей", "єю", "ёй", "є")
_SOFTENED = {"г": "зі", "к": "ці", "х": "сі", "ґ": "зі"}
_CLOSED = {"ів": ("ов", "ев"), "ін": ("он",), "ір": ("ор",), "іп": ("оп",)}


def declined(name: str) -> tuple[str, ...]:
    """The oblique cases of a Cyrillic given name in small letters; none for names that do not decline.

    >>> [form for form in ("сергієм", "сергія", "сергієві") if form not in declined("сергій")]
    []
    >>> "ользі" in declined("ольга"), "павла" in declined("павел"), declined("отари")
    (True, True, ())
    """
    last, stem = name[-1], name[:-1]
    if len(stem) < 2:
        return ()
    if last == "а":
        softened = _SOFTENED.get(stem[-1])
        return tuple(stem + ending for ending in _A) + ((stem[:-1] + softened,) if softened else ())
    if last == "я":
        return tuple(stem + ending for ending in _YA)
    if last in "йь":
        forms = tuple(stem + ending for ending in _SOFT)
        return forms + ((stem + "ью",) if last == "ь" else ())
    if last == "о":
        return tuple(stem + ending for ending in ("а", "у", "ові", "ом", "е", "і", "еві", "ю", "я", "ем"))
    if last in "еиіїуюєыэё":
        return ()
    forms = tuple(base + ending for base in _bases(name) for ending in _HARD)
    if last in "рнл":
        forms += tuple(name + ending for ending in ("я", "ю", "ем", "еві"))
    return (*forms, name + "ю") if last == "в" else forms


def _bases(name: str) -> tuple[str, ...]:
    """The stems of a name ending in a consonant in the other cases: Яків, Яков-а; Павел, Павл-а; Санёк, Саньк-а."""
    bases = [name]
    bases += [name[:-2] + change for change in _CLOSED.get(name[-2:], ())]
    if name[-2:] in ("ел", "ек", "ок", "ец", "ев") and len(name) > 3:
        bases.append(name[:-2] + name[-1])
    if name[-2:] == "ёк":
        bases.append(name[:-2] + "ьк")
    if name in ("лев", "лёв"):
        bases.append("льв")
    if "ё" in name:
        bases.append(name.replace("ё", "е"))
    return tuple(bases)
