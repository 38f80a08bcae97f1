"""What his wish allows towards one family, in words: what he answered, when, who asked; and what will not be said."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from wayhome.bureau import people
from wayhome.bureau.people import Row
from wayhome.registry.queries import PersonView, WishView
from wayhome.registry.states import Answer, Purpose
from wayhome.tracing.inside import Inside

# What the bureau may pass on in a letter, in the order in which one asks.
ASKED: tuple[Purpose, ...] = (Purpose.TELL_FAMILY, Purpose.TELL_PLACE, Purpose.LETTERS)
# One sentence for each state in which no word goes out: what it is, and that nothing betrays it.
NO_WORD: Mapping[Inside, Promise] = {
    Inside.NOBODY_KNOWN: pgettext_lazy(
        "allowed", "Nobody is confirmed in this request, so there is nothing to answer yet."
    ),
    Inside.BEING_READ: pgettext_lazy("allowed", "The readers are not done yet, so there is nothing to answer yet."),
    Inside.HE_SAID_NO: pgettext_lazy(
        "allowed",
        "It is not allowed now. Nothing goes out, and the family’s page stays like any other between two letters.",
    ),
    Inside.NOT_ASKED: pgettext_lazy(
        "allowed", "Nobody has asked yet whom to tell. Nothing goes out before the person was asked, alone."
    ),
    Inside.GONE: pgettext_lazy(
        "allowed", "The person has left our care, so word of captivity would not be true any more. No letter goes out."
    ),
    Inside.ESCAPED: pgettext_lazy("allowed", "The person escaped. No letter goes out: it could endanger somebody."),
    Inside.NOT_KNOWN_WHERE: pgettext_lazy(
        "allowed", "It is not known where the person is, so no record supports a letter."
    ),
    Inside.DIED: pgettext_lazy("allowed", "The person has died. No letter says this; a person does."),
    Inside.CLOSED: pgettext_lazy("allowed", "The request is paused or closed. Open it again first."),
    Inside.WITHDRAWN: pgettext_lazy("allowed", "The family has withdrawn the request."),
}


def standing(person: PersonView, purpose: Purpose) -> WishView | None:
    """His newest answer to this."""
    return next((wish for wish in person.wishes if wish.purpose is purpose and wish.stands), None)


def rows(person: PersonView) -> list[Row]:
    """What he answered to each question, on which day, and who asked."""
    names = people.names_behind([wish.by for wish in person.wishes])
    return [(purpose.label, _answered(standing(person, purpose), names)) for purpose in ASKED]


def _answered(wish: WishView | None, names: Mapping[str, str]) -> str:
    if wish is None:
        return _("not asked yet")
    said = {"answer": str(wish.answer.label), "who": names[wish.by], "moment": people.moment(wish.at)}
    if wish.answer is Answer.ONLY_THESE:
        said["answer"] = f"{said['answer']}: {', '.join(wish.only_these.splitlines())}"
    return _("%(answer)s — asked by %(who)s, %(moment)s") % said


def sentence(inside: Inside, person: PersonView, says: tuple[bool, bool]) -> str:
    """What goes out now, or why nothing does. says: whether the place, and whether his own words, are in the letter."""
    if inside is not Inside.MAY_TELL:
        return str(NO_WORD[inside])
    place, words = says
    if place:
        return _("The family may know that the person is alive, and where.")
    if words:
        return _("The family may know that the person is alive, and read the person’s own words, but not where.")
    return _("The family may know that the person is alive, but not where.")


def not_said(person: PersonView) -> list[str]:
    """What the letter leaves out: some of it by his wish, some of it always."""
    out: list[str] = []
    if not may(person, Purpose.TELL_PLACE):
        out.append(_("Where the person is."))
    if not may(person, Purpose.LETTERS):
        out.append(_("The person’s own words."))
    return [
        *out,
        _("How the person came into our care: nobody’s letter ever says that."),
        _("Anything about health, unit or work."),
        _("Whether anybody else asks for the same person."),
    ]


def may(person: PersonView, purpose: Purpose) -> bool:
    """Whether he said yes to this for everybody; a list of names is looked at by `registry.wishes`."""
    wish = standing(person, purpose)
    return wish is not None and wish.answer is Answer.YES
