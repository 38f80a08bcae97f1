"""The whole line over the wire, without a browser: Olena's pages as an old telephone would send them."""

import http.client
import re
from html import unescape
from typing import TypeAlias, cast
from urllib.parse import urlencode

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
