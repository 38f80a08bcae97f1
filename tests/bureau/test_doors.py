"""Every address, every role, one expectation: an address without a line here fails, and so does too wide a door."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from tests.bureau.cast import LEV, NOON, PLANTED, signed_in_as
from tests.bureau.conftest import SignIn
from tests.bureau.desk import HER_WORDS
from tests.tracing.cast import Family
from wayhome.bureau import import_progress
from wayhome.bureau.import_progress import ImportProgress
from wayhome.protection.models import Officer
from wayhome.protection.roles import Role
from wayhome.registry.importing import drafts
from wayhome.registry.importing.run import import_list
from wayhome.registry.models import PersonHeld
from wayhome.tracing import actions
from wayhome.tracing.models import Talk
from wayhome.tracing.states import TalkWhy

C, R, L, P, M, A, U = (
    role.value for role in Role
)  # caseworker, reception, records, protection, medical, admin, auditor
EVERYBODY = {C, R, L, P, M, A, U, LEV}
SEE = {C, R, L, P, M}
FIND = {C, L, P}
LISTS = {C, L}
STANDING = {A, U}
REQUESTS = {C, P}
INCIDENT = re.compile(r"[0-9a-f]{4}-[0-9a-f]{4}|value=\"/[^\"]*\"")  # the number to quote, and the way back


@dataclass(frozen=True)
class Door:
    """Who passes. method: how the page is asked for. anybody: open to those who have not signed in, too."""

    who: set[str]
    method: str = "get"
    anybody: bool = False


DOORS: Mapping[str, Door] = {
    "home": Door(EVERYBODY),
    "find": Door(FIND),
    "compare": Door(FIND),
    "person": Door(SEE),
    "versions": Door(SEE),
    "put_back": Door({C, L}),
    "custody": Door({C, R, M}),
    "wish": Door({C, R, P}),
    "correct": Door({C, L}),
    "imports": Door(LISTS),
    "draft": Door(LISTS),
    "draft_yes": Door(LISTS, "post"),
    "draft_no": Door(LISTS, "post"),
    "progress": Door(LISTS),
    "run": Door(LISTS),
    "report": Door(LISTS),
    "cases": Door(REQUESTS),
    "case": Door(REQUESTS),
    "messages_seen": Door({C}, "post"),
    "case_move": Door({C}),
    "answer": Door({C}),
    "answer_line": Door({C}, "post"),
    "talk_ask": Door({C}),
    "talk_done": Door({C}, "post"),
    "family_ask": Door({C}),
    "reading": Door(REQUESTS),
    "reading_doubt": Door(REQUESTS, "post"),
    "envelopes": Door(REQUESTS),
    "health": Door(STANDING),
    "outgoing": Door({P, A}),
    "officers": Door({A}),
    "officer_add": Door({A}),
    "officer": Door({A}),
    "officer_link": Door({A}, "post"),
    "officer_suspend": Door({A}, "post"),
    "officer_restore": Door({A}, "post"),
    "log": Door({P, U}),
    "log_verify": Door({P, U}, "post"),
    "sign_in": Door(EVERYBODY, anybody=True),
    "sign_in_passkey": Door(EVERYBODY, anybody=True),
    "sign_in_demo": Door(set(), "post"),  # outside the demonstration it does not exist for anybody
    "sign_out": Door(EVERYBODY, "post", anybody=True),
    "enrol": Door(EVERYBODY, anybody=True),
    "enrol_passkey": Door(EVERYBODY, anybody=True),
    "language": Door(EVERYBODY, "post", anybody=True),
}

LIST = "Прізвище;Імʼя;Рік\nВигаданенко;Данило;1991\nНебувалий;;1990\n;;1989\n".encode()


@dataclass(frozen=True)
class World:
    """Everything an address can name, so that a door is tried on something that exists."""

    officers: Mapping[str, Officer]
    arguments: Mapping[str, dict[str, object]]

    def ask(self, client: Client, name: str) -> HttpResponse:
        address = reverse(name, kwargs=self.arguments.get(name))
        answer: HttpResponse = getattr(client, DOORS[name].method)(address)
        return answer


@pytest.fixture
def world(officers: dict[str, Officer], danylo: PersonHeld, olena: Family, candidate: UUID) -> World:
    """Danylo is held, a list has come in with a report, another waits, a third is going in; Olena has asked."""
    records = officers[L]
    done = import_list(BytesIO(LIST), label="invented list", by=records, at=NOON)
    waiting = drafts.keep(LIST, {"label": "another invented list", "sheet": ""}, by=records, at=timezone.now())
    going = uuid4()
    import_progress.write(going, ImportProgress())
    person: dict[str, object] = {"person_id": danylo.id}
    draft: dict[str, object] = {"draft_id": waiting}
    run: dict[str, object] = {"run_id": done.run_id}
    officer: dict[str, object] = {"officer_id": officers[LEV].id}
    case = olena.request().id
    actions.ask_for_talk(case, TalkWhy.ROUTINE, by=officers[C], at=timezone.now())
    request: dict[str, object] = {"request_id": case}
    arguments: dict[str, dict[str, object]] = {
        **dict.fromkeys(("person", "versions", "custody", "wish", "correct"), person),
        "put_back": {**person, "number": 1},
        **dict.fromkeys(("draft", "draft_yes", "draft_no"), draft),
        "progress": {"draft_id": going},
        **dict.fromkeys(("run", "report"), run),
        **dict.fromkeys(("officer", "officer_link", "officer_suspend", "officer_restore"), officer),
        **dict.fromkeys(("case", "messages_seen", "answer", "answer_line", "talk_ask", "family_ask"), request),
        "case_move": {**request, "to": "paused"},
        "talk_done": {**request, "talk_id": Talk.objects.get().id},
        **{name: {"candidate_id": candidate} for name in ("reading", "reading_doubt")},
        "sign_in_demo": {"login": "iryna"},
        "enrol": {"token": "no-such-token"},
    }
    return World(officers, arguments)


def addresses(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[str]:
    """The name of every address of the site; an address without a name has no line in the table either."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns)
        else:
            yield pattern.name or f"nameless: {pattern.pattern}"


def passes(answer: HttpResponse) -> bool:
    """Whether the visitor got through: neither "there is no such page" nor "sign in first"."""
    return answer.status_code != 404 and not wants_sign_in(answer)


def wants_sign_in(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith("/sign-in/?next=")


def test_every_address_has_a_line() -> None:
    """Who adds a page says here who may enter it."""
    assert sorted(addresses()) == sorted(DOORS)


@pytest.mark.parametrize("name", DOORS)
def test_each_role_passes_or_meets_a_page_that_is_not_there(name: str, world: World) -> None:
    """Exactly the roles of the table get through."""
    clients = {who: signed_in_as(officer) for who, officer in world.officers.items()}
    assert {who for who, client in clients.items() if passes(world.ask(client, name))} == DOORS[name].who


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.who and not door.anybody])
def test_who_has_not_signed_in_is_asked_to(name: str, world: World) -> None:
    """A page of the bureau says nothing before that, not even whether it exists."""
    assert wants_sign_in(world.ask(Client(), name))


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.anybody])
def test_the_way_in_is_open_to_all(name: str, world: World) -> None:
    """Signing in, the one-time link and the choice of a language need no session."""
    assert world.ask(Client(), name).status_code != 404


@pytest.mark.parametrize("name", DOORS)
def test_lev_sees_nobody(name: str, world: World) -> None:
    """Lev is signed in and has no role: no planted name, number or list shows in anything he is answered."""
    answer = world.ask(signed_in_as(world.officers[LEV]), name)
    said = b"".join(answer) + repr(sorted(answer.headers.items())).encode()
    assert [planted for planted in (*PLANTED, *HER_WORDS, "invented list") if planted.encode() in said] == []


@pytest.mark.parametrize("name", DOORS)
def test_every_answer_carries_the_strict_headers(name: str, world: World) -> None:
    """No inline script, no other host, no framing, nothing kept in the browser: on every address and every status."""
    clients = [Client(), *(signed_in_as(world.officers[who]) for who in (LEV, C, A))]
    assert [what_is_lax(world.ask(client, name)) for client in clients] == [set()] * len(clients)


def what_is_lax(answer: HttpResponse) -> set[str]:
    """Header words that should be there and are not, and those that should not be and are."""
    headers = answer.headers
    policy = headers["Content-Security-Policy"]
    wanted = {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"}
    said = {*(part.strip() for part in policy.split(";")), *headers.values()}
    stored = set() if "no-store" in headers["Cache-Control"] else {"may be stored"}
    unwanted = {"'unsafe-inline'", "'unsafe-eval'", "data:", "http:", "https:", "*"} & set(
        policy.replace(";", " ").split()
    )
    return stored | unwanted | ((wanted | {"nosniff", "DENY", "same-origin"}) - said)


def test_a_refusal_looks_like_an_address_that_does_not_exist(world: World, sign_in: SignIn) -> None:
    """Lev cannot tell a record he may not see from one that is not there, nor from nonsense."""
    lev = sign_in(LEV)
    paths = [reverse("person", kwargs=world.arguments["person"]), reverse("person", args=[uuid4()]), "/no-such-page/"]
    answers = [lev.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({INCIDENT.sub("", answer.content.decode()) for answer in answers}) == 1
