"""What every process shares. Nothing here opens a database or a key: each process names what it may reach."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from psycopg.conninfo import conninfo_to_dict

from wayhome.run.logs import LOGGING  # noqa: F401  (Django reads it from here)
from wayhome.web import security

PROJECT = Path(__file__).resolve().parents[3]


def database(variable: str) -> dict[str, Any]:
    """The Django form of a libpq URL kept in an environment variable.

    Without the variable the connection has no name, and the first query fails loudly instead of reaching for a default.
    """
    given = conninfo_to_dict(os.environ.get(variable, ""))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": str(given.pop("dbname", "")),
        "USER": str(given.pop("user", "")),
        "PASSWORD": str(given.pop("password", "")),
        "HOST": str(given.pop("host", "")),
        "PORT": str(given.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, **given},
    }


def switch(variable: str) -> bool:
    return os.environ.get(variable, "") == "1"


WAYHOME_DEMO = switch("WAYHOME_DEMO")
# A bureau on one machine without HTTPS, reached as http://localhost: demo, trial and tests. Never on a network.
WAYHOME_PLAIN_HTTP = switch("WAYHOME_PLAIN_HTTP")
WAYHOME_POLICY = PROJECT / "policy"

DEBUG = False
# The supervisor hands each site a lasting key; a process started alone gets one that dies with it.
SECRET_KEY = os.environ.get("WAYHOME_SECRET_KEY") or secrets.token_urlsafe(48)
ALLOWED_HOSTS = os.environ.get("WAYHOME_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
LANGUAGE_CODE = "uk"
LANGUAGES = [("uk", _("Ukrainian")), ("ru", _("Russian")), ("en", _("English"))]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "/static/"
# Files are served from where they lie: nothing to collect, nothing that can be forgotten.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site needs our files

FORM_RENDERER = security.FORM_RENDERER
CONTENT_SECURITY_POLICY = security.CONTENT_SECURITY_POLICY
SECURE_REFERRER_POLICY = security.REFERRER_POLICY
CSRF_FAILURE_VIEW = security.CSRF_FAILURE_VIEW
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 0 if WAYHOME_PLAIN_HTTP else 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not WAYHOME_PLAIN_HTTP
SECURE_SSL_REDIRECT = False  # the proxy in front does it; a redirect here would leak the first request's path in clear
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not WAYHOME_PLAIN_HTTP
CSRF_COOKIE_AGE = None  # until the browser closes, like every cookie of ours: nothing to be found a year later
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Strict"


def cookie(name: str) -> str:
    """A cookie's full name: bound to this one host by its prefix wherever HTTPS is on (a `__Host-` cookie needs it)."""
    return name if WAYHOME_PLAIN_HTTP else f"__Host-{name}"


def templates(*context_processors: str) -> list[dict[str, Any]]:
    return [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.template.context_processors.i18n",
                    *context_processors,
                ]
            },
        }
    ]
