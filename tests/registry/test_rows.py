"""One row at a time: what is read, what is remarked, what is refused. Everyone here is invented."""

import doctest
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.registry.identity import Identity, Sex
from wayhome.registry.importing import names
from wayhome.registry.importing.columns import Because, Layout, find_layout, parse_mapping
from wayhome.registry.importing.errors import MappingError, NoNameColumn, NoSuchColumn, NoSuchField
from wayhome.registry.importing.files import open_list
from wayhome.registry.importing.names import spellings
from wayhome.registry.importing.rows import ReadRow, Reason, read_rows
from wayhome.registry.importing.vocabulary import Field


def layout_of(text: str, mapping: str = "") -> Layout:
    return find_layout(open_list(io.BytesIO(text.encode())), parse_mapping(mapping))


def fields_of(text: str, mapping: str = "") -> list[str | None]:
    return [column.field for column in layout_of(text, mapping).columns]


def rows_of(text: str, mapping: str = "") -> list[ReadRow]:
    listed = open_list(io.BytesIO(text.encode()))
    return list(read_rows(listed.rows(), find_layout(listed, parse_mapping(mapping)), year=2026))


def row_with(name: str, born: str = "1991", headings: str = "Name\tBorn") -> ReadRow:
    return rows_of(f"{headings}\n{name}\t{born}\n")[0]


def person(row: ReadRow) -> Identity:
    assert row.identity is not None
    return row.identity


def reasons(row: ReadRow) -> list[Reason]:
    return [remark.reason for remark in row.remarks]


# — columns —


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (
            "Name,DateOfBirth,ServiceNumber,PlaceOfBirth,ServiceName",
            ["name", "birth_date", "service_number", "birth_place", None],
        ),
        ("ФИО,Род.,Место рождения (как записано)", ["name", "birth_date", "birth_place"]),
        ("Прізвище;Ім'я;По батькові;Рік нар.;В/ч", ["family", "given", "patronymic", "birth_date", "unit"]),
        (
            "ПІБ;Д.Н.;Звання;Особистий номер;Кому повідомити",
            ["name", "birth_date", "rank", "service_number", "person_to_inform"],
        ),
        ("Surname|First Name(s)|Father's name|Next_of_kin", ["family", "given", "father_given_name", "next_of_kin"]),
        ("Фамилия;Имя;Девичья фамилия матери;Пол", ["family", "given", "mother_maiden_name", "sex"]),
    ],
)
def test_headings_in_three_languages(headings: str, fields: list[str | None]) -> None:
    row = headings.replace(";", "@").replace(",", "@").replace("|", "@").split("@")
    cells = ";".join("x" for _ in row)
    assert fields_of(headings + "\n" + cells.replace(";", headings[len(row[0])]) + "\n") == fields


def test_a_name_beside_a_surname_is_the_first_name() -> None:
    assert fields_of("Surname,Name\nDoe,John\n") == ["family", "given"]


def test_a_lonely_first_name_column_holds_the_whole_name() -> None:
    assert fields_of("№,Имя,Год\n1,Выдуманов Иван,1991\n") == [None, "name", "birth_date"]


def test_a_list_without_headings_loses_nobody() -> None:
    """The first row is a person, and the columns are known by what is in them."""
    text = "Doe John,12.05.1991,NX66001\nRoe Jane,1988,NX66002\nPoe Edgar,1990,NX66003\n"
    assert fields_of(text) == ["name", "birth_date", "service_number"]
    assert len(rows_of(text)) == 3


def test_dates_under_an_unknown_heading_are_not_taken_for_birth_dates() -> None:
    """They may as well be dates of capture or of death."""
    assert fields_of("Name,Seen\nDoe John,12.05.2023\nRoe Jane,13.05.2023\n") == ["name", None]


def test_the_officers_word_beats_every_guess() -> None:
    text = "Name,Born,Other\nx,1991,Doe John\n"
    layout = layout_of(text, "Other=name, Born=keep")
    assert layout.places == {Field.NAME: (2,)}
    assert [column.because for column in layout.columns] == [Because.NOT_KNOWN, Because.OFFICER, Because.OFFICER]


def test_a_heading_with_a_comma_and_a_column_by_its_number() -> None:
    assert parse_mapping('"Name, full=name",2=birth_date') == (("Name, full", "name"), ("2", "birth_date"))
    assert fields_of("a;b\nDoe John;12.05.1991\n", "1=name,2=birth_date") == ["name", "birth_date"]


def test_a_mapping_that_cannot_be_followed_says_which_part() -> None:
    with pytest.raises(NoSuchColumn) as caught:
        layout_of("Name,Born\nDoe John,1991\n", "Name=name,Nowhere=birth_date")
    assert caught.value.position == 2
    with pytest.raises(NoSuchField):
        layout_of("Name,Born\nDoe John,1991\n", "Born=birthday_cake")
    with pytest.raises(MappingError):
        parse_mapping("Name")


def test_without_any_name_column_nobody_is_imported() -> None:
    with pytest.raises(NoNameColumn):
        layout_of("Amount,Price\n1,2\n3,4\n5,6\n")


def test_titles_above_and_headings_repeated_are_reported_not_imported() -> None:
    rows = rows_of("Invented roll,,\nName,Born,Place\nDoe John,1991,x\nName,Born,Place\nRoe Jane,1992,y\n")
    assert [reasons(row) for row in rows] == [[Reason.ABOVE_HEADINGS], [], [Reason.REPEATED_HEADINGS], []]


# — names —


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("ВЫДУМАНОВ Иван Петрович", ["ВЫДУМАНОВ Иван Петрович"]),
        ("DOE, JOHN ROE", ["DOE, JOHN ROE"]),
        ("DOE, JOHN (AKA: ROE, JACK)", ["DOE, JOHN", "ROE, JACK"]),
        ("DOE, JOHN  X (AKA: DOE, JOHN X)", ["DOE, JOHN X"]),
        ("Вербин (Зарин) Остап Ильич", ["Вербин Остап Ильич", "Зарин Остап Ильич"]),
        ("Вербин-Ясный (Зарин, Луков) Остап", ["Вербин-Ясный Остап", "Зарин Остап", "Луков Остап"]),
        ("Вербин Остап (Йосип) Ильич", ["Вербин Остап Ильич", "Вербин Йосип Ильич"]),
        ("Вербина Мария (урожд. Зарина)", ["Вербина Мария", "Зарина Мария"]),
        ("Вигаданенко, Данило Казкович", ["Вигаданенко Данило Казкович"]),
    ],
)
def test_names_as_clerks_write_them(cell: str, shown: list[str]) -> None:
    assert [name.shown() for name in spellings(cell)] == shown


def test_surname_first_in_latin_becomes_parts() -> None:
    (name,) = spellings("DOE-ROE, JOHN X")
    assert (name.family, name.given) == ("DOE-ROE", "JOHN X")


def test_parts_from_their_own_columns() -> None:
    row = rows_of("Surname,First name,Patronymic\nVydumanov,Ivan,Petrovich\n")[0]
    name = person(row).names[0]
    assert (name.family, name.given, name.patronymic) == ("Vydumanov", "Ivan", "Petrovich")


@pytest.mark.parametrize("name", ["", "  ", "-", "unknown", "Неизвестно", "???", "7", "🙂", "X"])
def test_a_row_without_a_usable_name_is_refused(name: str) -> None:
    row = rows_of(f"Name\tPlace\n{name}\tNowhere\n")[0]
    assert row.identity is None
    assert reasons(row) == [Reason.NO_NAME] or Reason.NO_NAME in reasons(row)


def test_three_hundred_letters_are_no_name() -> None:
    row = row_with("Ы" * 300)
    assert row.refused
    assert reasons(row) == [Reason.NAME_TOO_LONG]


def test_pictures_and_control_signs_are_left_out_of_the_name_and_kept_in_the_line() -> None:
    row = row_with("Doe 🙂 Jo\x07hn")
    assert person(row).names[0].line == "Doe John"
    assert person(row).as_written[0] == ("Name", "Doe 🙂 Jo\x07hn")
    assert reasons(row) == [Reason.ODD_SIGNS]


@pytest.mark.parametrize("name", ["Вига\u200bданенко Данило", "Вига\xadданенко\xa0Данило", "Вигаданенко  Данило "])
def test_what_spreadsheets_leave_behind_does_not_divide_a_name(name: str) -> None:
    row = row_with(name)
    assert (person(row).names[0].line, reasons(row)) == ("Вигаданенко Данило", [])


def test_a_backtick_typed_for_an_apostrophe_stays() -> None:
    row = row_with("Вигадан`як Дем´ян")
    assert (person(row).names[0].line, reasons(row)) == ("Вигадан`як Дем´ян", [])


def test_a_formula_is_text_and_is_flagged() -> None:
    row = row_with("=HYPERLINK Doe John")
    assert person(row).names[0].line == "HYPERLINK Doe John"
    assert person(row).as_written[0][1] == "=HYPERLINK Doe John"
    assert Reason.FORMULA_AS_TEXT in reasons(row)


def test_a_plus_before_a_phone_number_is_no_formula() -> None:
    assert reasons(rows_of("Name,Address\nDoe John,+000 000 00 00\n")[0]) == []


def test_letters_of_two_alphabets_in_one_word() -> None:
    """Latin o and p in a Cyrillic surname; matching reads them, an officer should look."""
    assert reasons(row_with("Выдумaнoв Иван")) == [Reason.MIXED_ALPHABETS]


def test_the_examples_in_the_docstrings_are_true() -> None:
    assert doctest.testmod(names) == (0, 2)


# — dates and other cells —


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("27 Sep 1908", "1908-09-27"),
        ("12 травня 1991", "1991-05-12"),
        ("1.02.1903", "1903-02-01"),
        ("ок. 1904", "1904"),
        ("1904 г.р.", "1904"),
    ],
)
def test_dates_as_written(written: str, iso: str) -> None:
    identity = person(row_with("Doe John", written))
    assert identity.birth_date is not None
    assert (identity.birth_date.iso(), identity.birth_date_as_written) == (iso, written)


def test_a_date_that_cannot_be_read_loses_the_date_and_not_the_person() -> None:
    row = row_with("Doe John", "around harvest")
    assert (person(row).birth_date, person(row).birth_date_as_written) == (None, "around harvest")
    assert reasons(row) == [Reason.DATE_UNREAD]


def test_a_birth_in_the_future() -> None:
    row = row_with("Doe John", "12.05.2091")
    assert person(row).birth_date is None
    assert reasons(row) == [Reason.DATE_IN_FUTURE]


def test_a_full_date_is_preferred_to_a_year() -> None:
    row = rows_of("Name,Year of birth,Date of birth\nDoe John,1991,12.05.1991\n")[0]
    birth = person(row).birth_date
    assert birth is not None
    assert birth.iso() == "1991-05-12"


def test_an_empty_date_is_no_remark() -> None:
    assert reasons(row_with("Doe John", "")) == []


def test_a_number_shortened_by_a_spreadsheet() -> None:
    row = rows_of("Name;Service number\nDoe John;1,23E+11\n")[0]
    assert reasons(row) == [Reason.NUMBER_SPOILED]


def test_a_word_for_unknown_fills_no_field() -> None:
    row = rows_of("Name,Service number,Sex\nDoe John,Not Applicable,м.\n")[0]
    assert (person(row).service_number, person(row).sex) == ("", Sex.MALE)
    assert ("Service number", "Not Applicable") in person(row).as_written


def test_a_row_with_too_many_cells_is_refused() -> None:
    """Its values may stand under wrong headings."""
    row = rows_of("Name,Born\nRoe Jane,1990\nDoe,John,1991\n")[1]
    assert row.refused
    assert reasons(row) == [Reason.EXTRA_CELLS]


def test_an_unknown_column_is_kept_in_the_line() -> None:
    row = rows_of("Name,Shoe size\nDoe John,44\n")[0]
    assert person(row).as_written == (("Name", "Doe John"), ("Shoe size", "44"))


def test_a_remark_tells_row_and_column_and_no_value() -> None:
    (remark,) = row_with("Doe John", "secret words").remarks
    assert (remark.row, remark.column) == (2, 1)
    assert "secret" not in repr(remark)


# — what makes a row the same row —


def test_the_same_row_in_another_encoding_order_and_mapping_is_the_same() -> None:
    one = rows_of("Name,Born\nDoe  John,1991\n")[0]
    other = rows_of("BORN;name\n1991;Doe John\n", "BORN=keep")[0]
    assert one.canonical == other.canonical


def test_another_value_is_another_row() -> None:
    assert row_with("Doe John", "1991").canonical != row_with("Doe John", "1992").canonical


@given(st.text(max_size=300), st.text(max_size=60))
def test_any_cell_is_read_refused_or_remarked(name: str, born: str) -> None:
    """Whatever stands in a cell, the row becomes a person or a reason, and the line is kept exactly."""
    cells = [
        part.replace("\0", "").replace("\n", " ").replace("\r", " ").replace("\t", " ").replace('"', "")
        for part in (name, born)
    ]
    for row in rows_of(
        "Name\tBorn\n" + "\t".join(cells).encode("utf-8", "replace").decode() + "\n" + "Doe John\t1991\n"
    ):
        assert (row.identity is None) == bool(
            set(reasons(row)) & {Reason.NO_NAME, Reason.NAME_TOO_LONG, Reason.EXTRA_CELLS, Reason.REPEATED_HEADINGS}
        )
