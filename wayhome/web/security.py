"""What every answer of both sites says about itself to the browser. Settings import these values."""

from typing import Any, Final

SELF: Final = "'self'"
NONE: Final = "'none'"

# Everything is refused, then our own host is allowed piece by piece. No inline script, no inline style, no data: URL.
CONTENT_SECURITY_POLICY: Final[dict[str, Any]] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# The family's pages carry no script at all, so the page may not even be given a way to write one.
PORTAL_CONTENT_SECURITY_POLICY: Final[dict[str, Any]] = {
    "DIRECTIVES": {
        **CONTENT_SECURITY_POLICY["DIRECTIVES"],
        "script-src": [NONE],
        "connect-src": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": [NONE],
    }
}

# Not "no-referrer": with it browsers send "Origin: null" with our own forms, and the CSRF check refuses every POST.
# "same-origin" gives other sites exactly as little: nothing.
REFERRER_POLICY: Final = "same-origin"

_REFUSED: Final = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
PERMISSIONS_POLICY: Final = ", ".join(f"{feature}=()" for feature in _REFUSED)

# Set on every answer unless the view has said otherwise.
HEADERS: Final[dict[str, str]] = {
    "Referrer-Policy": REFERRER_POLICY,
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

# These stand before everything else, so that static files and error pages carry the headers too.
MIDDLEWARE_FIRST: Final = (
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "wayhome.web.middleware.HouseHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
)

FORM_RENDERER: Final = "wayhome.web.forms.HouseRenderer"
CSRF_FAILURE_VIEW: Final = "wayhome.web.errors.csrf_failure"
