"""Forms of the officers' pages."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from wayhome.protection.models import LOGIN_FORM, Language
from wayhome.protection.roles import ROLE_NAMES


class RolesForm(forms.Form):
    """Which kinds of work an officer does here."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[(role.value, name) for role, name in ROLE_NAMES.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("An administrator opens the door for others and therefore cannot also see people."),
    )


class OfficerForm(RolesForm):
    """A new officer."""

    field_order = ("display_name", "login", "language", "roles")

    display_name = forms.CharField(label=_("Name as colleagues see it"), max_length=80)
    login = forms.CharField(
        label=_("Login"),
        max_length=40,
        help_text=_("Small Latin letters, digits, dots or hyphens. The log shows the officer's name, not this."),
        validators=[
            RegexValidator(rf"\A{LOGIN_FORM.pattern}\Z", _("Use 2 to 40 small Latin letters, digits, dots or hyphens."))
        ],
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
