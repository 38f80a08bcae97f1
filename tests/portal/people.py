"""How a family uses the site in tests: page after page, as a browser would send it; and how the bureau answers."""

import json
import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.http import HttpResponse
from django.test import Client

from wayhome.portal.keys import Holder, holder_of
from wayhome.seal.check_codes import check_code_of
from wayhome.seal.receipts import ReceiptCode
from wayhome.seal.signatures import sign
from wayhome.seal.slots import fill_slot
from wayhome.seal.statements import Letter, audience_of

SEAL = X25519PrivateKey.generate()
SIGN = Ed25519PrivateKey.generate()

WHOM = {"name": "Вигаданенко Данило Петрович", "sex": "he", "born": "весна 1999", "place": "Вигадане, навесні"}
YOU = {"relation": "мама", "you": "Олена", "question": "Як звали нашого собаку?", "answer": "Грушка"}
REACH = {"way": "code"}


class Visitor:
    """Somebody in front of the site. Remembers the last page; `code` is the code it carried."""

    def __init__(self, language: str = "uk") -> None:
        self.client = Client(headers={"accept-language": language, "sec-fetch-site": "same-origin"})
        self.page: HttpResponse = HttpResponse()

    @property
    def html(self) -> str:
        return self.page.content.decode()

    @property
    def text(self) -> str:
        """What stands on the page, without tags and filling."""
        plain = re.sub(r"<!--.*?-->", " ", self.html, flags=re.DOTALL)
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", plain)).split())

    @property
    def code(self) -> str:
        (found,) = set(re.findall(r'name="code" value="(\d{24})"', self.html))
        return str(found)

    @property
    def holder(self) -> Holder:
        return holder_of(ReceiptCode(self.code))

    def ask(self, go: str = "next", **words: str) -> "Visitor":
        """Press a button of the question, with these words in the page's fields and everything hidden sent along."""
        hidden = self.hidden() if self.page.content else {}
        return self.post("/ask/", hidden | words | {"go": go})

    def letters(self, go: str = "", **words: str) -> "Visitor":
        """Press a button of the page behind the code."""
        return self.post("/letters/", self.hidden() | words | {"go": go})

    def come_back(self, code: str) -> "Visitor":
        return self.post("/letters/", {"code": code, "go": "open"})

    def post(self, path: str, words: dict[str, str]) -> "Visitor":
        return self.show(self.client.post(path, words))

    def open(self, path: str) -> "Visitor":
        return self.show(self.client.get(path))

    def show(self, page: Any) -> "Visitor":
        self.page = page
        return self

    def hidden(self) -> dict[str, str]:
        found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.html)
        return {name: unescape(value) for name, value in found}

    def begin(self) -> "Visitor":
        return self.post("/ask/", {"go": "begin"})

    def at_review(self, **words: str) -> "Visitor":
        """Everything filled in, the last page in front of her."""
        self.begin().ask()
        self.ask(**(WHOM | {name: words[name] for name in words if name not in {*YOU, *REACH}}))
        self.ask(**(YOU | {name: words[name] for name in YOU if name in words}))
        return self.ask(**(REACH | {name: words[name] for name in ("way", "detail", "safe_when") if name in words}))

    def file(self, **words: str) -> "Visitor":
        return self.at_review(**words).ask("send")


def a_letter(
    holder: Holder,
    *lines: str,
    kind: str = "no_news",
    day: date = date(2026, 5, 3),
    ending: int = 0,
    key: Ed25519PrivateKey = SIGN,
    language: str = "uk",
) -> dict[str, Any]:
    """A letter as the bureau writes it into a slot; the last `ending` lines are its ending."""
    issued = datetime(day.year, day.month, day.day, 6, 0, tzinfo=UTC)
    statement = Letter(uuid4(), issued, language, lines, "bureau", audience_of(holder.locator))
    signed = sign(statement, key)
    split = len(lines) - ending
    return {
        "id": str(statement.id),
        "dated": day.isoformat(),
        "kind": kind,
        "language": language,
        "first_line": lines[0],
        "lines": list(lines[1:split]),
        "ending": list(lines[split:]),
        "signed_by": "bureau",
        "check_code": check_code_of(signed),
        **json.loads(signed),
    }


def a_slot(holder: Holder, *letters: dict[str, Any], locator: bytes | None = None) -> bytes:
    """A sealed slot that holds these letters."""
    content = json.dumps({"format": 1, "letters": list(letters)}, ensure_ascii=False).encode()
    return fill_slot(holder.keys.public, content, locator=locator or holder.locator)
