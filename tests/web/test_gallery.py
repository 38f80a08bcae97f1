"""Every part of the house look on one page, read by axe and by a narrow phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.test import Client, override_settings
from django.urls import include, path
from django.utils.html import format_html

from tests.browsing import CHROMIUM, Window, window


class Everything(forms.Form):
    """One field of each kind that our pages use; two of them are filled in badly below."""

    surname = forms.CharField(label="Прізвище", help_text="Так, як Ви його пишете.")
    letter = forms.CharField(label="Що Ви знаєте", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    place = forms.ChoiceField(label="Область", choices=[("a", "Перша"), ("b", "Друга")])
    way = forms.ChoiceField(label="Як відповісти", choices=[("l", "Лист"), ("c", "Код")], widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(
        label="Коли", choices=[("m", "Понеділок"), ("t", "Вівторок")], widget=forms.CheckboxSelectMultiple
    )
    sure = forms.BooleanField(label="Я перевірила написане", help_text="Ще можна змінити.")
    paper = forms.FileField(label="Список", required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, initial="1")


FINDINGS = [
    ("прізвище те саме, записане латинкою", 9.31, "for"),
    ("рік народження відрізняється на один", -2.4, "against"),
    ("родина не вказала місця", 0.0, "silent"),
]


def gallery(request: HttpRequest) -> HttpResponse:
    filled = {"surname": "", "place": "a", "way": "", "hidden": "1"}
    context = {
        "empty_form": Everything(auto_id="new_%s"),
        "form": Everything(filled),
        "rows": [("Прізвище", "Вигаданенко"), ("Місце", "")],
        "head": ["Джерело", "Рядків"],
        "cells": [[format_html('<a href="{}">{}</a>', "/", "Вигаданий список"), 12], ["Інший", 3]],
        "page": Paginator(range(30), 10).page(2),
        "findings": FINDINGS,
    }
    return render(request, "gallery.html", context)


def progress(request: HttpRequest) -> HttpResponse:
    """The same part two seconds later: all is read."""
    engine = engines["django"]
    return HttpResponse(
        engine.from_string('{% load wayhome %}{% progress "/progress/" 10 10 "Усе прочитано" %}').render()
    )


urlpatterns = [path("", gallery), path("progress/", progress), path("", include("wayhome.web.urls"))]

HERE = Path(__file__).resolve().parent


@pytest.fixture
def client() -> Iterator[Client]:
    """The gallery, served by the site under test in place of its own pages."""
    template = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
    with override_settings(ROOT_URLCONF=__name__, TEMPLATES=[template]):
        yield Client()


@pytest.fixture(params=[360, 1280])
def gallery_window(client: Client, request: pytest.FixtureRequest) -> Iterator[Window]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with window(client, width=request.param) as opened:
        opened.open("/")
        yield opened


def test_axe_finds_nothing(gallery_window: Window) -> None:
    """Every part can be used with a screen reader, a keyboard and weak eyes."""
    assert gallery_window.faults() == []


def test_nothing_sticks_out_and_nothing_is_too_small(gallery_window: Window) -> None:
    """A phone of 360 px shows every part whole, and a trembling finger hits every button."""
    assert (gallery_window.too_wide(), gallery_window.small_targets()) == (0, [])


def test_the_browser_has_nothing_to_complain_of(gallery_window: Window) -> None:
    """No part needs inline script or style, and nothing is asked of another host."""
    assert (gallery_window.complaints, gallery_window.elsewhere) == ([], [])


def test_progress_moves_by_itself_and_then_rests(gallery_window: Window) -> None:
    """Where JavaScript runs, the bar follows the work under the strict policy; done, it asks no more."""
    gallery_window.page.get_by_text("Усе прочитано: 10 із 10").wait_for(timeout=15_000)
    assert gallery_window.page.locator("[hx-get]").count() == 0
    assert gallery_window.complaints == []
