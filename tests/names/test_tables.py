"""The tables of names keep their own rules."""

from pathlib import Path

import pytest

from wayhome.names import tables
from wayhome.names.errors import TableMalformed
from wayhome.names.given import TABLES, find_given
from wayhome.names.text import one_script

ALL_TABLES = sorted(path.name for path in tables.FOLDER.iterdir())
GIVEN_ROWS = [row for table in TABLES for row in tables.rows(table)]


@pytest.mark.parametrize("name", ALL_TABLES)
def test_every_table_says_what_it_is_and_is_well_formed(name: str) -> None:
    """Purpose, source and licence at the head; as many cells as columns."""
    assert sum(1 for _ in tables.rows(name)) > 3


def test_a_table_without_a_source_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Knowledge without origin does not enter."""
    (tmp_path / "bare.tsv").write_text("a\tb\n1\t2\n", encoding="utf-8")
    monkeypatch.setattr(tables, "FOLDER", tmp_path)
    with pytest.raises(TableMalformed):
        list(tables.rows("bare.tsv"))


def test_a_row_with_a_cell_too_few_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the table and the line."""
    (tmp_path / "short.tsv").write_text("# x\n# Source: us\n# Licence: ours\na\tb\n1\n", encoding="utf-8")
    monkeypatch.setattr(tables, "FOLDER", tmp_path)
    with pytest.raises(TableMalformed, match=r"short\.tsv:5"):
        list(tables.rows("short.tsv"))


def test_class_ids_are_unique_and_plain() -> None:
    """One row, one class."""
    ids = [row[0] for row in GIVEN_ROWS]
    assert len(ids) == len(set(ids))
    assert all(name.isascii() and name.replace("_", "").isalpha() and name.islower() for name in ids)


def test_enough_names_are_known() -> None:
    """The region and the English-speaking world."""
    assert sum(1 for _ in tables.rows("given_east.tsv")) + sum(1 for _ in tables.rows("given_region.tsv")) >= 250
    assert sum(1 for _ in tables.rows("given_english.tsv")) >= 200


@pytest.mark.parametrize("row", GIVEN_ROWS, ids=lambda row: row[0])
def test_every_form_reads_back_to_its_class(row: tuple[str, ...]) -> None:
    """No form of a row is lost on the way, and none mixes scripts."""
    name, sex, forms, short, _ = row
    assert sex in ("m", "f")
    for form in tables.words(forms) + tables.words(short):
        hit = find_given(form)
        assert hit is not None
        assert name in hit.classes
        assert one_script(form) == form
