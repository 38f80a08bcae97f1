"""A browser seals, opens and verifies exactly as Python does: same vectors, and each opens what the other sealed."""

import base64
import json
import random
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from playwright.sync_api import Page, sync_playwright

from wayhome.seal import envelopes
from wayhome.seal.keys import opening_key, sealing_key
from wayhome.seal.kinds import Kind

CHROMIUM = shutil.which("chromium")
HERE = Path(__file__).parent
SEAL = HERE.parents[1] / "wayhome" / "seal"
FILES = {"/": HERE / "page.html", "/page.js": HERE / "page.js", "/seal.js": SEAL / "browser" / "seal.js"}
ENVELOPES, SIZES, STATEMENTS = (
    json.loads((SEAL / "vectors" / f"{name}.json").read_text("utf-8")) for name in ("envelopes", "sizes", "statements")
)
OPENS = {case["name"]: case for case in ENVELOPES["opens"]}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not on this machine: the browser's half cannot be tried"),
]


class Files(SimpleHTTPRequestHandler):
    """Hands out three files and keeps quiet."""

    def translate_path(self, path: str) -> str:
        return str(FILES.get(path, HERE / "nothing"))

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """An ordinary page on http://localhost, which browsers treat as secure, under a strict policy."""
    with ThreadingHTTPServer(("localhost", 0), partial(Files)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page()
            page.goto(f"http://localhost:{server.server_port}/")
            page.wait_for_function("window.stories !== undefined")
            yield page
            browser.close()
        server.shutdown()


def ask(page: Page, story: str, value: object = None) -> Any:  # whatever the page answers
    return page.evaluate("([story, value]) => window.stories[story](value)", [story, value])


def named(cases: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in cases]


def applied(case: dict[str, Any]) -> dict[str, Any]:
    """The case with its change made to the envelope it is `of`."""
    whole: dict[str, Any] = {"private_key": ENVELOPES["private_key"]} | OPENS.get(case.get("of", ""), {}) | case
    envelope = bytearray(base64.b64decode(whole["envelope"])[: whole.get("keep")])
    if "flip_bit" in whole:
        envelope[whole["flip_bit"] // 8] ^= 1 << (whole["flip_bit"] % 8)
    whole["envelope"] = base64.b64encode(bytes(envelope)).decode()
    return whole


@pytest.mark.parametrize("case", named(ENVELOPES["opens"]))
def test_an_envelope_opens(page: Page, case: dict[str, Any]) -> None:
    """Every vector that opens in Python opens here."""
    assert ask(page, "open", applied(case)) == {"content": case["content"]}


@pytest.mark.parametrize("case", named(ENVELOPES["refused"]))
def test_an_envelope_is_refused(page: Page, case: dict[str, Any]) -> None:
    """By the same name as in Python."""
    assert ask(page, "open", applied(case)) == {"error": case["error"]}


@pytest.mark.parametrize("kind", Kind)
def test_python_opens_what_the_browser_sealed(page: Page, kind: Kind) -> None:
    """And the envelope has a published size."""
    private, content, place = opening_key(bytes.fromhex(ENVELOPES["private_key"])), "Прийди додому".encode(), b"place"
    asked = {"public_key": ENVELOPES["public_key"], "content": content.hex(), "kind": kind.name.lower()}
    sealed = base64.b64decode(ask(page, "seal", asked | {"context": place.hex()})["envelope"])
    assert envelopes.open_envelope(private, sealed, kind=kind, context=place) == content


def test_the_browser_opens_what_python_sealed(page: Page) -> None:
    """With a pair the browser made."""
    pair = ask(page, "pair")
    sealed = envelopes.seal_to(
        sealing_key(bytes.fromhex(pair["public_key"])), b"answer", kind=Kind.REPLY, context=b"place"
    )
    case = {"envelope": base64.b64encode(sealed).decode(), "kind": "reply", "context": b"place".hex()}
    assert ask(page, "open", pair | case) == {"content": b"answer".hex()}


def test_no_manipulation_passes(page: Page, dice: random.Random) -> None:
    """200 flipped bits and cuts, each refused by name."""
    case = applied(ENVELOPES["opens"][0])
    genuine = base64.b64decode(case["envelope"])
    for _ in range(200):
        changed = bytearray(genuine[: dice.choice([4096, 4096, 4096, dice.randint(1, 4095)])])
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
        answer = ask(page, "open", case | {"envelope": base64.b64encode(changed).decode()})
        assert answer["error"] in {"NotOurs", "NotAuthentic"}


@pytest.mark.parametrize("raw", [bytes(32), b"\1" + bytes(31), bytes(31)])
def test_nothing_is_sealed_to_a_bad_key(page: Page, raw: bytes) -> None:
    """Small order or another length."""
    asked = {"public_key": raw.hex(), "content": "00", "kind": "request", "context": ""}
    assert ask(page, "seal", asked) == {"error": "NotAKey"}


def test_too_much_is_too_long(page: Page) -> None:
    """One byte more than the largest envelope holds."""
    content = bytes(envelopes.capacity(Kind.REQUEST) + 1).hex()
    asked = {"public_key": ENVELOPES["public_key"], "content": content, "kind": "request", "context": ""}
    assert ask(page, "seal", asked) == {"error": "TooLong"}


def test_sizes(page: Page) -> None:
    """Every published step of every kind."""
    cases = [(kind, size, published) for kind, rows in SIZES["sizes"].items() for size, published in rows]
    found = ask(page, "sizes", [[kind, size] for kind, size, _ in cases])
    assert found == ["TooLong" if published is None else published for _, _, published in cases]
    lengths, padded = zip(*SIZES["padme"], strict=True)
    assert ask(page, "padme", list(lengths)) == list(padded)


@pytest.mark.parametrize("case", named(STATEMENTS["holds"]))
def test_a_statement_holds(page: Page, case: dict[str, Any]) -> None:
    """With the same check code as on paper."""
    assert ask(page, "verify", case | {"public_key": STATEMENTS["public_key"]}) == {"check_code": case["check_code"]}


@pytest.mark.parametrize("case", named(STATEMENTS["refused"]))
def test_a_statement_is_refused(page: Page, case: dict[str, Any]) -> None:
    """By the same name as in Python."""
    assert ask(page, "verify", case | {"public_key": STATEMENTS["public_key"]}) == {"error": case["error"]}


def test_small_things_agree(page: Page) -> None:
    """Contexts, audiences, key ids."""
    case = ENVELOPES["opens"][0]
    assert ask(page, "context", case["context_parts"]) == case["context"]
    assert ask(page, "audience", STATEMENTS["locator"]) == STATEMENTS["audience"]
    assert ask(page, "keyId", ENVELOPES["public_key"]) == ENVELOPES["key_id"]
    assert ask(page, "canSeal") is True


def test_canonical_json_agrees(page: Page) -> None:
    """Order by UTF-16 code units, escapes, numbers, nothing else."""
    value: dict[str, Any] = {"б": 1, "a": [None, True, {"z": '\u2028\t"\\/', "\U0001f54a": 0, "\ufb01": -5}], "": "é"}
    assert ask(page, "canonical", value) == rfc8785.dumps(value).decode()
