"""Which tables live in which database."""

from typing import Any

from django.db.models import Model

PORTAL_ROOMS = frozenset({"mailbox"})


class InnerRouter:
    """In the inner zone the mailbox's tables are in the portal database, everything else in the bureau's."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return "portal" if model._meta.app_label in PORTAL_ROOMS else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Inner-zone settings migrate the bureau database only; the portal's owner migrates the other."""
        return db == "default" and app_label not in PORTAL_ROOMS
