"""The second reader is blind: after the first verdict nothing that another officer can see, open or count has moved.

Marek (who reads next) and Halyna (who may read third, and who sees every log) walk through every address they may ask,
before and after Iryna's first verdict; every answer must be the same, byte for byte and header for header.
"""

import re
from collections.abc import Iterator
from difflib import unified_diff
from html import unescape
from typing import TypeAlias
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tests.bureau import desk
from tests.bureau.cast import body, officer_named, signed_in_as
from tests.tracing.cast import Family
from wayhome.protection.roles import Role
from wayhome.registry.models import PersonHeld
from wayhome.tracing.states import CandidateState, Says

# What differs between any two answers, whatever anybody did: tokens against forgery, moments, and one's own footsteps.
RANDOM = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|[0-9a-f]{4}-[0-9a-f]{4}(?=</strong>)')
CLOCK = re.compile(r"\d{1,2} \w+ \d{4}, \d\d:\d\d UTC|\d{4}-\d\d-\d\d \d\d:\d\d")
HEADERS_THAT_DIFFER = {"set-cookie"}
LINK = re.compile(r'(?:href|action|hx-get)="(/[^"#]*)"')


ROW = re.compile(
    r'<tr class="govuk-table__row">.*?</tr>\s*|<div class="govuk-summary-list__row">.*?</div>\s*', re.DOTALL
)
Seen: TypeAlias = dict[str, tuple[object, ...]]  # address → status, headers, page
WALKERS = ("Marek", "Halyna")


def same_shape(content: bytes) -> str:
    """A page without what differs by itself, and without the rows of the log that the walkers' own steps have made."""
    page = CLOCK.sub("(moment)", RANDOM.sub(b"(random)", content).decode())
    return ROW.sub(lambda row: "" if any(who in row.group() for who in WALKERS) else row.group(), page)


def walk(client: Client, begin: list[str]) -> Seen:
    """Every page that links lead to from where one may begin, asked for; and every form without words, sent empty."""
    seen: Seen = {}
    waiting = list(begin)
    while waiting:
        address = waiting.pop(0)
        if address in seen or address.startswith(("/static/", "/language/", "/sign-out/")):
            continue
        answer = client.get(address)
        page = answer.content if not answer.streaming else b"".join(answer)
        headers = tuple(sorted(item for item in answer.headers.items() if item[0].lower() not in HEADERS_THAT_DIFFER))
        if answer.headers.get("Content-Length"):
            headers = tuple(item for item in headers if item[0] != "Content-Length")
        seen[address] = (answer.status_code, headers, same_shape(page))
        if answer.headers["Content-Type"].startswith("text/html"):
            waiting += [unescape(link) for link in LINK.findall(page.decode())]
    return seen


def posts(client: Client, addresses: list[str]) -> Iterator[tuple[str, tuple[object, ...]]]:
    """What comes back for a form that is sent without its words."""
    for address in addresses:
        answer = client.post(address, {})
        yield f"POST {address}", (answer.status_code, same_shape(answer.content))


def moved(before: Seen, after: Seen) -> dict[str, list[str]]:
    """For each address whose answer is another one now, the lines that came or went."""
    return {
        address: list(unified_diff(str(before.get(address)).split("\\n"), str(after.get(address)).split("\\n"), n=0))
        for address in {*before, *after}
        if before.get(address) != after.get(address)
    }


@pytest.fixture
def begin(candidate: UUID, olena: Family, danylo: PersonHeld) -> list[str]:
    """Where one may begin: the first page, and every address that holds Olena's request, her candidate or Danylo."""
    request = [olena.request().id]
    return [
        "/",
        "/log/",
        "/requests/?show=open",
        reverse("case", args=request),
        reverse("reading", args=[candidate]),
        reverse("answer", args=request),
        reverse("person", args=[danylo.id]),
    ]


def gives_reasons(client: Client, family: Family, person: PersonHeld) -> None:
    """So that pages open instead of asking why."""
    for address in (reverse("case", args=[family.request().id]), reverse("person", args=[person.id])):
        client.post(address, {"reason": "request"})


@pytest.mark.parametrize("first", list(Says))
def test_nothing_anybody_can_see_moves_when_the_first_verdict_falls(
    first: Says,
    iryna: Client,
    marek: Client,
    halyna: Client,
    candidate: UUID,
    olena: Family,
    danylo: PersonHeld,
    begin: list[str],
) -> None:
    """Pages, queues, counts, logs, headers, answers to forms: all of it is the same before and after."""
    reader = reverse("reading", args=[candidate])
    page = body(iryna.get(reader))  # opening the pair shows in the log, as it should; what follows must not
    (number,) = re.findall(r'name="round" value="(\d+)"', page)
    for client in (marek, halyna):
        gives_reasons(client, olena, danylo)
    forms = [reader, reverse("answer", args=[olena.request().id]), "/log/verify/"]

    def everything() -> Seen:
        return {
            f"{who} {address}": answer
            for who, client in (("Marek", marek), ("Halyna", halyna))
            for address, answer in [*walk(client, begin).items(), *posts(client, forms)]
        }

    everything()  # what they have opened counts towards their 25; the second time it is not new
    before = everything()
    iryna.post(reader, {"round": number, "says": first.value, "because": "the scar on the left hand"})
    assert moved(before, everything()) == {}
    assert desk.settled(candidate) is CandidateState.OPEN


def test_looking_again_after_ones_own_verdict_looks_like_looking_for_the_first_time(
    iryna: Client, halyna: Client, candidate: UUID, olena: Family, danylo: PersonHeld, begin: list[str]
) -> None:
    """Whoever has read may open the pair again; the log then says what it says of somebody who has not."""
    reader = reverse("reading", args=[candidate])
    iryna.get(reader)
    first = rows_of(halyna, "Iryna")
    desk.read(iryna, candidate)
    iryna.get(reader)
    assert set(rows_of(halyna, "Iryna")) == set(first)


def rows_of(watcher: Client, who: str) -> list[str]:
    """The rows of the log about one officer, without their moments."""
    page = CLOCK.sub("(moment)", body(watcher.get("/log/")))
    return [row for row in ROW.findall(page) if f">{who}<" in row]


def test_the_walk_would_notice(
    iryna: Client, marek: Client, halyna: Client, candidate: UUID, olena: Family, danylo: PersonHeld, begin: list[str]
) -> None:
    """The same walk sees that a round was closed: on the pair, in the case, on the list and in the log."""
    for client in (marek, halyna):
        gives_reasons(client, olena, danylo)
    walk(halyna, begin)
    before = walk(halyna, begin)
    desk.read(iryna, candidate)
    desk.read(signed_in_as(officer_named("petro", Role.CASEWORKER)), candidate)
    after = walk(halyna, begin)
    assert {*moved(before, after)} >= {
        "/",
        "/log/",
        reverse("reading", args=[candidate]),
        reverse("case", args=[olena.request().id]),
    }


def test_the_walk_reaches_every_page_that_could_tell(
    marek: Client, halyna: Client, candidate: UUID, olena: Family, danylo: PersonHeld, begin: list[str]
) -> None:
    """The pair, the case, the queues and the log are read, and not merely refused."""
    for client in (marek, halyna):
        gives_reasons(client, olena, danylo)
    by_marek, by_halyna = walk(marek, begin), walk(halyna, begin)
    read = {address for address, answer in by_marek.items() if answer[0] == 200}
    assert read >= {"/", "/requests/?show=answered", reverse("case", args=[olena.request().id])}
    assert "Verdict" not in str(by_halyna["/log/"])
    assert by_halyna["/log/"][0] == by_halyna[reverse("reading", args=[candidate])][0] == 200
