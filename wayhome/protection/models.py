"""Officers, the links that let them in for the first time, and the wrapped data keys."""

import re
import secrets
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

LOGIN_FORM = re.compile(r"[a-z][a-z0-9.-]{1,39}")


class Language(models.TextChoices):
    UKRAINIAN = "uk", "Українська"
    RUSSIAN = "ru", "Русский"
    ENGLISH = "en", "English"


def new_stamp() -> str:
    return secrets.token_hex(16)


class OfficerManager(BaseUserManager["Officer"]):
    def get_by_natural_key(self, username: str | None) -> "Officer":
        return self.get(login=username)


class Officer(AbstractBaseUser):
    """A person who works at the bureau and signs in with a passkey.

    There is no password column: a secret that does not exist is neither guessed nor phished. There are no staff or
    superuser powers either; what an officer may do follows from `roles` and policy/roles.yaml alone.
    """

    password = None  # type: ignore[assignment]  # Django's way of leaving an inherited column out
    last_login = None  # the log says who signed in; the officer's row stays read-only then

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    login = models.CharField(max_length=40, unique=True)
    display_name = models.CharField(max_length=80)
    roles = ArrayField(models.CharField(max_length=40), default=list)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.UKRAINIAN)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    # Changing it ends every open session of this officer.
    stamp = models.CharField(max_length=32, default=new_stamp, editable=False)
    made_at = models.DateTimeField()
    suspended_at = models.DateTimeField(null=True)

    objects: ClassVar[OfficerManager] = OfficerManager()

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(login__regex=r"^[a-z][a-z0-9.-]{1,39}$"), name="officer_login_form"
            ),
        ]

    def check_password(self, raw_password: str) -> bool:
        return False

    def has_usable_password(self) -> bool:
        return False

    def get_session_auth_hash(self) -> str:
        return self.stamp

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        yield from ()  # a stamp has no older form

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name


class EnrolmentLink(models.Model):
    """Leave to add one passkey without signing in. Only a fingerprint of the link's secret is kept."""

    token_hash = models.CharField(primary_key=True, max_length=64)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="enrolment_links")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__lte=models.F("made_at") + models.Value(timedelta(hours=24))),
                name="enrolment_at_most_a_day",
            )
        ]


class DataKey(models.Model):
    """The key of one sealed record, itself locked with the key of a week.

    Deleting the row closes the record for ever: the plain key exists nowhere else, and the week's key that would
    open an old copy of the row in a log or a backup of the database is destroyed five weeks later.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    epoch = models.PositiveIntegerField(db_index=True)
    wrapped = models.BinaryField(max_length=60)  # nonce 12 ‖ key 32 ‖ tag 16
    made_on = models.DateField()  # no finer than a day: two stolen copies should not tell the hour of an arrival
