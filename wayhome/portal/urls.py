"""Every address of the family's site."""

from django.urls import include, path

from wayhome.portal import ask_views, letter_views, views

urlpatterns = [
    path("", views.front, name="front"),
    path("seen/", views.seen, name="seen"),
    path("ways/", views.ways, name="ways"),
    path("ask/", ask_views.ask, name="ask"),
    path("letters/", letter_views.letters, name="letters"),
    path("leave/", views.leave, name="leave"),
    path("", include("wayhome.web.urls")),
]

handler400 = "wayhome.web.errors.handler400"
handler403 = "wayhome.web.errors.handler403"
handler404 = "wayhome.web.errors.handler404"
handler500 = "wayhome.web.errors.handler500"
