"""The worker: the bureau database as `bureau_web`, and the portal database as `courier`."""

from wayhome.run.settings.base import database
from wayhome.run.settings.inner import *  # noqa: F403
from wayhome.run.settings.inner import DATABASES, INSTALLED_APPS

DATABASES = {**DATABASES, "portal": database("WAYHOME_COURIER_DATABASE_URL")}
INSTALLED_APPS = [*INSTALLED_APPS, "wayhome.mailbox"]
