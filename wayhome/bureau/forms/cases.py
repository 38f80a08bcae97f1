"""What may be said about a family's request: a verdict, a choice, a reason. Short, and nothing of it is lost."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wayhome.bureau.reasons import TO_CHOOSE
from wayhome.bureau.switch import RESUME_REASONS, STOP_REASONS
from wayhome.bureau.why import MoveReason
from wayhome.tracing.states import Says, TalkWhy

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

LONGEST_BECAUSE = 600
LONGEST_OWN_WORDS = 2000


def _text(label: "_StrOrPromise", help_text: "_StrOrPromise", longest: int, *, required: bool) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Write in a few words why. Somebody will read it in a year.")},
    )


def _one_of(label: "_StrOrPromise", choices: Sequence[tuple[str, "_StrOrPromise"]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose what comes nearest.")),
    )


class OpenCaseForm(forms.Form):
    """Asked when somebody opens a request that does not wait for him today."""

    reason = _one_of(_("Why are you opening this request?"), [(one.value, one.label) for one in TO_CHOOSE])


class VerdictForm(forms.Form):
    """One reader's verdict. round: which round stood on the page, so that nobody answers a question he has not seen."""

    round = forms.IntegerField(widget=forms.HiddenInput)
    says = forms.ChoiceField(
        label=_("Is it the same person?"),
        choices=Says.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Choose one. “I cannot say” is an answer like the others.")
        ),
    )
    because = _text(_("Because"), _("What decided it for you, in a few words."), LONGEST_BECAUSE, required=True)


class OwnWordsForm(forms.Form):
    """What he gave for her. It is passed on only if he allows letters."""

    own_words = _text(
        _("Words the person gave for the family"),
        _("Exactly as they were said, in the language of the family. Leave it empty if there are none."),
        LONGEST_OWN_WORDS,
        required=False,
    )


class WhichLineForm(forms.Form):
    """Which of the people he named this enquirer is; lines are counted from 1."""

    line = forms.ChoiceField(
        label=_("Which of the people named is this enquirer?"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Choose a line. If none of them is meant, send nothing, and ask again.")
        ),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, lines: Sequence[str]) -> None:
        super().__init__(data)
        field = self.fields["line"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        field.choices = [(str(number), line) for number, line in enumerate(lines, 1)]


class TalkForm(forms.Form):
    """Why somebody is to speak with the family. It is kept sealed: the list of talks must not tell who died."""

    why = _one_of(_("What is the talk about?"), TalkWhy.choices)


class AskFamilyForm(forms.Form):
    """One of the questions that every family is asked in time, whether there is word or not."""

    which = _one_of(_("Which question?"), ())

    def __init__(self, data: Mapping[str, Any] | None = None, *, questions: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        field = self.fields["which"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        field.choices = list(questions)


class MoveForm(forms.Form):
    """Why a request is paused, closed or opened again. The log keeps a short word, so that no name can enter it."""

    reason = _one_of(_("Why?"), MoveReason.choices)


class StopForm(forms.Form):
    """Why everything outgoing stops now. As above: a short word for the log."""

    reason = _one_of(_("Why does everything stop?"), [(one.value, one.label) for one in STOP_REASONS])


class ResumeForm(forms.Form):
    """Why letters may go out again."""

    reason = _one_of(_("Why may letters go out again?"), [(one.value, one.label) for one in RESUME_REASONS])
