"""Asking who may be meant, and laying one candidate beside the question. A question is the body of a POST, only."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wayhome.audit import Actor
from wayhome.bureau import evidence, people, reasons
from wayhome.bureau.explain import explanation_of, in_words
from wayhome.bureau.forms.find import CompareForm, FindForm, as_typed
from wayhome.matching import Comparison, PersonRecord, compare
from wayhome.protection.doors import OfficerRequest, may_enter
from wayhome.protection.roles import Permission
from wayhome.registry import finding, queries
from wayhome.registry.errors import MatcherSilent
from wayhome.registry.finding import Found
from wayhome.registry.identity import to_record
from wayhome.registry.queries import PersonView
from wayhome.web.evidence import Told

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Result:
    """One candidate, ready for a page."""

    id: UUID
    reference: str
    name: str
    rows: list[people.Row]
    certain: str
    verdict: str
    findings: list[Told]
    speaking: list[Told]
    bits: float
    silent: list[str]


@may_enter(Permission.FIND_PEOPLE)
@require_http_methods(["GET", "POST"])
@in_words
def find(request: OfficerRequest) -> HttpResponse:
    """An empty form, or the answer to a question."""
    form = FindForm(request.POST or None)
    if not form.is_valid():
        return render(request, "bureau/find.html", {"form": form})
    try:
        found = finding.ask(form.question(), limit=SHOWN, at_least=queries.last_change())
    except MatcherSilent as problem:
        told = explanation_of(problem)
        return render(request, "bureau/find.html", {"form": form, "told": told}, status=told.status)
    return render(request, "bureau/answer.html", {"form": form, **_answer(request, found)})


def _answer(request: OfficerRequest, found: Found) -> dict[str, object]:
    at = timezone.now()
    opened = _opened(request, [candidate.person_id for candidate in found.candidates])
    results = [_result(opened[one.person_id], one.comparison) for one in found.candidates if one.person_id in opened]
    reasons.remember(request, list(opened), reasons.Reason.SEARCH, at=at)
    return {
        "found": found,
        "nobody": not found.fits,
        "advice": found.advice.get(evidence.language(), ""),
        "good": [result for result in results if result.certain != "weak"],
        "weak": [result for result in results if result.certain == "weak"],
        "typed": as_typed(request.POST),
    }


def _opened(request: OfficerRequest, ids: list[UUID]) -> dict[UUID, PersonView]:
    """Candidates' records, opened only after the log says who is about to see whom."""
    views = queries.open_people(
        ids, by=Actor.officer(request.user.id), at=timezone.now(), reason=reasons.Reason.SEARCH.value
    )
    return {view.id: view for view in views}


@may_enter(Permission.FIND_PEOPLE, Permission.SEE_PERSON)
@require_http_methods(["GET", "POST"])
@in_words
def compare_with(request: OfficerRequest) -> HttpResponse:
    """One candidate beside the question. The bare address, reached by a change of language, asks anew."""
    if request.method == "GET":
        return redirect("find")
    form = CompareForm(request.POST)
    if not form.is_valid():
        return render(request, "bureau/find.html", {"form": FindForm(request.POST)}, status=400)
    asked, person_id = form.question(), form.cleaned_data["person"]
    opened = queries.open_person(
        person_id, by=Actor.officer(request.user.id), at=timezone.now(), reason=reasons.Reason.SEARCH.value
    )
    held = to_record(opened.identity)
    comparison = _as_weighed_in_search(asked, person_id) or compare(asked, held)
    page = {
        "at": timezone.now(),
        "result": _result(opened, comparison),
        "pairs": evidence.side_by_side(asked, held, comparison),
        "how_often": evidence.how_often(comparison.probability),
        "base_rate": evidence.base_rate(),
        "other_spellings": people.other_spellings(opened.identity),
        "typed": as_typed(request.POST),
    }
    return render(request, "bureau/compare.html", page)


def _as_weighed_in_search(asked: PersonRecord, person_id: UUID) -> Comparison | None:
    """The evidence as the search weighed it, with rivals and the frequency of names; None if it is not there now."""
    try:
        found = finding.ask(asked, limit=SHOWN)
    except MatcherSilent:
        return None
    return next((one.comparison for one in found.candidates if one.person_id == person_id), None)


def _result(opened: PersonView, comparison: Comparison) -> Result:
    findings = evidence.told(comparison)
    return Result(
        id=opened.id,
        reference=opened.reference,
        name=people.shown_name(opened.identity),
        rows=[
            (_("Birth date"), people.birth_date(opened.identity)),
            (_("Place of birth"), opened.identity.birth_place),
            (_("Where the person is"), people.custody_now(opened)),
            (_("Reference"), opened.reference),
        ],
        certain=comparison.certain,
        verdict=str(evidence.CERTAIN_WORDS[comparison.certain]),
        findings=findings,
        speaking=evidence.speaking(findings),
        bits=comparison.bits,
        silent=evidence.silent_fields(comparison),
    )
