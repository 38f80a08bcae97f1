"""How every Django form of both sites comes out: `{{ form }}`, `{{ form.field.as_field_group }}`.

There is one way: settings name `HouseRenderer`, and forms stay plain Django forms. Labels, hints and errors are wired
by `aria-describedby`; a form with mistakes begins with a summary that links to each field. A field that need not
be filled in says so, unless it carries `goes_without_saying = True` (a search in which nothing is required).
"""

from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.forms.widgets import Input, Widget

# Django's widget templates that carry a structure of their own, and what stands in for them here.
_OUR_TEMPLATES: Final = {
    "django/forms/widgets/radio.html": "web/forms/options.html",
    "django/forms/widgets/checkbox_select.html": "web/forms/options.html",
    "django/forms/widgets/clearable_file_input.html": "django/forms/widgets/file.html",
}

# The first kind that fits gives the class; the order goes from the special to the general.
_CLASSES: Final[tuple[tuple[type[Widget], str], ...]] = (
    (forms.HiddenInput, ""),
    (forms.FileInput, ""),
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input"),  # for Django a special kind of RadioSelect
    (forms.RadioSelect, "govuk-radios__input"),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.Select, "govuk-select"),
    (forms.Textarea, "govuk-textarea"),
    (Input, "govuk-input"),
)


class HouseField(BoundField):
    """A form field that knows its class in the stylesheet."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        classes = [class_of(widget), str(widget.attrs.get("class", "")), str(attrs.get("class", ""))]
        if self.errors and classes[0] in ("govuk-input", "govuk-select", "govuk-textarea"):
            classes.append(f"{classes[0]}--error")
        if told := " ".join(part for part in classes if part):
            attrs["class"] = told
        if isinstance(widget, forms.CheckboxInput) and self.aria_describedby:
            attrs["aria-describedby"] = self.aria_describedby
        return attrs

    @property
    def is_checkbox(self) -> bool:
        """One box to tick: its label stands after it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def first_id(self) -> str:
        """The id to which the error summary leads: the first thing in the field that takes the focus."""
        widget = self.field.widget
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            return f"{self.auto_id}_0"
        return self.id_for_label or str(self.auto_id)


def class_of(widget: Widget) -> str:
    """The stylesheet's class for a widget, "" where none is needed."""
    return next((name for kind, name in _CLASSES if isinstance(widget, kind)), "")


class HouseRenderer(DjangoTemplates):
    """Renders forms in the house look; named by the setting FORM_RENDERER."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"
    bound_field_class = HouseField

    def get_template(self, template_name: str) -> Any:  # as Django types it: engines differ
        return super().get_template(_OUR_TEMPLATES.get(template_name, template_name))
