"""The addresses both sites share. Each site includes them at its root."""

from django.urls import path

from wayhome.web import views

urlpatterns = [path("language/", views.choose_language, name="language")]
