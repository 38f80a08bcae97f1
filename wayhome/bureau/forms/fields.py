"""Fields shared by the forms of this site."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wayhome.matching import PartialDate
from wayhome.matching.errors import NotADate

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

LONGEST = 300


class PlainText(forms.CharField):
    """One line of anything: any script, no required shape.

    goes_without_saying: these forms are asked "what do you know?", so no label needs to add "if you know it".
    """

    goes_without_saying = True

    def __init__(
        self,
        *,
        label: "_StrOrPromise",
        help_text: "_StrOrPromise" = "",
        required: bool = False,
        max_length: int = LONGEST,
    ) -> None:
        super().__init__(label=label, help_text=help_text, required=required, max_length=max_length)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # A shared office machine must not offer yesterday's names, and a browser's speller may send them elsewhere.
        return {**super().widget_attrs(widget), "autocomplete": "off", "spellcheck": "false"}


class PlainChoice(forms.ChoiceField):
    """One of several, or nothing. As with PlainText, that it may stay empty goes without saying."""

    goes_without_saying = True

    def __init__(
        self, *, label: "_StrOrPromise", choices: Sequence[tuple[str, "_StrOrPromise"]], initial: str = ""
    ) -> None:
        super().__init__(label=label, choices=choices, initial=initial, required=False)


class PartialDateField(PlainText):
    """A date of which any part may be unknown; `None` when nothing was typed."""

    default_error_messages = {
        "not_a_date": _(
            "This cannot be read as a date. Write it like 12.04.1991 or 12 April 1991, or only the month and the year,"
            " or only the year."
        ),
    }

    def to_python(self, value: object) -> PartialDate | None:  # type: ignore[override]  # a date, no longer text
        text = super().to_python(value)
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except NotADate:
            raise forms.ValidationError(self.error_messages["not_a_date"], code="not_a_date") from None

    def prepare_value(self, value: object) -> object:
        return as_numbers(value) if isinstance(value, PartialDate) else value

    def run_validators(self, value: object) -> None:
        # The validators of a text field measure text; what stands here is a date, already read.
        return


def as_numbers(date: PartialDate) -> str:
    """The date as one types it: 12.04.1991, 04.1991, 1991. Read back, it is the same date."""
    if date.year is None:
        return date.iso()
    parts = [f"{date.day:02d}" if date.day else "", f"{date.month:02d}" if date.month else "", f"{date.year}"]
    return ".".join(part for part in parts if part)
