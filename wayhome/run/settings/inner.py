"""What the processes of the inner zone share: the bureau's rooms, its key folder, its sign-in."""

import os
from pathlib import Path

from wayhome.run.settings.base import *  # noqa: F403
from wayhome.run.settings.base import cookie, database, templates
from wayhome.web import security

WAYHOME_HOME = Path(os.environ.get("WAYHOME_HOME", "/nonexistent/wayhome-home-not-set"))
WAYHOME_KEYS = WAYHOME_HOME / "keys"
WAYHOME_MATCHER_SOCKET = Path(os.environ.get("WAYHOME_MATCHER_SOCKET", WAYHOME_HOME / "run" / "matcher.sock"))

DATABASES = {"default": database("WAYHOME_BUREAU_DATABASE_URL")}

INSTALLED_APPS = [
    "wayhome.bureau",
    "wayhome.tracing",
    "wayhome.registry",
    "wayhome.protection",
    "wayhome.audit",
    "wayhome.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "django_htmx",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    *security.MIDDLEWARE_FIRST,
    "django.contrib.sessions.middleware.SessionMiddleware",
    "wayhome.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wayhome.protection.sessions.SessionLimits",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = templates(
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "wayhome.bureau.context.standing",
)
ROOT_URLCONF = "wayhome.bureau.urls"
WSGI_APPLICATION = "wayhome.run.wsgi_bureau.application"

AUTH_USER_MODEL = "protection.Officer"
AUTHENTICATION_BACKENDS = ["wayhome.protection.backends.PasskeyBackend"]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"
ACCOUNT_ADAPTER = "wayhome.protection.allauth_adapter.NoSignUpAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_ADAPTER = "wayhome.protection.allauth_adapter.PasskeyAdapter"
# Off everywhere: on, the library stops looking at origins at all. http://localhost it takes for secure by itself.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False

SESSION_COOKIE_NAME = cookie("bureau_session")
CSRF_COOKIE_NAME = cookie("bureau_csrf")
LANGUAGE_COOKIE_NAME = cookie("bureau_language")
SESSION_COOKIE_AGE = 12 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# A list of a few megabytes comes in through a form; larger ones through the command line.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
# An upload stays in memory: a temporary file would be a readable copy at rest.
FILE_UPLOAD_MAX_MEMORY_SIZE = 21 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

DATABASE_ROUTERS = ["wayhome.run.routers.InnerRouter"]
