"""The whole line over the wire, without a browser: Olena's pages as an old telephone sends them, and the desk's."""

import http.client
import re
from html import unescape
from typing import LiteralString, TypeAlias, cast
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener
from uuid import UUID

from django.http import HttpResponse

from tests.live import LiveBureau, until
from tests.portal.people import Visitor
from wayhome.audit import keyfiles
from wayhome.seal.receipts import PEPPER_SIZE, ReceiptCode, ReceiptKeys, derive

Words: TypeAlias = dict[str, str]
_LETTER = re.compile(r'<article class="po-letter[^"]*"[^>]*>(.*?)</article>', re.DOTALL)


class Wire:
    """One connection to one site, with the two verbs of Django's test client. `headers`: of the last answer, as sent.

    It keeps no cookie: the family's site needs none. `lasting`: one connection for everything, until `close`.
    """

    def __init__(self, port: int, language: str, *, lasting: bool = False) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._sends = {"Host": f"localhost:{port}", "Accept-Language": language, "Sec-Fetch-Site": "same-origin"}
        self._lasting = lasting
        self.headers: list[tuple[str, str]] = []

    def close(self) -> None:
        self._connection.close()

    def get(self, path: str) -> HttpResponse:
        return self._ask("GET", path, None)

    def post(self, path: str, words: Words) -> HttpResponse:
        return self._ask("POST", path, urlencode(words).encode())

    def _ask(self, method: str, path: str, body: bytes | None) -> HttpResponse:
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        try:
            self._connection.request(method, path, body, self._sends | form)
            answer = self._connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        if not self._lasting:
            self.close()
        self.headers = answer.getheaders()
        return HttpResponse(content, status=answer.status, headers={"Content-Type": answer.headers["Content-Type"]})


class Family(Visitor):
    """Olena on the wire: everything she does in a body of a POST, her words and her code."""

    def __init__(self, live: LiveBureau, language: str = "uk") -> None:
        super().__init__(language)
        self.wire = Wire(live.portal_port, language)
        self.client = self.wire  # type: ignore[assignment]

    @property
    def has_receipt(self) -> bool:
        return '<body class="po-receipt">' in self.html

    @property
    def letters_shown(self) -> list[str]:
        """The letters on her page as plain text, newest first."""
        plain = (re.sub(r"<[^>]*>", " ", letter) for letter in _LETTER.findall(self.html))
        return [" ".join(unescape(letter).split()) for letter in plain]

    def write_back(self, words: str) -> "Family":
        self.letters("write").letters("say", text=words)
        return self

    def withdraw(self) -> "Family":
        self.letters("withdraw").letters("withdraw_yes")
        return self


class PatientFamily(Family):
    """Presses the same button again when no page comes, or one that says that it did not work."""

    def post(self, path: str, words: Words) -> "PatientFamily":
        until(lambda: self._came(path, words), "a page to come")
        return self

    def _came(self, path: str, words: Words) -> bool:
        try:
            page = self.wire.post(path, words)
        except (OSError, http.client.HTTPException):
            return False
        if page.status_code != 200 or b'role="alert"' in page.content:
            return False
        self.show(page)
        return True


def keys_of(live: LiveBureau, code: str) -> ReceiptKeys:
    """What grows from a code with this site's pepper: where the reply lies, and the keys to it."""
    return derive(ReceiptCode(code), keyfiles.load(live.home / "portal", "pepper", PEPPER_SIZE))


def slot_of(live: LiveBureau, code: str) -> tuple[bytes, int] | None:
    """What lies in her slot, still closed, and its version; None where no slot is."""
    query = "SELECT body, version FROM mailbox_replyslot WHERE locator = %s"
    with live.sql("wayhome_portal") as sql:
        row = sql.execute(query, [keys_of(live, code).locator.hex()]).fetchone()
    return None if row is None else (cast(bytes, row[0]), int(str(row[1])))


def letters_come(live: LiveBureau, code: str, count: int = 1, *, language: str = "uk") -> PatientFamily:
    """Come back with the code until so many letters lie there."""
    olena = PatientFamily(live, language)

    def lie_there() -> bool:
        olena.come_back(code)
        return len(olena.letters_shown) >= count

    until(lie_there, f"{count} letters")
    return olena


class Desk:
    """An invented officer at the bureau's site, without a browser. `html` is the last page."""

    def __init__(self, live: LiveBureau, login: str) -> None:
        self._site = live.bureau_url
        self._open = build_opener(ProxyHandler({}), HTTPCookieProcessor()).open
        self.html = ""
        self.page("/sign-in/").press(f"/sign-in/demo/{login}/")

    def page(self, path: str) -> "Desk":
        with self._open(self._site + path, timeout=60) as answer:
            self.html = answer.read().decode()
        return self

    def press(self, path: str, **words: str) -> "Desk":
        """Send a form of the last page, with its token, and go where the answer leads."""
        token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', self.html)[-1]
        form = urlencode({"csrfmiddlewaretoken": token} | words).encode()
        request = Request(self._site + path, form, {"Origin": self._site})  # noqa: S310  (our own address)
        with self._open(request, timeout=60) as answer:
            self.html = answer.read().decode()
        return self

    def hidden(self, name: str) -> str:
        """What the page carries along under this name."""
        return str(re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)"', self.html)[-1])

    def open_case(self, request: UUID) -> "Desk":
        """With a reason, if one is asked for."""
        path = f"/requests/{request}/"
        self.page(path)
        return self.press(path, reason="request") if 'name="reason"' in self.html else self

    def say(self, candidate: UUID, verdict: str, because: str) -> "Desk":
        """Read the pair and write down a verdict."""
        path = f"/reading/{candidate}/"
        self.page(path)
        return self.press(path, round=self.hidden("round"), says=verdict, because=because)

    def answer(self, request: UUID) -> "Desk":
        """Send the letter exactly as it is shown."""
        path = f"/requests/{request}/answer/"
        self.page(path)
        return self.press(path, go="send", mark=self.hidden("mark"), own_words="")


def all_in(live: LiveBureau) -> int:
    """Wait until every question filed so far is in the bureau and its letters are out; how many questions there are."""
    filed = live.one("SELECT count(*) FROM mailbox_replyslot", database="wayhome_portal")
    under_way = "SELECT count(*) FROM registry_outboxitem WHERE delivered_version < version"
    until(lambda: live.one("SELECT count(*) FROM tracing_tracingrequest") >= filed, "every question to come in")
    until(lambda: live.one(under_way) == 0, "every letter to go out")
    return filed


def newest_request(live: LiveBureau) -> UUID:
    """The question that came in last, once there is one."""
    return _found(live, "SELECT request_id FROM tracing_requestversion ORDER BY at DESC LIMIT 1", [], "a question")


def candidate_of(live: LiveBureau, request: UUID) -> UUID:
    """Who may be the one sought, once the matching has found somebody."""
    query = "SELECT id FROM tracing_candidate WHERE request_id = %s ORDER BY bits DESC LIMIT 1"
    return _found(live, query, [request], "a candidate")


def _found(live: LiveBureau, query: LiteralString, values: list[UUID], what: str) -> UUID:
    rows: list[tuple[object, ...]] = []

    def is_there() -> bool:
        with live.sql() as sql:
            rows[:] = sql.execute(query, values).fetchall()
        return bool(rows)

    until(is_there, what)
    return cast(UUID, rows[0][0])
