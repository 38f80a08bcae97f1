"""Pairs of spellings that must, or must not, fall together. Every miss ever found becomes a row of examples/."""

from pathlib import Path

import pytest

from wayhome.names import read_parts, skeletons_of

FOLDER = Path(__file__).parent / "examples"


def pairs(name: str) -> list[tuple[str, str]]:
    """The rows of one table of examples."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [(first, second) for first, second in (line.split("\t") for line in lines if line and line[0] != "#")]


def given_classes(word: str) -> frozenset[str]:
    """Classes of a word in the box for given names."""
    return read_parts(given=word)[0].given[0].classes


def father_classes(word: str) -> frozenset[str]:
    """Classes of a word in the box for patronymics."""
    part = read_parts(patronymic=word)[0].patronymic
    assert part is not None
    return part.classes


@pytest.mark.parametrize(("first", "second"), pairs("same_family.tsv"))
def test_one_surname_however_written_is_found_under_one_skeleton(first: str, second: str) -> None:
    """Scripts, standards of romanisation, genders and cases meet."""
    assert set(skeletons_of(first)) & set(skeletons_of(second))


@pytest.mark.parametrize(("first", "second"), pairs("different_family.tsv"))
def test_different_surnames_stay_apart(first: str, second: str) -> None:
    """Roots and suffixes that make another family are not folded away."""
    assert not set(skeletons_of(first)) & set(skeletons_of(second))


@pytest.mark.parametrize(("first", "second"), pairs("same_given.tsv"))
def test_one_given_name_in_any_language_has_one_class(first: str, second: str) -> None:
    """Languages, diminutives, cases and spellings of a given name meet in a class."""
    assert given_classes(first) & given_classes(second)


@pytest.mark.parametrize(("first", "second"), pairs("different_given.tsv"))
def test_different_given_names_share_no_class(first: str, second: str) -> None:
    """A brother's name is not his."""
    assert given_classes(first)
    assert given_classes(second)
    assert not given_classes(first) & given_classes(second)


@pytest.mark.parametrize(("first", "second"), pairs("same_patronymic.tsv"))
def test_one_father_makes_one_patronymic_class(first: str, second: str) -> None:
    """Both languages, both sexes, all cases, both scripts."""
    assert father_classes(first) & father_classes(second)


@pytest.mark.parametrize("word", ["Саша", "Sasha", "Шура", "Женя", "Zhenya", "Валя", "Славик"])
def test_an_ambiguous_diminutive_belongs_to_all_its_names(word: str) -> None:
    """Саша may be a man or a woman: nothing is decided for the family."""
    assert len(given_classes(word)) > 1


@pytest.mark.parametrize("word", ["Churchill", "Jackson", "Gibson", "Cybulski", "Kuhn"])
def test_latin_letters_with_two_sounds_give_at_most_two_skeletons(word: str) -> None:
    """More keys would cost every search; fewer would lose people."""
    assert 1 <= len(skeletons_of(word)) <= 2


def test_codes_stand_side_by_side() -> None:
    """Each skeleton has its vowel code, for every role."""
    reading = read_parts(family="Jackson", given="Charles", patronymic="Іванович")[0]
    for part in (*reading.family, *reading.given, reading.patronymic):
        assert part is not None
        assert len(part.skeletons) == len(part.vowels) > 0


def test_vowel_codes_tell_short_names_apart() -> None:
    """Кім and Коган's short kin share bones; the finer code keeps what scoring needs."""
    kim = read_parts(family="Кім")[0].family[0]
    kun = read_parts(family="Кун")[0].family[0]
    assert kim.skeletons == kun.skeletons
    assert kim.vowels != kun.vowels
