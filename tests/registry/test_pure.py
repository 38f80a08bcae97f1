"""References and identities: laws that hold for any value."""

from hypothesis import given
from hypothesis import strategies as st

from wayhome.matching import PartialDate
from wayhome.registry.identity import Identity, Sex, WrittenBy, WrittenName, to_record
from wayhome.registry.references import check_digit, fresh_references, is_reference, new_reference

DIGITS = st.text("0123456789", min_size=9, max_size=9)


@given(DIGITS, st.integers(0, 9), st.integers(1, 9))
def test_any_wrong_digit_is_noticed(digits: str, place: int, step: int) -> None:
    whole = digits + check_digit(digits)
    wrong = whole[:place] + str((int(whole[place]) + step) % 10) + whole[place + 1 :]
    assert is_reference(whole)
    assert not is_reference(wrong)


@given(DIGITS, st.integers(0, 8))
def test_any_two_neighbours_swapped_are_noticed(digits: str, place: int) -> None:
    whole = digits + check_digit(digits)
    swapped = whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]
    assert is_reference(swapped) == (swapped == whole)


def test_a_reference_that_is_taken_is_drawn_again() -> None:
    taken: set[str] = set()

    def all_taken_once(drawn: object) -> set[str]:
        first = set() if taken else set(drawn)  # type: ignore[call-overload]
        taken.update(first)
        return first

    fresh = fresh_references(3, all_taken_once)
    assert len(set(fresh)) == 3
    assert taken.isdisjoint(fresh)


def test_a_reference_reads_well() -> None:
    reference = new_reference()
    assert reference.startswith("K-")
    assert [len(part) for part in reference.split("-")] == [1, 5, 5]


TEXT = st.text(max_size=30)
NAMES = st.builds(WrittenName, TEXT, TEXT, TEXT, TEXT, st.sampled_from(WrittenBy))
DATES = st.none() | st.builds(PartialDate, st.integers(1850, 2020), st.integers(1, 12), st.integers(1, 28))
IDENTITIES = st.builds(
    Identity,
    names=st.lists(NAMES, max_size=3).map(tuple),
    birth_date=DATES,
    birth_place=TEXT,
    sex=st.none() | st.sampled_from(Sex),
    service_number=TEXT,
    as_written=st.lists(st.tuples(TEXT, TEXT), max_size=3).map(tuple),
)


@given(IDENTITIES)
def test_an_identity_comes_back_equal(identity: Identity) -> None:
    assert Identity.from_json(identity.to_json()) == identity


def test_the_matcher_gets_the_first_spelling(danylo: Identity) -> None:
    record = to_record(danylo)
    assert (record.family, record.given, record.birth_date) == ("Выдуманченко", "Данило", PartialDate(2003, 4))


def test_a_line_fills_in_for_the_parts_that_are_missing() -> None:
    """A column for the whole name and one for the first name alone: the surname still reaches the matcher."""
    name = WrittenName(line="Вигаданенко Микола Казкович", given="Микола")
    record = to_record(Identity(names=(name,)))
    assert (record.name, record.given) == ("Вигаданенко Микола Казкович", "Микола")
