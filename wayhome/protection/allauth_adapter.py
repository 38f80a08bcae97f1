"""What we allow of django-allauth: passkeys. No sign-up, no e-mail, no password."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from wayhome.protection.models import Officer


class NoSignUpAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library is untyped
    """Nobody makes an account for himself, and nothing is ever sent by e-mail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, *args: object, **kwargs: object) -> None:
        """There are no addresses to send to."""


class PasskeyAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library is untyped
    """How the bureau and the officer are called in the browser's passkey window."""

    def _get_site_name(self) -> str:
        return "Wayhome"

    def get_public_key_credential_user_entity(self, user: Officer) -> dict[str, str | bytes]:
        entity: dict[str, str | bytes] = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.display_name, "name": user.login}
