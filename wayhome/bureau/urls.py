"""Every address of the staff's site. No address ever holds a name, a place or a number that belongs to a person."""

from django.urls import URLPattern, URLResolver, include, path

from wayhome.bureau.views import (
    answers,
    cases,
    find,
    health,
    home,
    imports,
    outgoing,
    people,
    reading,
    talks,
    versions,
    writing,
)
from wayhome.web.errors import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.today, name="home"),
    path("find/", find.find, name="find"),
    path("find/side-by-side/", find.compare_with, name="compare"),
    path("people/<uuid:person_id>/", people.person, name="person"),
    path("people/<uuid:person_id>/versions/", versions.versions, name="versions"),
    path("people/<uuid:person_id>/versions/<int:number>/back/", versions.put_back, name="put_back"),
    path("people/<uuid:person_id>/custody/", writing.custody, name="custody"),
    path("people/<uuid:person_id>/wish/", writing.wish, name="wish"),
    path("people/<uuid:person_id>/correct/", writing.correct, name="correct"),
    path("requests/", cases.queue, name="cases"),
    path("requests/<uuid:request_id>/", cases.case, name="case"),
    path("requests/<uuid:request_id>/messages/", cases.messages_seen, name="messages_seen"),
    path("requests/<uuid:request_id>/move/<slug:to>/", cases.move, name="case_move"),
    path("requests/<uuid:request_id>/answer/", answers.answer, name="answer"),
    path("requests/<uuid:request_id>/answer/line/", answers.answer_line, name="answer_line"),
    path("requests/<uuid:request_id>/talk/", talks.talk_ask, name="talk_ask"),
    path("requests/<uuid:request_id>/talk/<uuid:talk_id>/done/", talks.talk_done, name="talk_done"),
    path("requests/<uuid:request_id>/ask/", talks.family_ask, name="family_ask"),
    path("reading/<uuid:candidate_id>/", reading.reading, name="reading"),
    path("reading/<uuid:candidate_id>/doubt/", reading.doubt, name="reading_doubt"),
    path("envelopes/", cases.envelopes, name="envelopes"),
    path("lists/", imports.imports, name="imports"),
    path("lists/drafts/<uuid:draft_id>/", imports.draft, name="draft"),
    path("lists/drafts/<uuid:draft_id>/yes/", imports.draft_yes, name="draft_yes"),
    path("lists/drafts/<uuid:draft_id>/no/", imports.draft_no, name="draft_no"),
    path("lists/drafts/<uuid:draft_id>/progress/", imports.progress, name="progress"),
    path("lists/<uuid:run_id>/", imports.run, name="run"),
    path("lists/<uuid:run_id>/report.csv", imports.report, name="report"),
    path("health/", health.health, name="health"),
    path("outgoing/", outgoing.outgoing, name="outgoing"),
    path("", include("wayhome.protection.urls")),
    path("", include("wayhome.web.urls")),
]
