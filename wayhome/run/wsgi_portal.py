"""The family's site as granian loads it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wayhome.run.settings.portal")

from django.core.wsgi import get_wsgi_application

from wayhome.run.patience import Site

application = Site(get_wsgi_application(), kept=512 * 1024)
