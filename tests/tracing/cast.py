"""Olena asks, as the public site would seal it for her; Danylo is held; and a matcher without a process of its own."""

import hashlib
import json
import secrets
import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from wayhome.audit import Actor
from wayhome.matching import Index, PartialDate, PersonRecord
from wayhome.protection import bureau_keys
from wayhome.protection.models import Officer
from wayhome.protection.roles import Role
from wayhome.registry import actions as registry
from wayhome.registry import queries as held
from wayhome.registry.errors import MatcherSilent
from wayhome.registry.finding import Candidate, Found, Side
from wayhome.registry.identity import Identity, WrittenName
from wayhome.registry.models import OutboxItem, PersonHeld
from wayhome.registry.states import Answer, Custody, Purpose, Source
from wayhome.seal import slots
from wayhome.seal.envelopes import seal_to
from wayhome.seal.kinds import Kind
from wayhome.seal.receipts import ReceiptKeys
from wayhome.tracing import inbox, sealing, sought
from wayhome.tracing.models import TracingRequest

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)
HOUSE = Actor.process("test")

DANYLO = Identity(
    names=(WrittenName(family="Выдуманченко", given="Данило", patronymic="Казкович"),),
    birth_date=PartialDate(2003, 4, 7),
    birth_place="Небувалівка",
)
DMYTRO = Identity(names=(WrittenName(family="Казкаренко", given="Дмитро"),), birth_date=PartialDate(1988, 1, 2))


@dataclass
class Family:
    """One family with its code. Everything goes through real envelopes and real slots."""

    name: str = "Олена"
    language: str = "uk"
    sex: str = "he"
    way: str = "code"
    keys: ReceiptKeys = field(default_factory=lambda: ReceiptKeys(secrets.token_bytes(16), X25519PrivateKey.generate()))

    @property
    def token(self) -> bytes:
        return HKDFExpand(SHA256(), 32, b"wayhome speaking token 1").derive(self.keys.private.private_bytes_raw())

    def question(self, **changes: Any) -> dict[str, Any]:
        sought_ = {"name": "", "family": "Выдуманченко", "given": "Данило", "patronymic": "Казкович", "also": ""}
        sought_ |= {"sex": self.sex, "born": "7.04.2003", "place": "Небувалівка", "unit": "", "video": ""}
        receipt = {"public_key": self.keys.public.public_bytes_raw().hex(), "locator": self.keys.locator.hex()}
        return {
            "format": 1,
            "language": self.language,
            "sought": sought_,
            "enquirer": {"name": self.name, "relation": "мати", "question": "Як звати кота?", "answer": "Вигадько"},
            "reach": {"way": self.way, "detail": "", "safe_when": ""},
            "receipt": receipt | {"speaks": hashlib.sha256(self.token).hexdigest()},
            "filed_on": "2026-05-03",
        } | changes

    def word(self, text: str = "", token: bytes | None = None) -> dict[str, Any]:
        return {
            "format": 1,
            "receipt": {"locator": self.keys.locator.hex()},
            "token": (self.token if token is None else token).hex(),
            "text": text,
        }

    def read(self, slot: bytes) -> list[dict[str, Any]]:
        """The letters in a slot, as she sees them with her code: newest first."""
        letters: list[dict[str, Any]] = json.loads(slots.open_slot(self.keys, slot))["letters"]
        return letters

    def outbox(self) -> list[dict[str, Any]]:
        """What lies in the bureau's outbox for her, opened with her code."""
        return self.read(bytes(OutboxItem.objects.get(pk=self.request().id).body))

    def kinds(self) -> list[str]:
        return [letter["kind"] for letter in self.outbox()]

    def request(self) -> TracingRequest:
        return TracingRequest.objects.get(locator_mac=sealing.locator_mac(self.keys.locator))


def sealed(content: Any, kind: str = "request") -> bytes:
    """An envelope, closed as the public site closes it."""
    body = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
    context = f"wayhome/in/1/{kind}".encode()
    return seal_to(bureau_keys.seal_public(), body, kind=Kind.REQUEST, context=context)


def arrive(content: Any, kind: str = "request", *, at: datetime = NOON, id: UUID | None = None) -> UUID:
    """An envelope comes in and is opened."""
    id = id or uuid.uuid4()
    inbox.receive_envelope(id, sealed(content, kind), day=at.date(), at=at)
    inbox.open_arrived(at)
    return id


def officer(login: str, *roles: Role) -> Officer:
    return Officer.objects.create(
        id=uuid.uuid4(), login=login, display_name=login.title(), roles=list(roles), language="en", made_at=NOON
    )


def hold(identity: Identity, by: Officer, at: datetime = NOON) -> PersonHeld:
    """Registered, and in care by our own record."""
    person = registry.register_person(identity, by=by, at=at)
    day = PartialDate(at.year, at.month, at.day)
    registry.record_custody(
        person.id, Custody.HELD, source=Source.OWN_RECORD, on_date=day, place="Табір 3", by=by, at=at
    )
    return person


def wish(
    person: PersonHeld, answer: Answer, by: Officer, at: datetime, purpose: Purpose = Purpose.TELL_FAMILY, **more: str
) -> None:
    registry.record_wish(person.id, purpose, answer, language="uk", present="", by=by, at=at, **more)


def ask_in_process(question: PersonRecord, *, limit: int = 10, at_least: int = 0, side: Side = Side.HELD) -> Found:
    """What the matcher would answer, from the same tables, without its process."""
    source = held if side is Side.HELD else sought
    index = Index()
    for id, record in source.changed_since(0, by=HOUSE, at=NOON).people.items():
        if record is not None:
            index.add(str(id), record)
    result = index.search(question, limit=limit)
    found = tuple(Candidate(UUID(one.id), one.comparison) for one in result.candidates)
    return Found(found, result.fits, {}, len(index), True)


def silent(*_: object, **__: object) -> Found:
    raise MatcherSilent


def day(text: str) -> date:
    return date.fromisoformat(text)
