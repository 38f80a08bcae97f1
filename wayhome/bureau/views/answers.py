"""The answer to a family: what his wish allows now, the letter exactly as it will be read, and one button."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wayhome.bureau import allowed, cases
from wayhome.bureau.cases import LetterSheet
from wayhome.bureau.explain import in_words
from wayhome.bureau.forms.cases import OwnWordsForm, WhichLineForm
from wayhome.bureau.opening import actor
from wayhome.bureau.reasons import Reason
from wayhome.protection import keyring, roles
from wayhome.protection.doors import OfficerRequest, may_enter
from wayhome.protection.roles import Permission
from wayhome.registry import queries as held
from wayhome.registry.queries import PersonView
from wayhome.registry.states import Answer, Purpose
from wayhome.tracing import actions
from wayhome.tracing import reading as pairs
from wayhome.tracing.answering import Answered, his_list
from wayhome.tracing.errors import NeverSent, NothingConfirmed, SpokenNotWritten
from wayhome.tracing.facts import confirmed_person
from wayhome.tracing.inside import Inside
from wayhome.tracing.reading import CaseView
from wayhome.tracing.states import CandidateState, LetterKind


@dataclass(frozen=True, slots=True)
class Prepared:
    """What could go out this moment. mark: names this very letter, so that no other one is sent by its button."""

    inside: Inside
    letter: LetterSheet | None = None
    mark: str = ""
    refused: str = ""


@may_enter(Permission.SEE_REQUESTS, Permission.ANSWER_FAMILIES)
@require_http_methods(["GET", "POST"])
@in_words
def answer(request: OfficerRequest, request_id: UUID) -> HttpResponse:
    """The letter as it would go out now. POST "show" takes his own words in; POST "send" sends what was shown."""
    case, person = _opened(request, request_id)
    form = OwnWordsForm(request.POST if request.method == "POST" else None)
    own_words = form.cleaned_data["own_words"] if form.is_bound and form.is_valid() else ""
    prepared = _prepare(request, case, own_words)
    problem = ""
    if request.POST.get("go") == "send" and form.is_valid():
        if prepared.letter is not None and prepared.mark == request.POST.get("mark"):
            return _send(request, request_id, own_words)
        problem = _(
            "Nothing was sent: what may be said has changed since you opened the page. It stands below as it is now."
        )
    page = {**_sheet(request, case, person, prepared), "form": form, "problem": problem, "own_words": own_words}
    return render(request, "bureau/cases/answer.html", page, status=409 if problem else 200)


def _opened(request: OfficerRequest, request_id: UUID) -> tuple[CaseView, PersonView]:
    """The request and the one confirmed, each after its row in the log.

    Raises:
        NoSuchRequest, WasWithdrawn, NothingConfirmed.
    """
    at = timezone.now()
    case = pairs.case(request_id, by=request.user, at=at, reason=Reason.ANSWER.value)
    person_id = confirmed_person(request_id)
    if person_id is None:
        raise NothingConfirmed
    return case, held.open_person(person_id, by=actor(request), at=at, reason=Reason.ANSWER.value)


def _prepare(request: OfficerRequest, case: CaseView, own_words: str) -> Prepared:
    """What would go out now, or why nothing does."""
    try:
        found = actions.preview_answer(case.id, own_words=own_words, by=request.user, at=timezone.now())
    except SpokenNotWritten:
        return Prepared(Inside.DIED)
    except NeverSent as problem:
        return Prepared(case.inside, refused=str(problem))
    if found.text is None or found.kind is None:
        return Prepared(found.inside)
    letter = cases.letter_sheet(found.text, kind=found.kind, language=case.question.language)
    return Prepared(found.inside, letter, _mark(case, found))


def _mark(case: CaseView, found: Answered) -> str:
    words = found.text.all_lines() if found.text else ()
    return keyring.keyed_hash("letter-shown", "\n".join([str(case.id), str(found.kind), *words]).encode()).hex()


def _send(request: OfficerRequest, request_id: UUID, own_words: str) -> HttpResponse:
    sent = actions.prepare_answer(request_id, own_words=own_words, by=request.user, at=timezone.now())
    if not sent.sent:
        messages.warning(request, _("Nothing was sent: it is not allowed any more."))
        return redirect("answer", request_id)
    messages.success(request, _("The letter is written, signed and on its way. The courier carries it."))
    return redirect("home")


def _sheet(request: OfficerRequest, case: CaseView, person: PersonView, prepared: Prepared) -> dict[str, object]:
    may_wish = roles.may(request.user, Permission.RECORD_WISHES)
    lines = _lines(person, prepared)
    talks = [talk for talk in case.talks if talk.done_at is None]
    return {
        "at": timezone.now(),
        "case": case,
        "person_reference": person.reference,
        "confirmed": _confirmed(case),
        "allows": prepared.refused or allowed.sentence(prepared.inside, person, _contains(person, prepared)),
        "wishes": allowed.rows(person),
        "enquirer": cases.enquirer_rows(case.question.enquirer),
        "line_form": WhichLineForm(lines=lines) if lines else None,
        "by_voice": prepared.inside is Inside.DIED,
        "talk": talks[0] if talks else None,
        "reach": cases.reach_sheet(case.question.reach),
        "letter": prepared.letter,
        "mark": prepared.mark,
        "takes_words": prepared.letter is not None and allowed.may(person, Purpose.LETTERS),
        "not_said": allowed.not_said(person) if prepared.letter else [],
        "ask_again_address": reverse("wish", args=[person.id]) if may_wish else "",
    }


def _confirmed(case: CaseView) -> str:
    told = next(one for one in case.candidates if one.state is CandidateState.SAME)
    return _("%(person)s is the one this family seeks: readers agreed on it.") % {"person": told.person_reference}


def _lines(person: PersonView, prepared: Prepared) -> list[str]:
    """Whom he named, while nobody has said yet which of them this enquirer is."""
    wish = allowed.standing(person, Purpose.TELL_FAMILY)
    open_list = wish is not None and wish.answer is Answer.ONLY_THESE and prepared.inside is Inside.HE_SAID_NO
    return his_list(person) if open_list else []


def _contains(person: PersonView, prepared: Prepared) -> tuple[bool, bool]:
    """Whether the letter says where he is, and whether it carries his own words."""
    place = person.status.place if person.status else ""
    letter = prepared.letter
    if letter is None:
        return False, False
    return bool(place) and place in letter.lines, letter.kind is LetterKind.WORD_FROM_HIM


@may_enter(Permission.SEE_REQUESTS, Permission.ANSWER_FAMILIES)
@require_POST
@in_words
def answer_line(request: OfficerRequest, request_id: UUID) -> HttpResponse:
    """Which of the people he named this enquirer is. Without a choice the page asks once more."""
    case, person = _opened(request, request_id)
    form = WhichLineForm(request.POST, lines=his_list(person))
    if form.is_valid():
        actions.name_on_his_list(request_id, line=int(form.cleaned_data["line"]), by=request.user, at=timezone.now())
        return redirect("answer", request_id)
    page = {**_sheet(request, case, person, _prepare(request, case, "")), "line_form": form, "form": OwnWordsForm()}
    return render(request, "bureau/cases/answer.html", page)
