"""What can be written about a person held: where he is, what he wishes, who he is."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wayhome.bureau.forms.fields import PartialDateField, PlainChoice, PlainText
from wayhome.bureau.reasons import TO_CHOOSE
from wayhome.registry.identity import Identity, Sex, WrittenName
from wayhome.registry.states import Answer, Custody, Purpose, Source

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def _long(label: "_StrOrPromise", help_text: "_StrOrPromise" = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )


class ReasonForm(forms.Form):
    """Asked when someone opens a record without having searched for it."""

    reason = forms.ChoiceField(
        label=_("Why are you opening this record?"),
        choices=[(one.value, one.label) for one in TO_CHOOSE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what comes nearest.")},
    )


class CustodyForm(forms.Form):
    """One thing somebody says happened to him."""

    status = forms.ChoiceField(label=_("What happened"), choices=[("", "—"), *Custody.choices])
    source = forms.ChoiceField(label=_("Who says so"), choices=[("", "—"), *Source.choices])
    on_date = PartialDateField(
        label=_("On which day, as far as known"), help_text=_("For example 12.04.2024, April 2024, or only 2024.")
    )
    place = PlainText(label=_("Where"), help_text=_("Only if it matters for care; it is kept sealed."))
    note = _long(_("Note"), _("What a colleague must know tomorrow. Nothing about the manner of capture."))


class WishForm(forms.Form):
    """One answer he gave to one question."""

    purpose = forms.ChoiceField(label=_("What was asked"), choices=[("", "—"), *Purpose.choices])
    answer = forms.ChoiceField(label=_("The answer"), choices=Answer.choices, widget=forms.RadioSelect)
    only_these = _long(_("Only these people"), _("If people were named: one on each line."))
    language = forms.ChoiceField(label=_("In which language the question was put"), choices=settings.LANGUAGES)
    present = PlainText(label=_("Who was present"), help_text=_("Your name if you were alone; an interpreter’s too."))


IDENTITY_TEXTS = (
    "father_given_name",
    "mother_maiden_name",
    "birth_place",
    "power_of_origin",
    "rank",
    "service_number",
    "unit",
    "home_address",
    "next_of_kin",
    "person_to_inform",
    "mail_address",
)


class CorrectForm(forms.Form):
    """A new version of who he is. The old one stays readable; nothing is overwritten.

    Only the first spelling is edited; the further spellings, and the line as the source has it, stay as they are.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    line = PlainText(label=_("Name as one line"), help_text=_("As the paper has it."))
    family = PlainText(label=_("Surname"))
    given = PlainText(label=_("First names"))
    patronymic = PlainText(label=_("Patronymic"))
    birth_date = PartialDateField(
        label=_("Birth date"), help_text=_("For example 12.04.1991, April 1991, or only 1991.")
    )
    birth_place = PlainText(label=_("Place of birth"))
    sex = PlainChoice(label=_("Sex"), choices=[("", "—"), (Sex.MALE.value, _("man")), (Sex.FEMALE.value, _("woman"))])
    father_given_name = PlainText(label=_("Father’s first name"))
    mother_maiden_name = PlainText(label=_("Mother’s maiden name"), help_text=_("Only if given freely."))
    power_of_origin = PlainText(label=_("Power on which he depends"))
    rank = PlainText(label=_("Rank"))
    service_number = PlainText(label=_("Service number"))
    unit = PlainText(label=_("Unit"), help_text=_("Only if given freely; it is never asked for."))
    home_address = PlainText(label=_("Home address"))
    next_of_kin = PlainText(label=_("Next of kin"))
    person_to_inform = PlainText(label=_("Whom to tell"))
    mail_address = PlainText(label=_("Where letters may be sent"))
    because = _long(
        _("Why this correction?"),
        _("What showed you that the record was wrong: a paper, the person’s own word."),
        required=True,
    )

    @staticmethod
    def typed_from(identity: Identity, version: int) -> dict[str, Any]:
        """What stands in the form before anybody has changed it."""
        name = identity.names[0] if identity.names else WrittenName()
        parts = {part: getattr(name, part) for part in ("line", "family", "given", "patronymic")}
        texts = {field: getattr(identity, field) for field in IDENTITY_TEXTS}
        sex = identity.sex.value if identity.sex else ""
        return {**parts, **texts, "sex": sex, "birth_date": identity.birth_date, "version": version}

    def corrected(self, before: Identity) -> Identity:
        """The identity as it shall stand. Only after `is_valid()`.

        A list often gives the name as a line and in parts. Where only the parts were corrected, the line would go on
        saying what was wrong, and pages show the line; so it is dropped (the line as found stays in `as_written`).
        """
        typed: Mapping[str, Any] = self.cleaned_data
        first = before.names[0] if before.names else WrittenName()
        parts = {part: typed[part] for part in ("line", "family", "given", "patronymic")}
        if parts["line"] == first.line and replace(first, **parts) != first:
            parts["line"] = ""
        return replace(
            before,
            names=(replace(first, **parts), *before.names[1:]),
            birth_date=typed["birth_date"],
            sex=Sex(typed["sex"]) if typed["sex"] else None,
            **{field: typed[field] for field in IDENTITY_TEXTS},
        )


class PutBackForm(forms.Form):
    """Bring an earlier version back, as a new version."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    because = _long(_("Why bring it back?"), required=True)
