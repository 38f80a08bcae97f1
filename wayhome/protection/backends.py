"""Who may be signed in. Asked at sign-in and again with every request."""

from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from wayhome.protection.models import Officer
from wayhome.protection.rules import may_sign_in


class PasskeyBackend(BaseBackend):
    """Knows officers; proves nobody. The proof is a passkey's signature, checked in `signing_in`."""

    def authenticate(self, request: HttpRequest | None, **credentials: object) -> None:
        """Nobody signs in with something he could tell another."""

    def get_user(self, user_id: UUID | str) -> Officer | None:
        try:
            officer = Officer.objects.filter(pk=user_id).first()
        except ValidationError:
            return None
        return officer if officer is not None and may_sign_in(officer) else None
