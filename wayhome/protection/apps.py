from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "wayhome.protection"

    def ready(self) -> None:
        """Refuse to start with a roles file that cannot be obeyed, or without the cipher."""
        from wayhome.protection import checks, keyring, roles  # noqa: F401  (checks register themselves)

        roles.policy()
        keyring.cipher_of(bytes(32))
