"""Django forms come out in the house look, and a screen reader hears label, hint and mistake together."""

import pytest
from django import forms
from django.utils import translation


class AboutOlena(forms.Form):
    surname = forms.CharField(label="Прізвище", help_text="Так, як Ви його пишете.")
    year = forms.IntegerField(label="Рік", required=False)
    way = forms.ChoiceField(label="Як", choices=[("l", "Лист"), ("c", "Код")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="Так")


@pytest.fixture
def wrong() -> str:
    """The form as Olena sees it after sending it in empty."""
    with translation.override("uk"):
        return str(AboutOlena({}))


@pytest.fixture
def blank() -> str:
    with translation.override("uk"):
        return str(AboutOlena())


def test_hint_and_mistake_are_read_with_the_field(wrong: str) -> None:
    """The field points to its hint and its mistake, in this order, and both are there."""
    assert 'aria-describedby="id_surname_helptext id_surname_error"' in wrong
    assert 'id="id_surname_helptext">Так, як Ви його пишете.' in wrong
    assert 'id="id_surname_error"' in wrong


def test_the_summary_leads_to_each_field(wrong: str) -> None:
    """Every mistake is a link to the first thing in its field that takes the focus."""
    for target in ("id_surname", "id_way_0", "id_sure"):
        assert f'href="#{target}"' in wrong
        assert f'id="{target}"' in wrong


def test_a_fresh_form_reproaches_nobody(blank: str) -> None:
    """No summary and no mark of a mistake before anything was sent."""
    assert "error" not in blank


def test_what_need_not_be_filled_in_says_so(blank: str) -> None:
    """One field of four may stay empty, and only that one says so."""
    assert blank.count("(необов’язково)") == 1


def test_a_field_may_go_without_saying() -> None:
    """Where nothing is required the word would only be noise."""

    class Search(forms.Form):
        quiet = forms.CharField(required=False)

    Search.base_fields["quiet"].goes_without_saying = True  # type: ignore[attr-defined]
    assert "wh-optional" not in str(Search())


def test_what_was_typed_stays_text() -> None:
    """A name that looks like markup is shown as it was typed and does nothing."""
    html = str(AboutOlena({"surname": "<script>x</script>", "year": "<b>"}))
    assert "<script>" not in html
    assert "<b>" not in html


def test_every_widget_knows_its_class(blank: str) -> None:
    """Text, radios and boxes carry the stylesheet's names."""
    for name in ("govuk-input", "govuk-radios__input", "govuk-checkboxes__input"):
        assert f'class="{name}"' in blank
