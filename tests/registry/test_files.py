"""Lists as offices make them: encodings, delimiters, quotes, headings. The people in them are invented."""

import codecs
import io
import json
from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from wayhome.registry.importing import json_lists
from wayhome.registry.importing.columns import find_layout
from wayhome.registry.importing.errors import ImportingError, Trouble, UnreadableFile
from wayhome.registry.importing.files import ListFile, open_list
from wayhome.registry.importing.rows import ReadRow, read_rows

LINES = (
    "Прізвище;Ім'я;По батькові;Дата народження\n"
    "Вигаданенко;Данило;Казкович;12 травня 1991\n"
    "Змишленко;Остап;Їжакович;1988\n"
)
NAMES = ["Вигаданенко Данило Казкович", "Змишленко Остап Їжакович"]


def opened(content: bytes, **options: str) -> ListFile:
    return open_list(io.BytesIO(content), **options)  # type: ignore[arg-type]


def people(listed: ListFile) -> Iterator[ReadRow]:
    return (row for row in read_rows(listed.rows(), find_layout(listed), year=2026) if row.identity is not None)


def names(content: bytes) -> list[str]:
    return [row.identity.names[0].shown() for row in people(opened(content)) if row.identity]


def trouble(content: bytes) -> tuple[Trouble, int | None]:
    with pytest.raises(UnreadableFile) as caught:
        list(people(opened(content)))
    return caught.value.trouble, caught.value.row


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-u"])
def test_every_usual_encoding_is_recognised(encoding: str) -> None:
    """The same two people, whatever program saved the list."""
    assert names(LINES.encode(encoding)) == NAMES


def test_a_list_from_the_days_of_dos() -> None:
    """cp866 has no Ukrainian letters beyond the Russian ones, but old card files are in it."""
    text = "Фамилия;Имя;Отчество;Год рождения\nНебывалов;Семен;Андреевич;1902\n"
    assert names(text.encode("cp866")) == ["Небывалов Семен Андреевич"]


def test_capitals_only_in_cp1251() -> None:
    """A list in capitals has no small letters to tell the encodings apart by; the frequent letters do."""
    text = "ФИО,Год рождения\nПРИДУМАНОВ ИВАН ПЕТРОВИЧ,1901\nНЕБЫВАЛОВ СЕМЕН АНДРЕЕВИЧ,1902\n"
    assert names(text.encode("cp1251"))[0] == "ПРИДУМАНОВ ИВАН ПЕТРОВИЧ"


def test_western_letters_are_not_read_as_cyrillic() -> None:
    """One name with umlauts among plain Latin ones is cp1252."""
    assert names("Name;Born\nMüller Jörg;1901\nErfunden Anna;1902\n".encode("cp1252")) == [
        "Müller Jörg",
        "Erfunden Anna",
    ]


def test_letters_far_down_the_list_decide_too() -> None:
    """Two megabytes of plain ASCII first, then cp1251: the whole file is asked, not its beginning."""
    text = "Name,Note\n" + "Invented Person,nothing here\n" * 80_000 + "Придуманов Иван,тут\n"
    assert names(text.encode("cp1251"))[-1] == "Придуманов Иван"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_usual_delimiter(delimiter: str) -> None:
    assert names(LINES.replace(";", delimiter).encode()) == NAMES


def test_the_hint_of_a_spreadsheet_program() -> None:
    """The first line "sep=;" is no heading and no person."""
    assert names(("sep=;\r\n" + LINES.replace("\n", "\r\n")).encode()) == NAMES


def test_a_line_break_inside_a_cell_is_one_row() -> None:
    listed = opened(b'Name,Address,Born\nDoe John,"Nowhere 1\nUpper Flat",1901\nRoe Jane,Elsewhere,1902\n')
    assert [row.number for row in people(listed)] == [2, 3]


def test_a_quote_left_open_is_told_by_its_row_and_loses_nobody() -> None:
    """Without strictness everything after the quote would have become one long cell, and nobody would notice."""
    lines = b'Name,Born\nDoe John,1901\n"Roe Jane,1902\n' + b"Poe Invented,1903\n" * 20
    assert trouble(lines) == (Trouble.OPEN_QUOTE, 3)


def test_a_quote_closed_much_later_is_told_too() -> None:
    """Well-formed for the reader, but twenty people would stand inside one cell."""
    lines = b'Name,Born\n"Roe Jane,1902\n' + b"Poe Invented,1903\n" * 20 + b'Doe John",1901\n'
    assert trouble(lines) == (Trouble.OPEN_QUOTE, 2)


def test_one_row_eaten_by_a_quote() -> None:
    lines = b'Name;Born;Place\n"Roe Jane;1902;Nowhere\nDoe John";1901;Elsewhere\n'
    assert trouble(lines) == (Trouble.OPEN_QUOTE, 2)


def test_a_stray_quote_inside_a_cell() -> None:
    assert trouble(b'Name,Born\n"Doe "Moon" John",1901\n') == (Trouble.STRAY_QUOTE, 2)


def test_letters_that_break_off() -> None:
    """Half a letter of UTF-16 at the end: the copy was not complete."""
    assert trouble(LINES.encode("utf-16")[:-1])[0] is Trouble.BROKEN_LETTERS


def test_empty_and_blank_files() -> None:
    assert trouble(b"")[0] is Trouble.EMPTY
    assert trouble(b"\n\n  \n")[0] is Trouble.EMPTY
    assert trouble("ФИО,Год рождения\n".encode())[0] is Trouble.NO_ROWS


@pytest.mark.parametrize(
    "start", [b"%PDF-1.7 invented", b"\x89PNG\r\n\x1a\n0000", b"<html><table><tr>", b"{\\rtf1 invented"]
)
def test_other_kinds_of_file(start: bytes) -> None:
    assert trouble(start)[0] is Trouble.NOT_A_TABLE


def test_old_and_locked_workbooks() -> None:
    assert trouble(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)[0] is Trouble.OLD_WORKBOOK


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(UnreadableFile) as caught:
        open_list(io.BytesIO(b"x" * 2_000_001), limit=2_000_000)
    assert caught.value.trouble is Trouble.TOO_LARGE


def test_a_line_without_end() -> None:
    assert trouble(b"Name,Born\nDoe John,1901\n" + b"x" * 400_000)[0] is Trouble.LONG_CELL


def test_the_sentence_says_row_and_what_to_do_but_no_value() -> None:
    with pytest.raises(UnreadableFile) as caught:
        list(people(opened(b'Name,Born\n"Secretname John,1901\n')))
    with translation.override("en"):
        assert str(caught.value).startswith("Row 2: A quotation mark is opened here and not closed.")
    assert "Secretname" not in str(caught.value) + repr(caught.value)


JSON_FORMS = {
    "list": lambda rows: json.dumps(rows),
    "object": lambda rows: json.dumps({"made": "2026", "people": rows}),
    "lines": lambda rows: "\n".join(json.dumps(row) for row in rows),
    "indented": lambda rows: json.dumps(rows, indent=2, ensure_ascii=False),
}


@pytest.mark.parametrize("form", JSON_FORMS)
def test_json_in_its_usual_forms(form: str) -> None:
    rows = [{"ПІБ": NAMES[0], "рік народження": 1991}, {"ПІБ": NAMES[1], "unit": None, "extra": {"a": [1, 2]}}]
    listed = opened(JSON_FORMS[form](rows).encode())
    read = list(people(listed))
    assert [row.identity.names[0].line for row in read if row.identity] == NAMES
    assert read[1].identity is not None
    assert ("extra.a", "1; 2") in read[1].identity.as_written


def test_numbers_in_json_stay_as_written() -> None:
    """A service number is text that looks like a number; nothing rounds it."""
    (row,) = people(opened(b'[{"name": "Doe John", "service number": 12345678901234567890123}]'))
    assert row.identity is not None
    assert row.identity.service_number == "12345678901234567890123"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'[{"name": "Doe John"}, {"name": ', (Trouble.BROKEN_JSON, 2)),
        (b'[{"name": "Doe John"}, 7]', (Trouble.NOT_A_LIST_OF_PEOPLE, 2)),
        (b"[" * 100_000, (Trouble.BROKEN_JSON, 1)),
        (b'{"a": [{"x": 1}], "b": [{"y": 2}]}', (Trouble.NOT_A_LIST_OF_PEOPLE, None)),
    ],
)
def test_json_that_cannot_be_read(content: bytes, expected: tuple[Trouble, int | None]) -> None:
    assert trouble(content) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('[{"name":"Doe"}, {' + ",".join(['"a":1'] * 100_000) + "}]", Trouble.TOO_MANY_COLUMNS),
        ('{"' + "A" * 1_000_000 + '":' + '{"b":' * 400 + "1" + "}" * 400 + "}", Trouble.LONG_CELL),
    ],
)
def test_json_made_to_keep_us_busy_is_refused_at_once(content: str, expected: Trouble) -> None:
    """One key written again and again; a long key above many levels. Both once took minutes or gigabytes."""
    with pytest.raises(UnreadableFile) as caught:
        opened(content.encode())
    assert caught.value.trouble is expected


def test_one_huge_json_object_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would have to be unpacked whole; a list or one object per line need not be."""
    monkeypatch.setattr(json_lists, "ONE_OBJECT_AT_MOST_MB", 1)
    content = json.dumps({"people": [{"name": "Doe John"}] * 80_000}).encode()
    assert trouble(content)[0] is Trouble.TOO_LARGE


@given(st.binary(max_size=600))
@settings(max_examples=400, deadline=None)
def test_any_bytes_give_rows_or_one_plain_error(content: bytes) -> None:
    """Whatever the file is, nothing but our own sentence comes out."""
    try:
        list(people(opened(content)))
    except ImportingError as problem:
        str(problem)  # the sentence can be made, too


@given(st.text(max_size=300), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
@settings(max_examples=400, deadline=None)
def test_any_text_gives_rows_or_one_plain_error(text: str, encoding: str) -> None:
    try:
        list(people(opened(text.encode(encoding, "replace"))))
    except ImportingError as problem:
        str(problem)  # the sentence can be made, too


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
@settings(max_examples=300, deadline=None)
def test_any_json_gives_rows_or_one_plain_error(value: object) -> None:
    try:
        list(people(opened(json.dumps(value).encode())))
    except ImportingError as problem:
        str(problem)  # the sentence can be made, too


def test_byte_marks_are_not_part_of_the_first_heading() -> None:
    assert opened(codecs.BOM_UTF8 + LINES.encode()).encoding == "utf-8-sig"
