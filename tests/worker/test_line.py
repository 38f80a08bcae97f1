"""The whole line, in both databases: an envelope at the public site, two readers, his wish, and what she reads.

Envelopes are closed and slots opened exactly as the public site does it. The matcher answers in this process.
"""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, OperationalError

from tests.tracing import cast
from tests.tracing.cast import DANYLO, NOON, Family, sealed, wish
from wayhome.mailbox import incoming, outgoing
from wayhome.mailbox.models import Incoming, ReplySlot
from wayhome.protection import heartbeats
from wayhome.protection.models import Officer
from wayhome.protection.roles import Role
from wayhome.registry import finding, release
from wayhome.registry.models import OutboxItem, PersonHeld, Release
from wayhome.registry.states import Answer, Purpose
from wayhome.run import courier, jobs
from wayhome.run.postgres import Cluster
from wayhome.seal import signatures, slots, statements
from wayhome.seal.errors import CannotOpen
from wayhome.tracing import actions
from wayhome.tracing.models import Candidate, InboxEnvelope, Letter, TracingRequest
from wayhome.tracing.states import Says

pytestmark = pytest.mark.usefixtures("committed")
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def matcher(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "ask", cast.ask_in_process)


@pytest.fixture
def site(cluster: Cluster) -> Callable[[Family, Any, str], None]:
    """The public site's one moment: an envelope is put in; at filing the empty slot as well. As `portal_web`."""
    import psycopg

    from wayhome.run.databases import environment_for

    def file(family: Family, content: Any, kind: str = "request") -> None:
        url = environment_for(cluster)["WAYHOME_PORTAL_DATABASE_URL"]
        with psycopg.connect(url) as portal:
            portal.execute(
                "INSERT INTO mailbox_incoming (id, envelope, day) VALUES (%s, %s, %s)",
                [uuid.uuid4(), sealed(content, kind), NOON.date()],
            )
            if kind == "request":
                empty = slots.empty_slot(family.keys.public, locator=family.keys.locator)
                portal.execute(
                    "INSERT INTO mailbox_replyslot (locator, body, version) VALUES (%s, %s, 0)",
                    [family.keys.locator.hex(), empty],
                )

    return file


@pytest.fixture
def olena(site: Callable[..., None]) -> Family:
    """She has filed, in Russian Cyrillic, for a man registered in Ukrainian."""
    family = Family(language="ru")
    question = family.question()
    question["sought"] |= {"family": "Выдуманченко", "given": "Данила", "patronymic": "Сказкович", "place": ""}
    site(family, question)
    return family


@pytest.fixture
def people() -> dict[str, Officer]:
    roles = {"rita": Role.RECEPTION_OFFICER, "iryna": Role.CASEWORKER, "marek": Role.CASEWORKER}
    return {login: cast.officer(login, role) for login, role in roles.items()}


def page(family: Family) -> list[dict[str, Any]]:
    """What the public site shows her: every letter verified as it does, newest first."""
    from wayhome.protection import bureau_keys

    letters = family.read(bytes(ReplySlot.objects.get(pk=family.keys.locator.hex()).body))
    audience = statements.audience_of(family.keys.locator)
    import rfc8785

    for letter in letters:
        signed = rfc8785.dumps({"signature": letter["signature"], "statement": letter["statement"]})
        seen = signatures.verify(signed, [bureau_keys.sign_public()], at=NOON + 90 * DAY, audience=audience)
        assert seen.check_code == letter["check_code"]
        assert isinstance(seen.statement, statements.Letter)
        assert seen.statement.lines == (letter["first_line"], *letter["lines"], *letter["ending"])
        assert (str(seen.statement.id), seen.statement.signed_as) == (letter["id"], letter["signed_by"])
        assert seen.statement.issued.date().isoformat() == letter["dated"]
    return letters


def found(family: Family) -> UUID:
    actions.follow(NOON)
    return Candidate.objects.get(request=family.request()).id


def told(family: Family, danylo: PersonHeld, people: dict[str, Officer]) -> None:
    """Two readers, his wish, the answer, and a turn of the courier."""
    candidate = found(family)
    for login in ("iryna", "marek"):
        actions.decide(candidate, Says.SAME, because="name, day and face", by=people[login], at=NOON)
    wish(danylo, Answer.YES, people["rita"], NOON)
    wish(danylo, Answer.NO, people["rita"], NOON, Purpose.TELL_PLACE)
    assert actions.prepare_answer(family.request().id, by=people["iryna"], at=NOON).sent
    courier.turn(NOON)


def test_the_mothers_question(olena: Family, people: dict[str, Officer]) -> None:
    """She asks; two read, the second blind; he says: alive, not where; she reads just that. Then he takes it back."""
    danylo = cast.hold(DANYLO, people["rita"])
    courier.turn(NOON)
    assert [letter["kind"] for letter in page(olena)] == ["received"]
    assert not Incoming.objects.exists()

    told(olena, danylo, people)
    letter = page(olena)[0]
    assert letter["first_line"] == "Он жив. Наш сотрудник говорил с ним 3 мая."
    assert letter["lines"][0] == "Он просил не говорить, где он."
    assert "Табір" not in str(page(olena))

    wish(danylo, Answer.NO, people["rita"], NOON + DAY)
    courier.turn(NOON + DAY)
    assert [letter["kind"] for letter in page(olena)] == ["stands_as_of", "received"]
    assert page(olena)[0]["lines"][1] == (
        "То, что мы написали 3 мая, верно на тот день. Сегодня у нас нет новой вести, которую мы можем Вам передать."
    )
    assert "жив." not in str(page(olena))


def test_she_writes_back_and_withdraws(olena: Family, site: Callable[..., None]) -> None:
    courier.turn(NOON)
    site(olena, olena.word("Он звонил в марте"), "message")
    courier.turn(NOON + SECOND)
    assert olena.request().messages.count() == 1
    site(olena, olena.word(), "withdrawal")
    courier.turn(NOON + 2 * SECOND)
    assert page(olena) == []
    assert olena.request().data_key is None


def test_a_reply_moved_to_another_receipt_is_refused(olena: Family, site: Callable[..., None]) -> None:
    """Whoever can write to the public database cannot give her somebody else's letters."""
    other = Family()
    site(other, other.question())
    courier.turn(NOON)
    stolen = bytes(ReplySlot.objects.get(pk=other.keys.locator.hex()).body)
    with pytest.raises(CannotOpen):
        olena.read(stolen)


def test_a_word_taken_back_on_the_way_never_arrives(olena: Family, people: dict[str, Officer]) -> None:
    """Sealed and waiting, and he says no before the courier goes: it is asked again at the door."""
    danylo = cast.hold(DANYLO, people["rita"])
    courier.turn(NOON)
    candidate = found(olena)
    for login in ("iryna", "marek"):
        actions.decide(candidate, Says.SAME, because="x", by=people[login], at=NOON)
    wish(danylo, Answer.YES, people["rita"], NOON)
    actions.prepare_answer(olena.request().id, by=people["iryna"], at=NOON)
    wish(danylo, Answer.NO, people["rita"], NOON + SECOND)
    assert release.deliver_due(NOON + SECOND) == 0
    assert [letter["kind"] for letter in page(olena)] == ["received"]
    courier.turn(NOON + SECOND)
    assert [letter["kind"] for letter in page(olena)] == ["stands_as_of", "received"]


def test_while_outgoing_is_stopped_everything_waits_and_then_goes(olena: Family) -> None:
    taras = cast.officer("taras", Role.ADMINISTRATOR)
    release.stop_outgoing(because="a drill", by=taras, at=NOON)
    courier.turn(NOON)
    assert page_is_empty(olena)
    release.resume_outgoing(because="over", by=taras, at=NOON)
    courier.turn(NOON + SECOND)
    assert [letter["kind"] for letter in page(olena)] == ["received"]


def test_a_word_taken_back_passes_even_while_outgoing_is_stopped(olena: Family, people: dict[str, Officer]) -> None:
    """His wish holds within a minute, whatever else stands still; every other letter goes on waiting."""
    danylo = cast.hold(DANYLO, people["rita"])
    courier.turn(NOON)
    candidate = found(olena)
    for login in ("iryna", "marek"):
        actions.decide(candidate, Says.SAME, because="x", by=people[login], at=NOON)
    wish(danylo, Answer.YES, people["rita"], NOON)
    actions.prepare_answer(olena.request().id, by=people["iryna"], at=NOON)
    courier.turn(NOON)
    assert [letter["kind"] for letter in page(olena)] == ["word_alive", "received"]
    release.stop_outgoing(because="a drill", by=cast.officer("taras", Role.ADMINISTRATOR), at=NOON)
    hanna = Family()
    cast.arrive(hanna.question())
    wish(danylo, Answer.NO, people["rita"], NOON + SECOND)
    courier.turn(NOON + SECOND)
    assert [letter["kind"] for letter in page(olena)] == ["stands_as_of", "received"]
    assert release.waiting_since() is not None


def page_is_empty(family: Family) -> bool:
    return slots.open_slot(family.keys, bytes(ReplySlot.objects.get(pk=family.keys.locator.hex()).body)) == b""


def test_a_family_without_a_slot_is_somebodys_work(people: dict[str, Officer]) -> None:
    """It is not tried for ever, and it does not stand in the way of others."""
    cast.arrive(Family().question())
    courier.turn(NOON)
    assert release.undeliverable() == 1
    assert release.deliver_due(NOON) == 0


# — killed between two steps —


class Killed(BaseException):
    """As `kill -9` would: nothing catches it."""


def killed(*_: object, **__: object) -> None:
    raise Killed


BREAKS = {
    "before it is kept": ("wayhome.tracing.actions.receive_envelope", 0),
    "kept, not let go of": ("wayhome.mailbox.incoming.acknowledge", 0),
    "let go of, not opened": ("wayhome.tracing.actions.open_arrived", 0),
    "opened, the question not written": ("wayhome.tracing.inbox._open_request", 0),
    "the question written, no letter": ("wayhome.tracing.posting.write", 0),
    "the letter written, not sealed": ("wayhome.tracing.posting.send", 0),
    "released, the change not noted": ("wayhome.tracing.inbox.record_changes", 0),
    "sealed, not carried": ("wayhome.registry.release.deliver_due", 0),
    "about to be put": ("wayhome.mailbox.outgoing.put_reply", 0),
}


@pytest.mark.parametrize("where", BREAKS)
def test_killed_anywhere_nothing_is_lost_and_nothing_is_doubled(
    where: str, olena: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, _ = BREAKS[where]
    with monkeypatch.context() as breaking:
        breaking.setattr(target, killed)
        with pytest.raises(Killed):
            courier.turn(NOON)
    for second in range(3):
        courier.turn(NOON + second * SECOND)
    assert TracingRequest.objects.count() == Letter.objects.count() == 1
    assert [letter["kind"] for letter in page(olena)] == ["received"]
    assert not Incoming.objects.exists()


def test_killed_after_the_reply_was_put_it_is_put_once(olena: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bureau does not know yet that it arrived; the slot does, and takes a version once."""
    genuine = outgoing.put_reply

    def put_and_die(locator: bytes, body: bytes, *, version: int) -> None:
        genuine(locator, body, version=version)
        raise Killed

    with monkeypatch.context() as breaking:
        breaking.setattr(outgoing, "put_reply", put_and_die)
        with pytest.raises(Killed):
            courier.turn(NOON)
    before = bytes(ReplySlot.objects.get().body)
    courier.turn(NOON + SECOND)
    assert bytes(ReplySlot.objects.get().body) == before
    item = OutboxItem.objects.get()
    assert item.delivered_version == item.version == ReplySlot.objects.get().version


def test_a_clock_killed_between_two_families_writes_to_each_once(
    olena: Family, site: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Family()
    site(other, other.question())
    courier.turn(NOON)
    from wayhome.tracing import clock

    genuine, calls = clock._write_one, []

    def one_then_die(*given: Any) -> bool:
        calls.append(given)
        if len(calls) == 2:
            raise Killed
        return genuine(*given)

    june = NOON + 31 * DAY
    with monkeypatch.context() as breaking:
        breaking.setattr(clock, "_write_one", one_then_die)
        with pytest.raises(Killed):
            courier.turn(june)
    courier.turn(june + SECOND)
    for family in (olena, other):
        assert [letter["kind"] for letter in page(family)].count("no_news") == 1


def test_whoever_owns_the_public_database_cannot_quietly_keep_letters_away(olena: Family) -> None:
    """He gives her slot a version that we never reach, so that no letter covers what lies there. A banner says so."""
    courier.turn(NOON)
    assert release.undeliverable() == 0
    ReplySlot.objects.update(version=2**62)
    actions.seal_all_anew(NOON + DAY)
    courier.turn(NOON + DAY)
    assert release.undeliverable() == 1


def test_after_the_night_no_slot_tells_whose_letters_changed(
    olena: Family, site: Callable[..., None], people: dict[str, Officer]
) -> None:
    """One had a word by day, the other had none: by morning both are new bytes with one version, and say the same."""
    other = Family(name="Ганна")
    site(other, other.question())
    danylo = cast.hold(DANYLO, people["rita"])
    courier.turn(NOON)
    told(olena, danylo, people)
    before = {slot.pk: bytes(slot.body) for slot in ReplySlot.objects.all()}
    read = [page(family) for family in (olena, other)]
    released = Release.objects.count()
    assert actions.seal_all_anew(NOON + DAY) == 2
    courier.turn(NOON + DAY)
    after = {slot.pk: bytes(slot.body) for slot in ReplySlot.objects.all()}
    assert all(before[locator] != after[locator] for locator in before)
    assert len({slot.version for slot in ReplySlot.objects.all()}) == 1
    assert [page(family) for family in (olena, other)] == read
    assert Release.objects.count() == released


def test_the_night_does_not_seal_a_word_he_took_back(olena: Family, people: dict[str, Officer]) -> None:
    danylo = cast.hold(DANYLO, people["rita"])
    courier.turn(NOON)
    told(olena, danylo, people)
    wish(danylo, Answer.NO, people["rita"], NOON + DAY)
    before = OutboxItem.objects.get().version
    actions.seal_all_anew(NOON + DAY)
    assert OutboxItem.objects.get().version == before
    courier.turn(NOON + DAY)
    assert page(olena)[0]["kind"] == "stands_as_of"


# — what stands still —


def beat_at() -> object:
    return next(one.at for one in heartbeats.heartbeats() if one.name == "courier")


def test_the_courier_gives_a_sign_only_when_every_step_came_through(
    olena: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    courier.turn(NOON)
    assert beat_at() == NOON
    with monkeypatch.context() as away:
        away.setattr(incoming, "fetch", _no_answer)
        with pytest.raises(DatabaseError):
            courier.turn(NOON + DAY)
    assert beat_at() == NOON


def test_a_step_that_fails_leaves_the_others_their_turn(olena: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters go out although something in the clock is broken."""

    def broken(*_: object, **__: object) -> int:
        raise ZeroDivisionError

    with monkeypatch.context() as away:
        away.setattr("wayhome.tracing.actions.obey_wishes", broken)
        courier.turn(NOON + 2 * DAY)
    assert [letter["kind"] for letter in page(olena)] == ["received"]
    assert beat_at() != NOON + 2 * DAY


def _no_answer(*_: object) -> None:
    raise OperationalError


def test_the_job_matches_what_the_courier_brought(olena: Family, people: dict[str, Officer]) -> None:
    """Woken once however often the courier turns; then there is nothing left to follow."""
    cast.hold(DANYLO, people["rita"])
    for second in range(3):
        courier.turn(NOON + second * SECOND)
    jobs.match_up(0)
    assert Candidate.objects.get().request_id == olena.request().id
    assert actions.follow(NOON) == 0


def test_nobodys_words_lie_readable_in_the_bureaus_database(
    site: Callable[..., None], people: dict[str, Officer], cluster: Cluster
) -> None:
    """Tables, indexes and the log of the database, after a question, a message, a verdict and an answer."""
    import psycopg

    words = ("Прихованченко", "Потайненко", "таємна-вулиця", "шепоче-брат", "невидимий-шрам")
    family = Family(name=words[1])
    question = family.question()
    question["sought"]["family"] = words[0]
    question["reach"]["detail"] = words[2]
    site(family, question)
    courier.turn(NOON)
    site(family, family.word(words[3]), "message")
    courier.turn(NOON + SECOND)
    danylo = cast.hold(DANYLO, people["rita"])
    candidate = Candidate.objects.create(
        request=family.request(), person=danylo, bits=1, certain="possible", above_threshold=True, made_at=NOON
    )
    actions.decide(candidate.id, Says.SAME, because=words[4], by=people["iryna"], at=NOON)
    assert InboxEnvelope.objects.filter(state="opened").count() == 2
    with psycopg.connect(cluster.superuser_url, autocommit=True) as superuser:
        superuser.execute("CHECKPOINT")
    found = {
        word
        for path in cluster.folder.rglob("*")
        if path.is_file()
        for content in [path.read_bytes()]
        for word in (*words, family.keys.locator.hex())
        if any(word.encode(code) in content for code in ("utf-8", "utf-16-le", "cp1251"))
    }
    # Where her slot is stands in the public database, and only there; that it is found shows that the search finds.
    assert found == {family.keys.locator.hex()}
