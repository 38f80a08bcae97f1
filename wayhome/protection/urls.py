"""Addresses of sign-in and of the officers' pages. The staff's site includes them at its root."""

from django.urls import path

from wayhome.protection import log_pages, officer_pages, views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/passkey/", views.sign_in_passkey, name="sign_in_passkey"),
    path("sign-in/demo/<slug:login>/", views.sign_in_demo, name="sign_in_demo"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("enrol/passkey/", views.enrol_passkey, name="enrol_passkey"),
    path("enrol/<str:token>/", views.enrol, name="enrol"),
    path("log/", log_pages.log, name="log"),
    path("log/verify/", log_pages.log_verify, name="log_verify"),
    path("officers/", officer_pages.officers, name="officers"),
    path("officers/add/", officer_pages.officer_add, name="officer_add"),
    path("officers/<uuid:officer_id>/", officer_pages.officer, name="officer"),
    path("officers/<uuid:officer_id>/link/", officer_pages.officer_link, name="officer_link"),
    path("officers/<uuid:officer_id>/suspend/", officer_pages.officer_suspend, name="officer_suspend"),
    path("officers/<uuid:officer_id>/restore/", officer_pages.officer_restore, name="officer_restore"),
]
