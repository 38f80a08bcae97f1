"""Days as they are said: `{{ letter.dated|spoken }}` → "3 травня 2026 року"."""

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import pgettext

register = template.Library()


@register.filter
def spoken(day: date) -> str:
    """A day in a sentence, in the language of the page. Never an hour."""
    return date_format(day, pgettext("a day in Django's letters", "j E Y"))
