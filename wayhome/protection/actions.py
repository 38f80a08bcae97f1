"""What is done to officers. Every verb checks, changes and records in one transaction."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from wayhome import audit
from wayhome.protection import roles as policies
from wayhome.protection import rules
from wayhome.protection.errors import DemoRefused, EnrolmentRefused, LoginNotPlain, LoginTaken
from wayhome.protection.models import LOGIN_FORM, EnrolmentLink, Language, Officer, new_stamp

LINK_LIVES = timedelta(hours=24)


@transaction.atomic
def add_officer(
    login: str, display_name: str, roles: Iterable[str], language: str, by: audit.Actor, at: datetime
) -> tuple[Officer, str]:
    """Add an officer; returns him and the secret of his one-time link `/enrol/<secret>/`, shown once and not kept.

    Raises:
        NotAllowed: `by` may not manage officers.
        LoginNotPlain, LoginTaken, RolesDoNotMix: the rule in the name.
    """
    rules.check_may_manage(by)
    officer = make_officer(login, display_name, roles, language, at=at)
    audit.record(audit.Act.OFFICER_ADDED, by=by, at=at, subjects=[officer.pk], reason=", ".join(officer.roles))
    return officer, _new_link(officer, at)


def make_officer(
    login: str, display_name: str, roles: Iterable[str], language: str, *, at: datetime, is_demo: bool = False
) -> Officer:
    """The officer's row alone; for `add_officer` and the demonstration."""
    if not LOGIN_FORM.fullmatch(login):
        raise LoginNotPlain("A login is 2 to 40 small Latin letters, digits, dots or hyphens, beginning with a letter.")
    officer = Officer(
        login=login,
        display_name=" ".join(display_name.split())[:80] or login,
        roles=policies.check_mix(roles),
        language=language if language in Language.values else Language.UKRAINIAN,
        is_demo=is_demo,
        made_at=at,
    )
    try:
        with transaction.atomic():
            officer.save(force_insert=True)
    except IntegrityError:
        raise LoginTaken("Another officer has this login.") from None
    return officer


@transaction.atomic
def renew_enrolment(officer_id: UUID, by: audit.Actor, at: datetime) -> str:
    """A new one-time link for an officer who has lost his passkey; earlier links stop working. Returns its secret.

    The passkeys he has are replaced when the link is used, not before: a link made by mistake locks nobody out.
    """
    rules.check_may_manage(by)
    officer = _locked(officer_id)
    if officer.is_demo:
        raise DemoRefused("An invented officer gets no link.")
    EnrolmentLink.objects.filter(officer=officer, used_at=None).delete()
    audit.record(audit.Act.ENROLMENT_RENEWED, by=by, at=at, subjects=[officer.pk])
    return _new_link(officer, at)


@transaction.atomic
def use_enrolment(token: str, at: datetime) -> Officer:
    """Take the link, once. Whoever holds it may now add one passkey for this officer, and nothing else.

    Raises:
        EnrolmentRefused: unknown, used, older than a day, or the officer may not sign in. Which of these is not said.
    """
    link = EnrolmentLink.objects.select_for_update().filter(token_hash=_fingerprint(token)).first()
    if link is None or link.used_at is not None or not link.made_at <= at < link.expires_at:
        raise EnrolmentRefused("This link cannot be used.")
    if not rules.may_sign_in(link.officer) or link.officer.is_demo:
        raise EnrolmentRefused("This link cannot be used.")
    link.used_at = at
    link.save(update_fields=["used_at"])
    audit.record(audit.Act.ENROLMENT_USED, by=audit.Actor.officer(link.officer_id), at=at, subjects=[link.officer_id])
    return link.officer


@transaction.atomic
def add_passkey(officer_id: UUID, name: str, credential: dict[str, object], at: datetime) -> Officer:
    """Keep the public half of a new passkey in place of all earlier ones, and end every open session of this officer.

    The credential must have passed the browser ceremony already (`signing_in.read_new_passkey`).
    """
    officer = _locked(officer_id)
    rules.check_may_sign_in(officer)
    Authenticator.objects.filter(user=officer).delete()
    Authenticator.objects.create(
        user=officer,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": name[:60], "credential": credential},
        created_at=at,
    )
    _end_sessions(officer)
    audit.record(audit.Act.PASSKEY_ADDED, by=audit.Actor.officer(officer.pk), at=at, subjects=[officer.pk])
    return officer


@transaction.atomic
def suspend_officer(officer_id: UUID, by: audit.Actor, at: datetime, reason: str = "") -> None:
    """Shut an officer out: open sessions end with his next click, links stop working. Nothing he did is lost."""
    rules.check_may_manage(by)
    rules.check_not_oneself(officer_id, by)
    officer = _locked(officer_id)
    officer.is_active, officer.suspended_at = False, at
    officer.save(update_fields=["is_active", "suspended_at"])
    EnrolmentLink.objects.filter(officer=officer, used_at=None).delete()
    _end_sessions(officer)
    audit.record(audit.Act.OFFICER_SUSPENDED, by=by, at=at, subjects=[officer.pk], reason=reason)


@transaction.atomic
def restore_officer(officer_id: UUID, by: audit.Actor, at: datetime) -> None:
    """Let a suspended officer sign in again, with the passkey he has."""
    rules.check_may_manage(by)
    rules.check_not_oneself(officer_id, by)
    officer = _locked(officer_id)
    officer.is_active, officer.suspended_at = True, None
    officer.save(update_fields=["is_active", "suspended_at"])
    audit.record(audit.Act.OFFICER_RESTORED, by=by, at=at, subjects=[officer.pk])


@transaction.atomic
def change_roles(officer_id: UUID, roles: Iterable[str], by: audit.Actor, at: datetime) -> None:
    """Give an officer these roles in place of those he had. Works from his next click on."""
    rules.check_may_manage(by)
    rules.check_not_oneself(officer_id, by)
    officer = _locked(officer_id)
    officer.roles = policies.check_mix(roles)
    officer.save(update_fields=["roles"])
    audit.record(audit.Act.ROLES_CHANGED, by=by, at=at, subjects=[officer.pk], reason=", ".join(officer.roles))


def _locked(officer_id: UUID) -> Officer:
    return Officer.objects.select_for_update().get(pk=officer_id)


def _end_sessions(officer: Officer) -> None:
    officer.stamp = new_stamp()
    officer.save(update_fields=["stamp"])


def _new_link(officer: Officer, at: datetime) -> str:
    token = secrets.token_urlsafe(24)
    EnrolmentLink.objects.create(
        token_hash=_fingerprint(token), officer=officer, made_at=at, expires_at=at + LINK_LIVES
    )
    return token


def _fingerprint(token: str) -> str:
    """A plain hash is enough: the secret has 192 random bits, there is nothing to guess."""
    return hashlib.sha256(token.encode()).hexdigest()
