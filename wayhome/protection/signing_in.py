"""The passkey ceremonies, and what happens to the session around them.

The WebAuthn arithmetic is django-allauth's and fido2's; its pages are not used, so none of its addresses exist here.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import LoginWebAuthnForm, SignupWebAuthnForm
from allauth.mfa.webauthn.internal import auth as ceremonies
from django.contrib.auth import login, logout
from django.db import transaction
from django.http import HttpRequest, QueryDict

from wayhome import audit
from wayhome.protection import rules, sessions
from wayhome.protection.errors import EnrolmentRefused, SignInRefused
from wayhome.protection.models import Officer

ENROLMENT_LASTS = timedelta(minutes=15)
_ENROLLING = "enrolling"
_BACKEND = "wayhome.protection.backends.PasskeyBackend"
# What the libraries raise on input no browser sends.
_MALFORMED = (AttributeError, IndexError, KeyError, TypeError, ValueError, OverflowError)


def sign_in_options() -> dict[str, Any]:
    """What the browser needs to ask its user for a passkey. The challenge is kept in the session."""
    options: dict[str, Any] = ceremonies.begin_authentication(user=None)
    return options


def read_sign_in(data: QueryDict, at: datetime) -> Officer:
    """The officer whose passkey signed our challenge, with finger or PIN.

    Raises:
        SignInRefused: anything else. Why is not said.
    """
    try:
        form = LoginWebAuthnForm(data)
        proved: Authenticator | None = form.cleaned_data["credential"] if form.is_valid() else None
    except _MALFORMED:
        proved = None
    if proved is None:
        raise SignInRefused("The passkey was not accepted.")
    Authenticator.objects.filter(pk=proved.pk).update(last_used_at=at)
    officer = Officer.objects.get(pk=proved.user_id)
    rules.check_may_sign_in(officer)
    return officer


@transaction.atomic
def sign_in(request: HttpRequest, officer: Officer, at: datetime) -> None:
    """Open a session for this officer under a new session id, with both its clocks started.

    Raises:
        SignInRefused: suspended, or invented while the demonstration is off.
    """
    rules.check_may_sign_in(officer)
    logout(request)  # whatever this browser session held before, it does not carry over
    login(request, officer, backend=_BACKEND)
    sessions.begin(request, at)
    audit.record(audit.Act.SIGNED_IN, by=audit.Actor.officer(officer.pk), at=at, subjects=[officer.pk])


@transaction.atomic
def sign_out(request: HttpRequest, at: datetime) -> None:
    """End the session and forget it."""
    officer = request.user
    if isinstance(officer, Officer):
        audit.record(audit.Act.SIGNED_OUT, by=audit.Actor.officer(officer.pk), at=at, subjects=[officer.pk])
    logout(request)


def begin_enrolment(request: HttpRequest, officer: Officer, at: datetime) -> None:
    """Let this browser add one passkey for the officer within a quarter of an hour. It is not signed in by this."""
    logout(request)
    request.session[_ENROLLING] = {"officer": str(officer.pk), "until": (at + ENROLMENT_LASTS).timestamp()}


def enrolling_officer(request: HttpRequest, at: datetime) -> Officer:
    """Whose passkey this browser may add now.

    Raises:
        EnrolmentRefused: nobody's.
    """
    leave = request.session.get(_ENROLLING)
    if not isinstance(leave, dict) or at.timestamp() >= leave["until"]:
        raise EnrolmentRefused("This link cannot be used.")
    officer = Officer.objects.filter(pk=UUID(leave["officer"])).first()
    if officer is None or not rules.may_sign_in(officer):
        raise EnrolmentRefused("This link cannot be used.")
    return officer


def new_passkey_options(officer: Officer) -> dict[str, Any]:
    """What the browser needs to make a passkey that works alone: kept on the device, opened by finger or PIN."""
    options: dict[str, Any] = ceremonies.begin_registration(officer, True)
    return options


def read_new_passkey(data: QueryDict, officer: Officer) -> dict[str, Any] | None:
    """The new passkey, if the browser answered our challenge rightly; None otherwise."""
    try:
        form = SignupWebAuthnForm(data, user=officer)
        if not form.is_valid():
            return None
    except _MALFORMED:
        return None
    credential: dict[str, Any] = form.cleaned_data["credential"]
    return credential
