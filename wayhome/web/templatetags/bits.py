"""Weights in words: `{{ finding.bits|in_bits }}` → "+8,8 біта"."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext

register = template.Library()


@register.filter
def in_bits(bits: float) -> str:
    """A signed weight with one digit after the comma, in the reader's way of writing numbers; 0 has no sign."""
    rounded = round(float(bits), 1)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    number = number_format(abs(rounded), 1)
    if not rounded:
        return gettext("0 bits")
    return gettext("%(sign)s%(number)s bits") % {"sign": sign, "number": number}
