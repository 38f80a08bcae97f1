from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "wayhome.protection"

    def ready(self) -> None:
        from wayhome.protection import checks  # noqa: F401  (registers the retention and role checks)
