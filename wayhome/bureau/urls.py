"""Every address of the staff's site. No address ever holds a name, a place or a number that belongs to a person."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
