"""A list comes in: the file, and which of its columns is what."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from wayhome.bureau.forms.fields import PlainChoice, PlainText
from wayhome.registry.importing.files import WEB_LIMIT


class UploadForm(forms.Form):
    """A file as found, and under which label the bureau will know this list again."""

    file = forms.FileField(
        label=_("The file"),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Check that it was copied completely."),
        },
    )
    label = PlainText(
        label=_("What this list is called here"),
        help_text=_("The same each time it comes, so that nobody is registered twice. No person’s name."),
        required=True,
        max_length=120,
    )
    sheet = PlainText(label=_("Sheet of the workbook"), max_length=100)

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > WEB_LIMIT:
            raise forms.ValidationError(
                _("The file is larger than 20 MB. Split it, or bring it in on the server with “wayhome import”.")
            )
        return file

    def more_was_given(self) -> bool:
        """Whether the folded block holds something."""
        return self.is_bound and bool(self["sheet"].value() or self["sheet"].errors)


class ColumnsForm(forms.Form):
    """One select for each column of the list: which field it is, or none."""

    def __init__(
        self,
        posted: QueryDict | None,
        *,
        headings: Sequence[str],
        found: Sequence[str],
        choices: Sequence[tuple[str, Any]],
    ) -> None:
        super().__init__(posted)
        for place, (heading, field) in enumerate(zip(headings, found, strict=True)):
            self.fields[f"column_{place}"] = PlainChoice(label=heading, choices=choices, initial=field)

    def chosen(self) -> list[str]:
        """The field of each column, in the order of the file; empty where the column is not read."""
        return [self.cleaned_data[name] for name in self.fields]
