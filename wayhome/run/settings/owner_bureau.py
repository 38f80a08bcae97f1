"""Migrations of the bureau database, as its owner. No site runs with these settings."""

from wayhome.run.settings.base import database
from wayhome.run.settings.inner import *  # noqa: F403

DATABASES = {"default": database("WAYHOME_BUREAU_OWNER_DATABASE_URL")}
