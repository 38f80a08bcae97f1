"""How a family may write a name that stands otherwise in a list: the trial's own small tables.

Deliberately not those of `wayhome.names`: a reader that is asked in its own spelling learns nothing about itself.
"""

from __future__ import annotations

import random
import re

_LATIN_LETTERS = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya"
_RU_LATIN = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", _LATIN_LETTERS.replace("_", "").split(" "), strict=True))
_FOLK_LATIN = _RU_LATIN | {
    "й": "i",
    "х": "h",
    "ц": "c",
    "я": "ia",
    "ю": "iu",
    "ж": "j",
    "ё": "yo",
    "в": "w",
    "щ": "sch",
}
_UK_LETTERS = dict(zip("ыэёи", ["и", "е", "ьо", "и"], strict=True))
_UK_GIVEN = {
    "иван": "Іван", "николай": "Микола", "василий": "Василь", "александр": "Олександр", "алексей": "Олексій",
    "михаил": "Михайло", "дмитрий": "Дмитро", "андрей": "Андрій", "григорий": "Григорій", "пётр": "Петро",
    "петр": "Петро", "павел": "Павло", "сергей": "Сергій", "владимир": "Володимир", "степан": "Степан",
    "фёдор": "Федір", "федор": "Федір", "яков": "Яків", "иосиф": "Йосип", "семён": "Семен", "семен": "Семен",
    "евгений": "Євген", "константин": "Костянтин", "антон": "Антін", "анна": "Ганна", "мария": "Марія",
    "елена": "Олена", "екатерина": "Катерина", "георгий": "Юрій", "борис": "Борис", "игнатий": "Гнат",
    "никита": "Микита", "филипп": "Пилип", "тимофей": "Тимофій", "матвей": "Матвій", "илья": "Ілля",
    "виктор": "Віктор", "игорь": "Ігор", "осип": "Йосип", "даниил": "Данило", "леонид": "Леонід",
}  # fmt: skip
_EN_CYRILLIC_GIVEN = {
    "john": "Джон", "william": "Уильям", "james": "Джеймс", "george": "Джордж", "thomas": "Томас", "charles": "Чарльз",
    "robert": "Роберт", "edward": "Эдвард", "albert": "Альберт", "henry": "Генри", "jack": "Джек", "joseph": "Джозеф",
    "arthur": "Артур", "frederick": "Фредерик", "leslie": "Лесли", "ronald": "Рональд", "alfred": "Альфред",
    "walter": "Уолтер", "francis": "Фрэнсис", "harold": "Гарольд", "eric": "Эрик", "david": "Дэвид",
    "stanley": "Стэнли",
    "raymond": "Рэймонд", "kenneth": "Кеннет", "ernest": "Эрнест", "allan": "Аллан", "norman": "Норман",
    "patrick": "Патрик", "herbert": "Герберт", "sydney": "Сидней", "donald": "Дональд", "alexander": "Александр",
    "reginald": "Реджинальд", "keith": "Кит", "michael": "Майкл", "peter": "Питер", "gordon": "Гордон", "roy": "Рой",
    "cecil": "Сесил", "bruce": "Брюс", "percy": "Перси", "frank": "Фрэнк", "neil": "Нил", "hugh": "Хью",
}  # fmt: skip
_EN_CYRILLIC = [
    ("tion", "шн"), ("sch", "ш"), ("tch", "ч"), ("igh", "ай"), ("sh", "ш"), ("ch", "ч"), ("th", "т"),
    ("ph", "ф"), ("ck", "к"), ("gh", "г"), ("wh", "у"), ("kn", "н"), ("wr", "р"), ("qu", "кв"), ("oo", "у"),
    ("ee", "и"), ("ea", "и"), ("ou", "ау"), ("ay", "эй"), ("ai", "эй"), ("ey", "и"), ("ie", "и"),
    ("ow", "оу"), ("a", "а"), ("b", "б"), ("c", "к"), ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"),
    ("h", "х"), ("i", "и"), ("j", "дж"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"),
    ("p", "п"), ("q", "к"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"), ("v", "в"), ("w", "у"),
    ("x", "кс"), ("y", "и"), ("z", "з"),
]  # fmt: skip


def latin(text: str, *, folk: bool = False) -> str:
    """Cyrillic → Latin, in the usual English manner or as typed in messages."""
    table = _FOLK_LATIN if folk else _RU_LATIN
    return _kept_case(text, "".join(table.get(sign, sign) for sign in text.lower()))


def ukrainian(family: str, given: str, patronymic: str) -> str:
    """A Russian name as a Ukrainian mother writes it."""
    name = _UK_GIVEN.get(given.lower(), _uk(given))
    father = re.sub(r"евич$", "йович", re.sub(r"ьевич$", "ьович", _uk(patronymic)))
    return f"{_uk(family)} {name} {re.sub(r'евна$', 'ївна', re.sub(r'овна$', 'івна', father))}".strip()


def _uk(text: str) -> str:
    softened = re.sub(r"^И", "І", text)
    softened = re.sub(r"ский$", "ський", re.sub(r"ская$", "ська", softened))
    return "".join(_UK_LETTERS.get(sign, sign) for sign in softened)


def declined(word: str, *, woman: bool) -> str:
    """The genitive or accusative one writes after "ищу": ищу Иванова Петра Сергеевича."""
    low = word.lower()
    if woman:
        for ending, other in (("ая", "ую"), ("ия", "ию"), ("а", "у"), ("я", "ю")):
            if low.endswith(ending):
                return word[: -len(ending)] + other
        return word
    for ending, other in (("ский", "ского"), ("ый", "ого"), ("ий", "ия"), ("ей", "ея"), ("ай", "ая"), ("й", "я"),
                          ("ь", "я"), ("а", "у"), ("я", "ю")):  # fmt: skip
        if low.endswith(ending):
            return word[: -len(ending)] + other
    return word + "а" if low[-1:] in "бвгджзклмнпрстфхцчшщ" else word


def cyrillic(text: str) -> str:
    """English → Cyrillic: known given names by heart, the rest letter by letter, as a stranger would."""
    return " ".join(_EN_CYRILLIC_GIVEN.get(word.lower()) or _by_letter(word) for word in text.split())


def _by_letter(word: str) -> str:
    low, out = word.lower(), ""
    while low:
        for pattern, letters in _EN_CYRILLIC:
            if low.startswith(pattern):
                out, low = out + letters, low[len(pattern) :]
                break
        else:
            low = low[1:]
    return re.sub(r"([бвгдзклмнпрстф])\1", r"\1\1", out).removesuffix("е").capitalize()


def slipped(word: str, rng: random.Random) -> str:
    """One letter left out, doubled over, exchanged with its neighbour or with another letter."""
    if len(word) < 4:
        return word
    at = rng.randrange(1, len(word) - 1)
    alphabet = "абвгдезиклмнопрстуф" if re.search("[а-яё]", word.lower()) else "abcdefgiklmnoprstuv"
    match rng.randrange(3):
        case 0:
            return word[:at] + word[at + 1 :]
        case 1:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case _:
            return word[:at] + rng.choice(alphabet) + word[at + 1 :]


def _kept_case(model: str, text: str) -> str:
    return text.title() if model.istitle() or " " in model else text
