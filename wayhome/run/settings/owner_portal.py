"""Migrations of the portal database, as its owner. No site runs with these settings."""

from wayhome.run.settings.base import database
from wayhome.run.settings.portal import *  # noqa: F403

DATABASES = {"default": database("WAYHOME_PORTAL_OWNER_DATABASE_URL")}
