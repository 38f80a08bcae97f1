"""What lies in a slot is shown only if the bureau signed exactly these words for exactly this reader."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.portal.people import SIGN, Visitor, a_letter, a_slot
from wayhome.mailbox import slots
from wayhome.portal.errors import NotALetter
from wayhome.portal.keys import Holder, holder_of
from wayhome.portal.letters import read_bundle, read_letter
from wayhome.seal.errors import TooLong
from wayhome.seal.receipts import new_receipt_code
from wayhome.seal.slots import fill_slot

NO_NEWS = ("Дорога Олено!", "3 травня ми перевірили.", "Це нічого не говорить про те, що з ним.", "Бюро")
WORD = ("Він живий. Наш працівник говорив із ним 3 травня.", "«Мамо, я живий».", "Де він, він просив не казати.")
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
NOT_SHOWN = "Тут є щось, чого ми Вам не показуємо"


@pytest.fixture
def holder() -> Holder:
    return holder_of(new_receipt_code())


def read(written: dict[str, Any], holder: Holder) -> Any:
    return read_letter(written, locator=holder.locator, key=SIGN.public_key(), at=NOON)


def test_a_letter_of_the_bureau_is_read(holder: Holder) -> None:
    """Every line in its place, the day, the kind, and the code at its foot."""
    letter = read(a_letter(holder, *NO_NEWS, ending=1), holder)
    assert (letter.first_line, letter.lines, letter.ending) == (NO_NEWS[0], NO_NEWS[1:3], NO_NEWS[3:])
    assert (letter.dated, letter.kind, letter.signed_by) == (date(2026, 5, 3), "no_news", "bureau")
    assert len(letter.check_code_shown.split()) == 8


@pytest.mark.parametrize(
    "change",
    [
        {"first_line": "Він живий."},
        {"lines": ["Заплатіть, і він повернеться."]},
        {"lines": []},
        {"ending": ["Дзвоніть мені."]},
        {"dated": "2026-05-04"},
        {"kind": "unheard_of"},
        {"language": "ru"},
        {"signed_by": "journey_officer"},
        {"check_code": "1" * 24},
        {"id": "00000000-0000-4000-8000-000000000000"},
        {"signature": "AAAA"},
        {"signature": None},
        {"statement": "{}"},
        {"statement": None},
        {"lines": [None]},
        {"lines": 5},
        {"extra": "x"},
    ],
)
def test_a_letter_changed_anywhere_is_refused(holder: Holder, change: dict[str, Any]) -> None:
    """One word, one date, one role: whatever is not what was signed is not a letter."""
    with pytest.raises(NotALetter):
        read(a_letter(holder, *NO_NEWS, ending=1) | change, holder)


@pytest.mark.parametrize("missing", ["id", "first_line", "statement", "signature", "check_code"])
def test_a_letter_with_a_part_missing_is_refused(holder: Holder, missing: str) -> None:
    """All of its parts or none."""
    letter = a_letter(holder, *NO_NEWS)
    del letter[missing]
    with pytest.raises(NotALetter):
        read(letter, holder)


def test_a_letter_signed_by_anybody_else_is_refused(holder: Holder) -> None:
    """A forger has a key too, but not the bureau's."""
    with pytest.raises(NotALetter):
        read(a_letter(holder, *NO_NEWS, key=Ed25519PrivateKey.generate()), holder)


def test_a_letter_to_another_reader_is_refused(holder: Holder) -> None:
    """A genuine letter to another mother, copied and sealed to this one."""
    other = holder_of(new_receipt_code())
    with pytest.raises(NotALetter):
        read(a_letter(other, *NO_NEWS), holder)


def test_a_letter_from_the_future_is_refused(holder: Holder) -> None:
    """One of two clocks is wrong, and a letter dated tomorrow frightens."""
    with pytest.raises(NotALetter):
        read(a_letter(holder, *NO_NEWS, day=date(2026, 5, 6)), holder)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"format":2,"letters":[]}',
        b'{"format":1,"letters":[],"more":1}',
        b'{"format":1,"letters":5}',
    ],
)
def test_a_bundle_of_another_form_is_refused(content: bytes) -> None:
    """What is not understood in whole is not shown in part."""
    with pytest.raises(NotALetter):
        read_bundle(content, locator=bytes(16), key=SIGN.public_key(), at=NOON)


def test_one_bad_letter_does_not_take_the_others_along(holder: Holder) -> None:
    """The good ones stay readable, in their order; the bad one is counted."""
    newest, oldest = a_letter(holder, *WORD, kind="word_alive"), a_letter(holder, *NO_NEWS)
    forged = a_letter(holder, "Платіть!", key=Ed25519PrivateKey.generate())
    content = json.dumps({"format": 1, "letters": [newest, forged, oldest]}).encode()
    bundle = read_bundle(content, locator=holder.locator, key=SIGN.public_key(), at=NOON)
    assert [letter.first_line for letter in bundle.letters] == [WORD[0], NO_NEWS[0]]
    assert bundle.refused == 1


@pytest.mark.parametrize("filed", [{}, {"filed_on": ""}])
def test_a_bundle_need_not_know_the_day(filed: dict[str, str]) -> None:
    """The day of the question is told when it is known."""
    content = json.dumps({"format": 1, "letters": [], **filed}).encode()
    assert read_bundle(content, locator=bytes(16), key=SIGN.public_key(), at=NOON).filed_on is None


# ── on her page ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def reader(olena: Visitor, db: None) -> Any:
    """`reader(make)` puts what `make(holder)` gives into her slot and opens her page."""

    def with_slot(make: Any) -> Visitor:
        code = new_receipt_code()
        slots.make(holder_of(code).locator, make(holder_of(code)))
        return olena.come_back(code.digits)

    return with_slot


def test_the_newest_letter_stands_first(reader: Any) -> None:
    """She reads the last word first; what was written before stays below, as of its day."""
    page = reader(lambda me: a_slot(me, a_letter(me, *WORD, kind="word_from_him"), a_letter(me, *NO_NEWS)))
    assert page.text.index(WORD[0]) < page.text.index(WORD[1]) < page.text.index(NO_NEWS[1])
    assert f'<h1 class="po-first-line">{WORD[0]}</h1>' in page.html
    assert page.html.index("<h1") < page.html.index("3 травня 2026 року")


def test_a_letter_without_news_is_a_letter(reader: Any) -> None:
    """Its day, its words, its check code; no count, no picture, no red."""
    page = reader(lambda me: a_slot(me, a_letter(me, *NO_NEWS, ending=1)))
    assert "Для Вас є лист" in page.text
    assert "3 травня 2026 року" in page.text
    assert "Код перевірки цього листа" in page.text
    main = page.html[page.html.index("<main") : page.html.index("</main>")]
    assert not any(sign in main for sign in ("<img", "<svg", "wh-banner", "wh-tag"))


def test_words_of_a_letter_are_never_markup(reader: Any) -> None:
    """Whatever stands in a letter is shown as written."""
    page = reader(lambda me: a_slot(me, a_letter(me, "<b>Олено</b> & <script>", kind="asks")))
    assert "&lt;b&gt;Олено&lt;/b&gt; &amp; &lt;script&gt;" in page.html


@pytest.mark.parametrize(
    "make",
    [
        lambda me: a_slot(me, a_letter(me, "Він живий!", key=Ed25519PrivateKey.generate())),
        lambda me: a_slot(me, a_letter(holder_of(new_receipt_code()), "Він живий!")),
        lambda me: a_slot(me, a_letter(me, "Він живий!"), locator=bytes(16)),
        lambda me: a_slot(holder_of(new_receipt_code()), a_letter(me, "Він живий!"), locator=me.locator),
        lambda me: bytes(16384),
        lambda me: fill_slot(me.keys.public, b"not json", locator=me.locator),
    ],
    ids=["forged", "another's letter", "moved to another slot", "another key", "zeros", "no bundle"],
)
def test_what_cannot_be_believed_is_not_shown_and_that_is_said(reader: Any, make: Any) -> None:
    """Not a word of it; a plain sentence; and never "no letter lies here", which would not be true."""
    page = reader(make)
    assert "Він живий" not in page.text
    assert NOT_SHOWN in page.text
    assert "немає листа" not in page.text
    assert len(page.page.content) == 20_000


def test_a_slot_filled_to_the_brim_is_one_page(reader: Any) -> None:
    """As many letters as fit into 16 KiB still give a page of the one size."""
    line = "Це нічого не говорить про те, що з ним. Перевіримо знову 3 червня. " * 3
    letters: list[dict[str, Any]] = []

    def brimful(me: Holder) -> bytes:
        slot = a_slot(me)
        for _ in range(40):
            letters.append(a_letter(me, "Дорога Олено!", line, ending=0))
            try:
                slot = a_slot(me, *letters)
            except TooLong:
                break
        return slot

    page = reader(brimful)
    assert len(letters) > 5
    assert page.html.count("<article") == len(letters) - 1
    assert len(page.page.content) == 20_000
