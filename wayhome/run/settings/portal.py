"""The family's site: the portal database as `portal_web`. It knows no key folder and no other room."""

import os

from wayhome.run.settings.base import *  # noqa: F403
from wayhome.run.settings.base import cookie, database, templates
from wayhome.web import security

DATABASES = {"default": database("WAYHOME_PORTAL_DATABASE_URL")}
INSTALLED_APPS = [
    "wayhome.portal",
    "wayhome.mailbox",
    "wayhome.web",
    "csp",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    *security.MIDDLEWARE_FIRST,
    "wayhome.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = templates()

# Two public keys of the bureau, and the pepper without which a copy of the database leads to no code. Nothing here
# opens anything. Without them the pages stand, but none takes a word in.
WAYHOME_BUREAU_SEAL_KEY = bytes.fromhex(os.environ.get("WAYHOME_BUREAU_SEAL_KEY", ""))
WAYHOME_BUREAU_SIGN_KEY = bytes.fromhex(os.environ.get("WAYHOME_BUREAU_SIGN_KEY", ""))
WAYHOME_PORTAL_PEPPER = bytes.fromhex(os.environ.get("WAYHOME_PORTAL_PEPPER", ""))

# No page takes a file, and words are few. Nothing is ever put into a temporary file: that would be a readable copy.
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 0
CONTENT_SECURITY_POLICY = security.PORTAL_CONTENT_SECURITY_POLICY
ROOT_URLCONF = "wayhome.portal.urls"
WSGI_APPLICATION = "wayhome.run.wsgi_portal.application"
CSRF_COOKIE_NAME = cookie("site_csrf")
LANGUAGE_COOKIE_NAME = cookie("site_language")
