"""Who may do this, and whether the case allows it now. Each check returns nothing or raises."""

from datetime import datetime

from wayhome.matching import PartialDate
from wayhome.protection import roles
from wayhome.protection.models import Officer
from wayhome.protection.roles import Permission
from wayhome.registry.errors import (
    DateInTheFuture,
    DateNeedsAYear,
    NameMissing,
    NewerVersionExists,
    RecipientsMissing,
    RecipientsNotAsked,
    UnusualOrderNeedsAReason,
    WasErased,
)
from wayhome.registry.identity import Identity
from wayhome.registry.models import CustodyEvent, PersonHeld
from wayhome.registry.states import SOURCES_THAT_SET_STATUS, USUALLY_NEXT, Answer, Custody, Source, standing


def check_may_register(by: Officer, identity: Identity) -> None:
    roles.check_may(by, Permission.REGISTER_PERSON)
    if not identity.has_name():
        raise NameMissing


def check_may_correct(by: Officer, person: PersonHeld, identity: Identity, seen_version: int) -> None:
    """`seen_version` is the version on the officer's screen: nobody corrects what he has not seen."""
    roles.check_may(by, Permission.CORRECT_IDENTITY)
    check_not_erased(person)
    if person.version != seen_version:
        raise NewerVersionExists
    if not identity.has_name():
        raise NameMissing


def check_may_record_custody(by: Officer, person: PersonHeld) -> None:
    roles.check_may(by, Permission.RECORD_CUSTODY)
    check_not_erased(person)


def check_custody_fits(
    person: PersonHeld, status: Custody, source: Source, on_date: PartialDate | None, note: str, at: datetime
) -> None:
    """A lead fits anywhere, because it changes nothing by itself."""
    check_date(on_date, at)
    if source not in SOURCES_THAT_SET_STATUS or note.strip():
        return
    now = standing(CustodyEvent.objects.filter(person=person).only("status", "source", "on_date", "at"))
    if now is None or (on_date is not None and on_date.iso() < now.on_date):
        return
    if status not in USUALLY_NEXT[Custody(now.status)]:
        raise UnusualOrderNeedsAReason


def check_date(on_date: PartialDate | None, at: datetime) -> None:
    if on_date is None:
        return
    if on_date.year is None:
        raise DateNeedsAYear
    if on_date.iso() > at.date().isoformat():
        raise DateInTheFuture


def check_may_record_wish(by: Officer, person: PersonHeld, answer: Answer, only_these: str) -> None:
    roles.check_may(by, Permission.RECORD_WISHES)
    check_not_erased(person)
    if answer is Answer.ONLY_THESE and not only_these.strip():
        raise RecipientsMissing
    if answer is not Answer.ONLY_THESE and only_these.strip():
        raise RecipientsNotAsked


def check_not_erased(person: PersonHeld) -> None:
    if person.data_key_id is None:
        raise WasErased
