"""The one switch in words: how it stands, who turned it, why. The log keeps a short word; pages show the sentence."""

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from wayhome.bureau import people
from wayhome.bureau.people import Row
from wayhome.registry import release
from wayhome.registry.models import OutgoingSwitch


class SwitchReason(TextChoices):
    """Why everything outgoing was stopped, or goes out again."""

    DANGER = "danger", pgettext_lazy("switch", "somebody may be in danger")
    WRONG_LETTER = "wrong_letter", pgettext_lazy("switch", "a wrong letter went out, or nearly did")
    BREACH = "breach", pgettext_lazy("switch", "a key or a machine may be in the wrong hands")
    HAND_OVER = "hand_over", pgettext_lazy("switch", "an exchange or a return is under way")
    DRILL = "drill", pgettext_lazy("switch", "a drill")
    OTHER = "other", pgettext_lazy("switch", "another reason")
    DANGER_OVER = "danger_over", pgettext_lazy("switch", "the danger is over")
    CHECKED = "checked", pgettext_lazy("switch", "the cause was found and mended")
    DRILL_OVER = "drill_over", pgettext_lazy("switch", "the drill is over")


STOP_REASONS = (
    SwitchReason.DANGER,
    SwitchReason.WRONG_LETTER,
    SwitchReason.BREACH,
    SwitchReason.HAND_OVER,
    SwitchReason.DRILL,
    SwitchReason.OTHER,
)
RESUME_REASONS = (SwitchReason.DANGER_OVER, SwitchReason.CHECKED, SwitchReason.DRILL_OVER, SwitchReason.OTHER)


def banner() -> str:
    """What every page says while everything outgoing is stopped; empty otherwise."""
    return _("Everything outgoing is stopped: letters wait.") if release.outgoing_stopped() else ""


def last_turn() -> list[Row]:
    """Who turned the switch last, and when; nothing if nobody ever did."""
    turn = OutgoingSwitch.objects.order_by("-number").first()
    if turn is None:
        return []
    who = people.names_behind([turn.by])[turn.by]
    what = _("Stopped by") if turn.stopped else _("Switched on again by")
    return [(what, who), (_("When"), people.moment(turn.at))]
