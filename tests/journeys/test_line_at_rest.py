"""What a thief finds of families: 200 planted values, filed, drafted, written back, read at the desk, answered.

None can be read in the state folder or in a dump of either database, in any dress. And what he may change instead: a
key in an envelope, a reply moved to another receipt, a letter of his own.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from tests.journeys.line import Desk, Family, all_in, candidate_of, keys_of, letters_come, newest_request, slot_of
from tests.journeys.scene import Held, held
from tests.journeys.thief import content, dump, files, invented_word, sightings
from tests.live import LiveBureau, live_bureau, until
from tests.portal.people import a_letter, a_slot
from tests.tracing.cast import Family as Asked
from wayhome.portal.keys import Holder
from wayhome.protection import bureau_keys
from wayhome.seal.envelopes import Envelope, seal_to
from wayhome.seal.kinds import Kind
from wayhome.seal.receipts import ReceiptCode, ReceiptKeys

chance = random.Random(303)
SOUGHT = ("name", "family", "given", "patronymic", "also", "place", "unit", "video")
HERS = ("relation", "you", "question", "answer")
REACH = ("detail", "safe_when")
WRITTEN_BACK = 2
FAMILIES, DRAFTS = 11, 4
A_DRAFT = (*SOUGHT, *HERS)
NOT_SHOWN = "чого ми Вам не показуємо"

pytestmark = pytest.mark.timeout(240)


def planted(number: int) -> str:
    """Names, words and telephone numbers that nobody has."""
    return f"+3800{chance.randrange(10**8):08}" if number % 7 == 6 else invented_word(chance, 6)


VALUES = [planted(number) for number in range(FAMILIES * (len(A_DRAFT + REACH) + WRITTEN_BACK) + DRAFTS * len(A_DRAFT))]


@dataclass
class Used:
    """A bureau that has been used, the codes of its families, and how many questions it holds."""

    live: LiveBureau
    codes: list[str]
    questions: int


@pytest.fixture(scope="module")
def used() -> Iterator[Used]:
    with live_bureau() as live:
        values, there = iter(VALUES), all_in(live)  # the demo's own families
        codes = [ask_everything(live, values)]
        letters_come(live, codes[0])
        first = newest_request(live)
        codes += [ask_everything(live, values) for _ in range(FAMILIES - 1)]
        codes += [leave_unfinished(live, values) for _ in range(DRAFTS)]
        assert next(values, None) is None
        everybody_reads_and_answers(live, first)
        yield Used(live, codes, there + FAMILIES)


def ask_everything(live: LiveBureau, values: Iterator[str]) -> str:
    """A whole question with every field filled, and two messages afterwards."""
    olena = Family(live)
    olena.begin().ask().ask(**{name: next(values) for name in SOUGHT})
    olena.ask(**{name: next(values) for name in HERS})
    olena.ask(way="phone", **{name: next(values) for name in REACH}).ask("send")
    assert olena.has_receipt
    olena.letters("look")
    for _ in range(WRITTEN_BACK):
        olena.write_back(next(values))
        olena.letters("letters")
    return olena.code


def leave_unfinished(live: LiveBureau, values: Iterator[str]) -> str:
    """A question broken off at the last page but one."""
    olena = Family(live)
    olena.begin().ask().ask(**{name: next(values) for name in SOUGHT})
    olena.ask(**{name: next(values) for name in HERS})
    return olena.code


def everybody_reads_and_answers(live: LiveBureau, request: UUID) -> None:
    """The man of the first question is registered, read by two, and his family told; the desk has opened everything."""
    until(lambda: live.one("SELECT count(*) FROM tracing_message") == FAMILIES * WRITTEN_BACK, "every message")
    family, given, patronymic = VALUES[1:4]
    held(live, Held(family, given, patronymic, wishes={"tell_family": "yes"}))
    candidate = candidate_of(live, request)
    iryna, marek = Desk(live, "iryna"), Desk(live, "marek")
    iryna.say(candidate, "same", "те саме ім'я")
    marek.say(candidate, "same", "те саме ім'я")
    assert VALUES[0] in iryna.open_case(request).html
    marek.answer(request)
    delivered = "SELECT count(*) FROM registry_outboxitem WHERE person_id IS NOT NULL AND delivered_version = version"
    until(lambda: live.one(delivered) == 1, "her answer")


def codes_as_written(used: Used) -> list[str]:
    """Every code in one run of digits, and as it is shown."""
    return [form for code in used.codes for form in (code, ReceiptCode(code).shown())]


def test_enough_was_planted_and_all_of_it_arrived(used: Used) -> None:
    """The search below is about a bureau that holds every one of these words, sealed."""
    assert len(set(VALUES)) == len(VALUES) >= 200
    assert used.live.one("SELECT count(*) FROM tracing_tracingrequest") == used.questions
    assert used.live.one("SELECT count(*) FROM mailbox_draft", database="wayhome_portal") == DRAFTS
    assert used.live.one("SELECT count(*) FROM tracing_letter WHERE kind = 'word_alive'") >= 1


def test_neither_dump_holds_a_word_of_a_family(used: Used) -> None:
    """Envelopes, slots, drafts, the inbox, sessions, jobs and the log, as plain SQL."""
    for database in ("wayhome_portal", "wayhome_bureau"):
        text = dump(used.live, database)
        assert b"COPY public." in text
        assert sightings(text, VALUES + codes_as_written(used)) == 0


def test_no_file_holds_a_word_of_a_family(used: Used) -> None:
    """Data files, WAL, the server's log and ours, reports, keys, run files."""
    found = files(used.live)
    assert any("pg_wal" in path.parts for path in found)
    assert any(path.name == "portal.log" for path in found)
    values = VALUES + codes_as_written(used)
    seen = {path.relative_to(used.live.home).as_posix(): sightings(content(path), values) for path in found}
    assert {name: count for name, count in seen.items() if count} == {}


# — what he changes —


def stop_the_courier(live: LiveBureau) -> None:
    """Envelopes stay where the thief can reach them, until `let_the_courier_go`."""
    with live.sql("wayhome_portal") as sql:
        sql.execute("REVOKE SELECT ON mailbox_incoming FROM courier")


def let_the_courier_go(live: LiveBureau) -> None:
    with live.sql("wayhome_portal") as sql:
        sql.execute("GRANT SELECT ON mailbox_incoming TO courier")


def test_a_key_swapped_in_an_envelope_is_refused(used: Used) -> None:
    """The only key outside the seal is the one the seal grew from: with another in its place nothing opens."""
    before = used.live.one("SELECT count(*) FROM tracing_tracingrequest")
    stop_the_courier(used.live)
    try:
        Family(used.live).file()
        with used.live.sql("wayhome_portal") as sql:
            ((id, envelope),) = sql.execute("SELECT id, envelope FROM mailbox_incoming").fetchall()
            mine = X25519PrivateKey.generate().public_key().public_bytes_raw()
            swapped = replace(Envelope.from_bytes(cast(bytes, envelope)), enc=mine)
            sql.execute("UPDATE mailbox_incoming SET envelope = %s WHERE id = %s", [swapped.to_bytes(), id])
    finally:
        let_the_courier_go(used.live)
    aside = "SELECT count(*) FROM tracing_inboxenvelope WHERE state = 'set_aside' AND reason = 'cannot_open'"
    until(lambda: used.live.one(aside) == 1, "the envelope to be set aside")
    assert used.live.one("SELECT count(*) FROM tracing_tracingrequest") == before


def test_a_second_question_under_her_receipt_is_refused(used: Used) -> None:
    """A thief knows where her reply lies and asks again with a key of his own inside: her letters stay hers."""
    code = used.codes[1]
    letters_come(used.live, code)
    his = Asked(keys=ReceiptKeys(keys_of(used.live, code).locator, X25519PrivateKey.generate()))
    seal_key, _sign_key = bureau_keys.public_halves(used.live.home / "keys")
    content = json.dumps(his.question(), ensure_ascii=False).encode()
    public = X25519PublicKey.from_public_bytes(seal_key)
    envelope = seal_to(public, content, kind=Kind.REQUEST, context=b"wayhome/in/1/request")
    with used.live.sql("wayhome_portal") as sql:
        sql.execute("INSERT INTO mailbox_incoming VALUES (gen_random_uuid(), %s, current_date)", [envelope])
    aside = "SELECT count(*) FROM tracing_inboxenvelope WHERE state = 'set_aside' AND reason = 'same_receipt'"
    until(lambda: used.live.one(aside) == 1, "the envelope to be set aside")
    assert len(letters_come(used.live, code).letters_shown) == 1


def test_replies_moved_to_each_other_are_refused(used: Used) -> None:
    """Two families' letters change places: neither is shown the other's, and both are told that something was wrong."""
    one, other = used.codes[:2]
    for code in (one, other):
        letters_come(used.live, code)
    put(used.live, {one: lying(used.live, other), other: lying(used.live, one)})
    for code in (one, other):
        page = Family(used.live)
        page.come_back(code)
        assert page.letters_shown == []
        assert NOT_SHOWN in page.text
    put(used.live, {one: lying(used.live, other), other: lying(used.live, one)})
    assert len(letters_come(used.live, one).letters_shown) == 2


def test_a_letter_nobody_signed_is_refused(used: Used) -> None:
    """Even with her public key, which lies in no outer row, a thief's own letter is not shown to her."""
    code = used.codes[2]
    right = lying(used.live, code)
    holder = Holder(keys_of(used.live, code), b"")
    forged = a_letter(holder, "Він живий. Переказуйте гроші.", kind="word_alive", key=Ed25519PrivateKey.generate())
    put(used.live, {code: a_slot(holder, forged)})
    page = Family(used.live)
    page.come_back(code)
    assert page.letters_shown == []
    assert NOT_SHOWN in page.text
    put(used.live, {code: right})


def lying(live: LiveBureau, code: str) -> bytes:
    found = slot_of(live, code)
    assert found is not None
    return found[0]


def put(live: LiveBureau, bodies: dict[str, bytes]) -> None:
    """Write into slots, as whoever owns the database can."""
    with live.sql("wayhome_portal") as sql:
        for code, body in bodies.items():
            locator = keys_of(live, code).locator.hex()
            sql.execute("UPDATE mailbox_replyslot SET body = %s WHERE locator = %s", [body, locator])
