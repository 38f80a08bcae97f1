"""Django's system checks of this room: papers and tables must agree before anything starts."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from wayhome.protection import retention
from wayhome.protection.errors import PolicyBroken

_HINTS = {
    "E002": "This column has no line in policy/retention.yaml: say how long it is kept, and why.",
    "E003": "policy/retention.yaml names a column that does not exist.",
    "E004": "policy/retention.yaml names this column twice.",
    "E005": "This paragraph's deadline in policy/retention.yaml cannot be obeyed: it needs a date column of one model "
    "alone, with all of that model's columns.",
}


@register
def retention_covers_everything(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """Every column of every table has a line that says how long it is kept, and every line has its column."""
    try:
        groups = retention.policy()
    except PolicyBroken as problem:
        return [Error(str(problem), id="protection.E001")]
    return [Error(_HINTS[gap.code], obj=gap.where, id=f"protection.{gap.code}") for gap in retention.gaps(groups)]
