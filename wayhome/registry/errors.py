"""What can go wrong in this room, by the name of the rule. No message holds anything about a person."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class RegistryError(Exception):
    """Base of everything this room raises on purpose. `str()` is one plain sentence in the language now in force."""

    sentence: str | Promise = _("The register could not do this.")

    def __str__(self) -> str:
        return str(self.sentence)


class MatcherSilent(RegistryError):
    """The matcher did not answer in time."""

    sentence = _("The search does not answer just now. Nothing is lost; try again in a minute.")


class NobodyUnderThisId(RegistryError):
    """No person has this id, or he was erased."""

    sentence = _("There is no such person in the register.")


class NewerVersionExists(RegistryError):
    """Someone corrected the record since the page was opened."""

    sentence = _("Someone else has corrected this record since you opened it. Look at the new version first.")


class NameMissing(RegistryError):
    """A person is registered under at least one name, even one he is only called by."""

    sentence = _("Write at least one name, even if it is only what people call this person.")


class UnusualOrderNeedsAReason(RegistryError):
    """This event does not usually follow the last one."""

    sentence = _("This does not usually follow what was written before. Say in the note why it is so.")


class DateInTheFuture(RegistryError):
    """Custody events are about what has happened."""

    sentence = _("This date is still to come. Write what has happened, not what is planned.")


class DateNeedsAYear(RegistryError):
    """A custody event dated by day and month alone cannot be put in order."""

    sentence = _("Write at least the year, or leave the date empty.")


class WasErased(RegistryError):
    """The person's record was erased; nothing more can be written about him."""

    sentence = _("This record was erased. Nothing more can be written in it.")


class RecipientsMissing(RegistryError):
    """ "Only these" without saying who."""

    sentence = _("The answer is “only these people”. Write who they are.")


class RecipientsNotAsked(RegistryError):
    """People were listed, but the answer is not "only these"."""

    sentence = _("People are listed here only with the answer “only these people”.")


class NotOnlyThese(RegistryError):
    """A recipient is named although his answer is not "only these people"."""

    sentence = _("The answer is not “only these people”, so there is no list to choose from.")


class SaysMoreThanItAdmits(RegistryError):
    """A bundle brings word of somebody without asking his wish for it."""

    sentence = _("This would say more than the person agreed to.")


class DutyIsNotForFamilies(RegistryError):
    """A legal duty is owed to the Agency and the Protecting Power; it is no way around his wish towards a family."""

    sentence = _("A duty of the Convention is no ground for a letter to a family.")
