"""What holds for any text, and for any name put together from the tables."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from wayhome.names import Reading, read_name, read_parts, romanise, skeletons_of, tables
from wayhome.names.declension import declined
from wayhome.names.text import tidy

LETTERS = set("PFTKSXNLRA")
LOOK_ALIKE = str.maketrans("аеорсухі", "aeopcyxi")
MEN = {
    "Данило": "Данилович",
    "Петро": "Петрович",
    "Сергій": "Сергійович",
    "Микола": "Миколайович",
    "Юрій": "Юрійович",
    "Андрій": "Андрійович",
    "Иван": "Иванович",
    "Николай": "Николаевич",
    "Алексей": "Алексеевич",
    "Игорь": "Игоревич",
    "Павел": "Павлович",
    "Григорий": "Григорьевич",
}
FAMILIES = {
    "Іваненко": ("Іваненка", "Іваненкові", "Іваненком"),
    "Коваленко": ("Коваленка", "Коваленку", "Коваленком"),
    "Иванов": ("Иванова", "Иванову", "Ивановым", "Иванове"),
    "Ильин": ("Ильина", "Ильину", "Ильиным"),
    "Вишневський": ("Вишневського", "Вишневському", "Вишневським"),
    "Чёрный": ("Чёрного", "Чёрному", "Чёрным"),
    "Ковальчук": ("Ковальчука", "Ковальчукові", "Ковальчуком"),
    "Мельник": ("Мельника", "Мельникові", "Мельником"),
    "Кравець": ("Кравця", "Кравцю", "Кравцем"),
    "Гайдай": ("Гайдая", "Гайдаю", "Гайдаєм"),
}
FATHER_ENDINGS = ("а", "у", "ем")
lines = st.text(max_size=60) | st.text(alphabet="абвгґеєиіїйкОПРСТщьюя'’-.,() ABCcjhxw12", max_size=60)
men = st.sampled_from(sorted(MEN))
fathers = st.sampled_from(sorted(MEN.values()))
families = st.sampled_from(sorted(FAMILIES))


def meaning(reading: Reading) -> tuple[object, ...]:
    """Codes and classes of a reading, without the letters it was written in."""
    father = reading.patronymic
    return (
        [part.skeletons for part in reading.family],
        [(part.classes, part.initial) for part in reading.given],
        father.classes if father else None,
    )


def agree(first: Reading, second: Reading) -> bool:
    """Whether two readings meet in family skeleton, given class and patronymic class."""
    if not (first.patronymic and second.patronymic):
        return False
    return (
        bool(set(first.family[0].skeletons) & set(second.family[0].skeletons))
        and bool(first.given[0].classes & second.given[0].classes)
        and bool(first.patronymic.classes & second.patronymic.classes)
    )


@given(lines)
def test_any_text_is_read_without_complaint(line: str) -> None:
    """At most three readings, the first without doubt, codes only in the common alphabet."""
    readings = read_name(line)
    assert len(readings) <= 3
    assert all(reading.doubt >= 0 for reading in readings)
    assert not readings or readings[0].doubt == 0
    for reading in readings:
        for part in (*reading.family, *reading.given):
            assert all(set(bones) <= LETTERS for bones in part.skeletons)
            assert len(part.skeletons) == len(part.vowels) <= 2
            assert part.written
    romanise(line)


@given(lines, lines, lines)
def test_any_boxes_are_read_without_complaint(family: str, given_name: str, patronymic: str) -> None:
    """Columns of a broken list may hold anything."""
    assert len(read_parts(family=family, given=given_name, patronymic=patronymic)) <= 3


@given(lines)
def test_tidying_twice_changes_nothing(line: str) -> None:
    """What is tidy stays as it is."""
    assert tidy(tidy(line)) == tidy(line)


@given(families, men, fathers)
def test_letter_case_says_nothing_but_shouting_all(family: str, man: str, father: str) -> None:
    """ALL CAPITALS and all small letters read as the ordinary line."""
    line = f"{family} {man} {father}"
    assert meaning(read_name(line)[0]) == meaning(read_name(line.upper())[0]) == meaning(read_name(line.lower())[0])


@given(families, men, fathers)
def test_look_alike_letters_say_nothing(family: str, man: str, father: str) -> None:
    """Latin letters inside Cyrillic words are put back."""
    line = f"{family} {man} {father}"
    assert meaning(read_name(line)[0]) == meaning(read_name(line.translate(LOOK_ALIKE))[0])


@given(families, men, fathers)
def test_the_order_of_clear_parts_says_nothing(family: str, man: str, father: str) -> None:
    """Family name first or last."""
    assert meaning(read_name(f"{family} {man} {father}")[0]) == meaning(read_name(f"{man} {father} {family}")[0])


@given(families, men, fathers, st.integers(0, 5), st.integers(0, 3), st.sampled_from(FATHER_ENDINGS))
def test_a_declined_name_meets_its_nominative(
    family: str, man: str, father: str, case: int, family_case: int, father_end: str
) -> None:
    """Families write "ищу Иванова Петра Сергеевича": skeletons and classes must not change."""
    forms = declined(man.lower())
    oblique = FAMILIES[family][family_case % len(FAMILIES[family])]
    line = f"{oblique} {forms[case % len(forms)].title()} {father}{father_end}"
    assert agree(read_name(f"{family} {man} {father}")[0], read_name(line)[0])


@given(families, men, fathers)
def test_the_passport_meets_the_birth_certificate(family: str, man: str, father: str) -> None:
    """The national romanisation of a name shares skeletons and classes with the name."""
    line = f"{family} {man} {father}"
    assert agree(read_name(line)[0], read_name(romanise(line))[0])


def test_every_full_form_of_a_mans_name_makes_a_known_father() -> None:
    """A patronymic made by the plain rule leads back to the father's class."""
    lost = []
    for table in ("given_east.tsv", "given_region.tsv"):
        for name, sex, forms, _, _ in tables.rows(table):
            for form in tables.words(forms) if sex == "m" else ():
                if form[-1] in "нртдмлбкз" and form[0] > "\u0400":
                    part = read_parts(patronymic=f"{form}ович")[0].patronymic
                    if part is None or f"p:{name}" not in part.classes:
                        lost.append(form)
    assert lost == []


def test_skeletons_do_not_depend_on_the_letters_case() -> None:
    """A surname shouted is the same surname."""
    for first, second in permutations(("Щербина", "ЩЕРБИНА", "щербина"), 2):
        assert skeletons_of(first) == skeletons_of(second)
