"""Where the two zones meet: what the portal seals the bureau can read, and what the bureau signs the portal shows.

Neither room may import the other, so only a test can hold the two halves of the format together.
"""

import json
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from pytest_django import Settings

from wayhome.portal.answers import PLACES, Answers, seal_question, seal_words
from wayhome.portal.forms import LONGEST_MESSAGE
from wayhome.portal.keys import Holder, holder_of
from wayhome.portal.letters import KINDS, read_bundle
from wayhome.portal.steps import FORMS, first_gap
from wayhome.protection import bureau_keys
from wayhome.seal.envelopes import open_envelope
from wayhome.seal.kinds import Kind
from wayhome.seal.receipts import new_receipt_code
from wayhome.tracing import content, posting
from wayhome.tracing.states import LetterKind
from wayhome.tracing.writing import Text

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)
BUREAU = X25519PrivateKey.generate()


@pytest.fixture
def olena(settings: Settings) -> Holder:
    settings.WAYHOME_BUREAU_SEAL_KEY = BUREAU.public_key().public_bytes_raw()
    settings.WAYHOME_PORTAL_PEPPER = bytes(32)
    return holder_of(new_receipt_code())


def longest_answers() -> Answers:
    """Every field as full as its page allows, in letters of two bytes."""
    fields = {name: field for form in FORMS.values() for name, field in form.base_fields.items()}
    full = {name: "щ" * int(field.max_length) for name, field in fields.items() if hasattr(field, "max_length")}
    return full | {"sex": "she", "way": "other"}


def opened(envelope: bytes, kind: str) -> bytes:
    return open_envelope(BUREAU, envelope, kind=Kind.REQUEST, context=f"wayhome/in/1/{kind}".encode())


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_the_longest_question_is_understood(olena: Holder, language: str) -> None:
    """Whatever the pages let through, the bureau takes in; nothing is cut."""
    answers = longest_answers()
    assert first_gap(answers) is None
    assert set(answers) == set(PLACES)
    question = content.question_from(
        opened(seal_question(answers, olena, language=language, day=NOON.date()), "request")
    )
    assert (question.sought.place, question.enquirer.answer) == (answers["place"], answers["answer"])
    assert (question.language, question.filed_on) == (language, date(2026, 5, 3))
    assert (question.locator, question.speaks.hex()) == (olena.locator, olena.speaks)


@pytest.mark.parametrize("kind", ["message", "withdrawal"])
def test_words_are_understood_and_prove_their_writer(olena: Holder, kind: str) -> None:
    """The token in a message is the one whose hash came with the question."""
    word = content.word_from(opened(seal_words(kind, "щ" * LONGEST_MESSAGE, olena), kind))
    assert (word.locator, word.token, len(word.text)) == (olena.locator, olena.token, LONGEST_MESSAGE)


@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_letter_of_the_bureau_is_believed(olena: Holder, kind: LetterKind) -> None:
    """Each kind, signed there, is shown here, line for line."""
    answers = longest_answers()
    question = content.question_from(opened(seal_question(answers, olena, language="uk", day=NOON.date()), "request"))
    text = Text("Перший рядок.", ("Другий рядок.",), ("Бюро",))
    letter = posting.signed_letter(question, kind, text, id=uuid4(), at=NOON)
    written = posting.bundle(question, [posting.Written(uuid4(), kind, None, letter, ())])
    body = json.dumps(written, ensure_ascii=False).encode()
    bundle = read_bundle(body, locator=olena.locator, key=bureau_keys.sign_public(), at=NOON)
    assert bundle.filed_on == NOON.date()
    (shown,) = bundle.letters
    assert (shown.first_line, shown.lines, shown.ending) == (text.first_line, text.lines, text.ending)


def test_both_know_the_same_kinds() -> None:
    """A kind that one writes and the other does not know would never be read."""
    assert {kind.value for kind in LetterKind} == set(KINDS)
