"""Sign-in, sign-out and the one-time link."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayhome.protection import actions, signing_in
from wayhome.protection.errors import EnrolmentRefused, SignInRefused
from wayhome.protection.models import Officer
from wayhome.protection.roles import names_of

_NEXT = "next"
_PROBLEM = "sign_in_problem"


@never_cache
@require_safe
def sign_in(request: HttpRequest) -> HttpResponse:
    """One button: sign in with a passkey. In demo mode also one for each invented officer."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    if _NEXT in request.GET:
        # Kept in the session, so that the address is not carried from form to form.
        request.session[_NEXT] = request.GET[_NEXT]
    context = {
        "personas": [(persona, names_of(persona.roles)) for persona in _personas()],
        "refused": request.session.pop(_PROBLEM, False),
    }
    return render(request, "protection/sign_in.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_passkey(request: HttpRequest) -> HttpResponse:
    """GET: the challenge, for the page's script. POST: the browser's answer."""
    if request.method == "GET":
        return JsonResponse({"request_options": signing_in.sign_in_options()})
    at = timezone.now()
    try:
        return _entered(request, signing_in.read_sign_in(request.POST, at))
    except SignInRefused:
        request.session[_PROBLEM] = True
        return redirect("sign_in")


@require_POST
def sign_in_demo(request: HttpRequest, login: str) -> HttpResponse:
    """Enter as an invented officer. Outside demo mode this address does not exist."""
    if not settings.WAYHOME_DEMO:
        raise Http404
    from wayhome.protection import demo  # importing it outside demo mode raises, on purpose

    officer = demo.persona_officer(login)
    if officer is None:
        raise Http404
    return _entered(request, officer)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    signing_in.sign_out(request, timezone.now())
    return redirect("sign_in")


@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest, token: str) -> HttpResponse:
    """The one-time link. Opening it changes nothing, because mail programs open links too; its button uses it."""
    if request.method == "GET":
        return render(request, "protection/enrol.html")
    at = timezone.now()
    try:
        officer = actions.use_enrolment(token, at)
    except EnrolmentRefused:
        return _link_refused(request)
    signing_in.begin_enrolment(request, officer, at)
    return redirect("enrol_passkey")


@never_cache
@require_http_methods(["GET", "POST"])
def enrol_passkey(request: HttpRequest) -> HttpResponse:
    """Make the passkey, and be signed in with it."""
    at = timezone.now()
    try:
        officer = signing_in.enrolling_officer(request, at)
    except EnrolmentRefused:
        return _link_refused(request)
    refused = False
    if request.method == "POST":
        credential = signing_in.read_new_passkey(request.POST, officer)
        if credential is not None:
            return _entered(request, actions.add_passkey(officer.pk, "passkey", credential, at))
        refused = True
    context = {
        "officer": officer,
        "refused": refused,
        "js_data": {"creation_options": signing_in.new_passkey_options(officer)},
    }
    return render(request, "protection/enrol_passkey.html", context)


def _entered(request: HttpRequest, officer: Officer) -> HttpResponse:
    wanted = request.session.get(_NEXT, "")
    signing_in.sign_in(request, officer, timezone.now())
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=False)
    response = redirect(wanted if wanted and safe else resolve_url(settings.LOGIN_REDIRECT_URL))
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        _speak(response, officer.language)
    return response


def _speak(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Strict",
    )


def _link_refused(request: HttpRequest) -> HttpResponse:
    return render(request, "protection/enrol_refused.html", status=410)


def _personas() -> list[Officer]:
    if not settings.WAYHOME_DEMO:
        return []
    from wayhome.protection import demo

    return [officer for login in demo.PERSONAS if (officer := demo.persona_officer(login)) is not None]
