"""Why a request was paused, closed or opened again. The log keeps the short word; pages show the sentence."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class MoveReason(TextChoices):
    """The short word in the log, and what it says on a page."""

    FAMILY_ASKED = "family_asked", pgettext_lazy("move", "the family asked for it")
    ANSWERED = "answered", pgettext_lazy("move", "the family has what it asked for")
    TWICE = "twice", pgettext_lazy("move", "the same enquirer has asked twice")
    DANGER = "danger", pgettext_lazy("move", "letters may endanger somebody")
    SOMETHING_NEW = "something_new", pgettext_lazy("move", "something new has come to light")
    OTHER = "other", pgettext_lazy("move", "another reason")
