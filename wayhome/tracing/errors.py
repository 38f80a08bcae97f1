"""What can go wrong in this room, by the name of the rule. No message holds anything about a person."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class TracingError(Exception):
    """Base of everything this room raises on purpose. `str()` is one plain sentence in the language now in force."""

    sentence: str | Promise = _("This could not be done.")

    def __str__(self) -> str:
        return str(self.sentence)


class NoSuchRequest(TracingError):
    """No question has this id."""

    sentence = _("There is no such request.")


class NoSuchCandidate(TracingError):
    """No candidate has this id."""

    sentence = _("There is no such candidate.")


class WasWithdrawn(TracingError):
    """The family withdrew; the words were erased."""

    sentence = _("The family has withdrawn this request. Its words were erased.")


class MoveNotAllowed(TracingError):
    """The table of moves has no such step."""

    sentence = _("The request has changed since you opened it. Look at it again first.")


class RoundNotOpen(TracingError):
    """The candidate is settled; doubt opens a new round."""

    sentence = _("This candidate has been settled since you opened the page. If you doubt it, say so there.")


class RoundStillOpen(TracingError):
    """Doubt about something that is not settled yet."""

    sentence = _("This candidate is still being read.")


class SecondReaderMustDiffer(TracingError):
    """Two agreeing voices must be two people."""

    sentence = _("You have said this already. The next voice must be somebody else’s.")


class BecauseMissing(TracingError):
    """A verdict without its reason."""

    sentence = _("Write in a few words why you think so.")


class NothingConfirmed(TracingError):
    """An answer needs a candidate confirmed by two readers."""

    sentence = _("Nobody is confirmed in this request. An answer needs two readers who agree.")


class NeverSent(TracingError):
    """This letter would not be true, or not be right, in the case as it stands."""

    sentence = _("This letter may not be sent as the request stands now.")


class SpokenNotWritten(TracingError):
    """Grave news is told by a person."""

    sentence = _("This is told by a person, never by letter. Ask the family to let you speak.")


class NotOnHisList(TracingError):
    """The line named is not on the list of people he allowed."""

    sentence = _("The list has no such line.")


class AlreadyDone(TracingError):
    """Somebody else was faster."""

    sentence = _("Somebody has done this already.")


class NotUnderstood(TracingError):
    """What was in an envelope is not of a form we know. `reason` is a slug; nothing of the content is kept in it."""

    sentence = _("An envelope could not be understood.")

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason
