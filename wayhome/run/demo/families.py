"""Two invented families ask, as the public site does it: `python -m wayhome.run.demo.families file`, then `read`.

A process of its own with the settings of the public site, because nothing of the inner zone may put a question in. The
codes are the same in every demo bureau, so that anybody can look; a real code is drawn and shown to nobody else.
"""

import os
import sys
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wayhome.run.settings.portal")

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from wayhome.seal.digits import PAYLOAD, Family, with_check_digits
from wayhome.seal.receipts import ReceiptCode


@dataclass(frozen=True, slots=True)
class Asking:
    """One invented family: who asks, in which language, with which code, and what it wrote on the pages."""

    who: str
    language: str
    code: ReceiptCode
    answers: Mapping[str, str]


def _code(digit: str) -> ReceiptCode:
    return ReceiptCode(with_check_digits(digit * PAYLOAD, Family.RECEIPT))


OLENA = Asking(
    "Olena",
    "ru",
    _code("1"),
    {
        # In Russian Cyrillic, of a man whose papers are Ukrainian.
        "name": "Выгаданенко Данила Олегович",
        "sex": "he",
        "born": "март 2003",
        "place": "Выгадовка",
        "you": "Олена",
        "relation": "мать",
        "question": "Как звали его кота?",
        "answer": "Небывалый",
        "way": "code",
    },
)
HANNA = Asking(
    "Hanna",
    "uk",
    _code("2"),
    {
        "family": "Нікомуненко",
        "given": "Ніхтось",
        "sex": "he",
        "you": "Ганна",
        "relation": "сестра",
        "question": "Де ми ховали скарб?",
        "answer": "під вигаданою вербою",
        "way": "code",
    },
)
FAMILIES = (OLENA, HANNA)


def file() -> None:
    """Put both questions in, once; with their empty slots, as at any filing."""
    from django.db import transaction

    from wayhome.mailbox import incoming, slots
    from wayhome.portal.answers import first_slot, seal_question
    from wayhome.portal.keys import holder_of

    today = timezone.now().date()
    for family in FAMILIES:
        holder = holder_of(family.code)
        if slots.read(holder.locator) is not None:
            continue
        with transaction.atomic():
            envelope = seal_question(dict(family.answers), holder, language=family.language, day=today)
            incoming.put(envelope, id=uuid.uuid4(), day=today)
            slots.make(holder.locator, first_slot(holder, day=today))
        print(f"     {family.who} asks; in this demo her code is {family.code.shown()}")


def read() -> None:
    """Open Olena's slot with her code, as the public site does, and print what she reads, newest first."""
    from wayhome.mailbox import slots
    from wayhome.portal.keys import bureau_sign_key, holder_of
    from wayhome.portal.letters import read_bundle
    from wayhome.seal.slots import open_slot

    holder = holder_of(OLENA.code)
    content = open_slot(holder.keys, slots.read(holder.locator))
    bundle = read_bundle(content, locator=holder.locator, key=bureau_sign_key(), at=timezone.now())
    if bundle.refused:
        raise SystemExit("A letter in her slot could not be believed.")
    for letter in bundle.letters:
        print(f"     {letter.dated} [{letter.kind}] " + " ".join((letter.first_line, *letter.lines)))


def main() -> None:
    django.setup()
    if not settings.WAYHOME_DEMO:
        raise ImproperlyConfigured("Invented families exist in demo mode only (WAYHOME_DEMO=1).")
    {"file": file, "read": read}[sys.argv[1]]()


if __name__ == "__main__":
    main()
