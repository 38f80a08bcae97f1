"""The family's site: the portal database as `portal_web`. It knows no key folder and no other room."""

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
CONTENT_SECURITY_POLICY = security.PORTAL_CONTENT_SECURITY_POLICY
ROOT_URLCONF = "wayhome.portal.urls"
WSGI_APPLICATION = "wayhome.run.wsgi_portal.application"
CSRF_COOKIE_NAME = cookie("site_csrf")
LANGUAGE_COOKIE_NAME = cookie("site_language")
