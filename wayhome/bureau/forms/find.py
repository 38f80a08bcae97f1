"""The question: whom are we looking for?"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wayhome.bureau.forms.fields import PartialDateField, PlainText
from wayhome.matching import PersonRecord

PARTS = ("family", "given", "patronymic")
FURTHER = ("place", "unit", "rank", "service_number", "father", "mother")


class FindForm(forms.Form):
    """One question to the matcher. Every field may stay empty, but not all of them at once."""

    name = PlainText(
        label=_("Name, as you heard it"),
        help_text=_("Any order, any spelling, any alphabet."),
    )
    birth_date = PartialDateField(
        label=_("Birth date, as far as it is known"),
        help_text=_("For example 12.04.1991, April 1991, or only 1991."),
    )
    place = PlainText(label=_("Where from"), help_text=_("Place of birth or home; an old name of a town will do."))
    family = PlainText(label=_("Surname"))
    given = PlainText(label=_("First names"))
    patronymic = PlainText(label=_("Patronymic"))
    unit = PlainText(label=_("Unit"))
    rank = PlainText(label=_("Rank"))
    service_number = PlainText(label=_("Service number"))
    father = PlainText(label=_("Father’s first name"))
    mother = PlainText(label=_("Mother’s name"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("Write at least one thing you know: a name, a year, a place or a number."))
        return cleaned

    def question(self) -> PersonRecord:
        """The typed question, as the matcher reads it. Only after `is_valid()`."""
        return PersonRecord(**{name: self.cleaned_data[name] for name in FindForm.base_fields})

    def parts(self) -> list[forms.BoundField]:
        """For people who know which part of the name is which."""
        return [self[name] for name in PARTS]

    def further(self) -> list[forms.BoundField]:
        return [self[name] for name in FURTHER if name != "place"]

    def more_was_given(self) -> bool:
        """Whether the folded block holds something, so that it is shown open and nothing typed is out of sight."""
        return self.is_bound and any(field.value() or field.errors for field in [*self.parts(), *self.further()])


class CompareForm(FindForm):
    """The same question again, and one candidate to lay beside it."""

    person = forms.UUIDField(widget=forms.HiddenInput)


def as_typed(posted: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The question as it was typed, to be carried on inside a page: in hidden fields, never in an address."""
    return [(name, text) for name in FindForm.base_fields if (text := str(posted.get(name, "")))]
