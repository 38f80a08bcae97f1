"""The pages' questions. Almost nothing is required: a name, and who she is to that person.

Hints say why we ask. A sentence at a bad field says what to do; her words stay as she wrote them.
"""

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from wayhome.seal.errors import Miswritten, Slip
from wayhome.seal.receipts import ReceiptCode, read_receipt_code

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Promise

LONGEST_MESSAGE: Final = 2000
_NOTHING_KEPT: Final = {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
_SLIPS: Final[dict[Slip, "Promise"]] = {
    Slip.EMPTY: _("Please type the digits of your code."),
    Slip.OTHER_SIGNS: _("There is something other than digits in the code. It consists of digits only."),
    Slip.TOO_FEW: _("The code has 24 digits. Some are missing here."),
    Slip.TOO_MANY: _("The code has 24 digits. There are too many here."),
    Slip.CHECK_DIGITS: _("One digit is wrong, or two have changed places. Please compare them once more."),
    Slip.PERHAPS_CHECK_CODE: _(
        "This looks like the check code of a letter. Your own code has six groups of four digits."
    ),
}
_SLIPS_IN_A_GROUP: Final[dict[Slip, "Promise"]] = {
    Slip.OTHER_SIGNS: _("In group %(group)s there is something other than digits."),
    Slip.TOO_FEW: _("In group %(group)s a digit is missing."),
    Slip.TOO_MANY: _("In group %(group)s there is a digit too many."),
}


def _words(
    label: "Promise",
    hint: "Promise | str" = "",
    *,
    longest: int = 200,
    rows: int = 0,
    required: "Promise | None" = None,
) -> forms.CharField:
    """One answer in her own words. `rows`: a box instead of a line. `required`: what to say when it is empty."""
    widget: forms.Widget = forms.Textarea({"rows": rows, **_NOTHING_KEPT}) if rows else forms.TextInput(_NOTHING_KEPT)
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        required=required is not None,
        widget=widget,
        error_messages={
            "required": required or "",
            "max_length": _("This is too long. At most %(limit_value)s characters fit here."),
        },
    )


class Page(forms.Form):
    """A page of the question. The browser adds no messages of its own: ours are in her language and say what to do."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # The first page says what is needed; "optional" at every line would only be noise.
            field.goes_without_saying = True  # type: ignore[attr-defined]
            # A maxlength would cut pasted words off without a word; we say it instead.
            field.widget.attrs.pop("maxlength", None)


class Whom(Page):
    """Whom she seeks."""

    name = _words(
        _("The whole name, on one line"),
        _("In Ukrainian, Russian or Latin letters, in any order. Write it as you would say it."),
    )
    family = _words(_("Family name"))
    given = _words(_("First name"))
    patronymic = _words(_("Patronymic"))
    also = _words(
        _("Other ways this name is written"),
        _("For example in a foreign passport, an earlier family name, the name used at home. One on each line."),
        longest=1000,
        rows=3,
    )
    sex = forms.ChoiceField(
        label=_("A man or a woman?"),
        choices=[("he", _("A man")), ("she", _("A woman"))],
        required=False,
        widget=forms.RadioSelect,
    )
    born = _words(
        _("Date of birth, as far as you know it"),
        _("For example: 12 April 1991. Or: spring of 1991. Or: about 30 years old."),
    )
    place = _words(
        _("Where were they when you last heard of them?"),
        _("A town, a village, a region, and roughly when."),
        longest=300,
        rows=2,
    )
    unit = _words(_("Unit"), _("Only if you wish. We look without it too."))
    video = _words(
        _("Have you seen this person in a video or a photograph? Paste the link"),
        _(
            "It helps us look, and we can ask for it to be taken down. A video proves nothing by itself, so we do not"
            " answer from it."
        ),
        longest=1000,
        rows=2,
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        named = any(given.get(field) for field in ("name", "family", "given"))
        if not named and "name" not in self.errors:
            self.add_error("name", _("Please write the name, even if you know only a part of it."))
        return given


class You(Page):
    """Who she is, and the one family question."""

    relation = _words(
        _("Who are you to this person?"),
        _("For example: mother, wife, brother, friend."),
        required=_("Please write who you are to this person. One word is enough."),
    )
    you = _words(
        _("What may we call you?"),
        _("Our letters will begin with it. A first name is enough; you may leave it empty."),
    )
    question = _words(
        _("A question that only your family can answer"),
        _("For example: what was our dog called? What did we sing in the evening?"),
        longest=300,
    )
    answer = _words(_("The answer"), longest=300)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("question") and not given.get("answer") and "answer" not in self.errors:
            self.add_error("answer", _("Please write the answer too, or leave both empty."))
        if given.get("answer") and not given.get("question") and "question" not in self.errors:
            self.add_error("question", _("Please write the question too, or leave both empty."))
        return given


class Reach(Page):
    """How she can be reached; by nothing but the code is the first choice."""

    way = forms.ChoiceField(
        label=_("The way to reach you"),
        choices=[
            ("code", _("Only by this code. I will look here myself")),
            ("phone", _("By telephone")),
            ("email", _("By e-mail")),
            ("post", _("By post")),
            ("other", _("In another way")),
        ],
        required=False,
        initial="code",
        widget=forms.RadioSelect,
    )
    detail = _words(
        _("Number or address"),
        _("Leave it empty if we are to reach you only by this code."),
        longest=500,
        rows=2,
    )
    safe_when = _words(
        _("When is it safe?"),
        _("For example: Saturdays after 18:00. Ask only for me. Leave no message."),
        longest=300,
        rows=2,
    )

    def clean_way(self) -> str:
        return self.cleaned_data["way"] or "code"

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("way", "code") != "code" and not given.get("detail") and "detail" not in self.errors:
            self.add_error("detail", _("Please write the number or address, or choose “Only by this code”."))
        return given


class CodeForm(Page):
    """The 24 digits, in any script, with or without spaces. `cleaned_data["code"]` is a ReceiptCode."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("24 digits. Spaces and dashes do not matter."),
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "class": "po-code-field", **_NOTHING_KEPT}),
    )

    def clean_code(self) -> ReceiptCode:
        try:
            return read_receipt_code(self.cleaned_data["code"])
        except Miswritten as slip:
            raise forms.ValidationError(_sentence_for(slip), params={"group": slip.group}) from None


class MessageForm(Page):
    """Words to the bureau."""

    text = _words(
        _("Your words"),
        _("Up to 2,000 characters. They are sealed on the way, and a caseworker reads them."),
        longest=LONGEST_MESSAGE,
        rows=10,
        required=_("There are no words here yet."),
    )


def _sentence_for(slip: Miswritten) -> "Promise":
    if slip.group is not None and slip.slip in _SLIPS_IN_A_GROUP:
        return _SLIPS_IN_A_GROUP[slip.slip]
    return _SLIPS[slip.slip]
