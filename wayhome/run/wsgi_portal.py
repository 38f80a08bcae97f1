"""The family's site as granian loads it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wayhome.run.settings.portal")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
