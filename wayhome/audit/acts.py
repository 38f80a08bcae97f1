"""Everything the log can say. An act without a line here cannot be recorded."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Act(StrEnum):
    """One kind of act. The value is what the log keeps; the sentence is what a reader sees."""

    OFFICER_ADDED = "officer_added"
    OFFICER_SUSPENDED = "officer_suspended"
    OFFICER_RESTORED = "officer_restored"
    ROLES_CHANGED = "roles_changed"
    ENROLMENT_RENEWED = "enrolment_renewed"
    ENROLMENT_USED = "enrolment_used"
    PASSKEY_ADDED = "passkey_added"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    PEOPLE_SEARCHED = "people_searched"
    PERSON_OPENED = "person_opened"
    PEOPLE_OPENED = "people_opened"
    PERSON_LOG_OPENED = "person_log_opened"
    CANDIDATE_COMPARED = "candidate_compared"
    PERSON_REGISTERED = "person_registered"
    IDENTITY_CORRECTED = "identity_corrected"
    CUSTODY_RECORDED = "custody_recorded"
    WISH_RECORDED = "wish_recorded"
    LIST_PREVIEWED = "list_previewed"
    IMPORT_STARTED = "import_started"
    IMPORT_FINISHED = "import_finished"
    IMPORT_FAILED = "import_failed"
    INDEX_REBUILT = "index_rebuilt"
    INDEX_FOLLOWED = "index_followed"
    RECORD_ERASED = "record_erased"
    KEYS_ROTATED = "keys_rotated"
    RETENTION_APPLIED = "retention_applied"
    LOG_OPENED = "log_opened"
    LOG_VERIFIED = "log_verified"
    RECOVERY_KEY_MADE = "recovery_key_made"
    BACKUP_MADE = "backup_made"
    BACKUP_RESTORED = "backup_restored"
    DEMO_FILLED = "demo_filled"
    REQUEST_FILED = "request_filed"
    ENVELOPE_SET_ASIDE = "envelope_set_aside"
    MESSAGE_CAME = "message_came"
    MESSAGES_SEEN = "messages_seen"
    REQUEST_WITHDRAWN = "request_withdrawn"
    REQUEST_OPENED = "request_opened"
    REQUESTS_OPENED = "requests_opened"
    REQUEST_MOVED = "request_moved"
    SOUGHT_REBUILT = "sought_rebuilt"
    SOUGHT_FOLLOWED = "sought_followed"
    REQUESTS_MATCHED = "requests_matched"
    VERDICT_GIVEN = "verdict_given"
    ROUND_CLOSED = "round_closed"
    ROUND_REOPENED = "round_reopened"
    LETTERS_DUE = "letters_due"
    LETTER_WRITTEN = "letter_written"
    TALK_ASKED = "talk_asked"
    TALK_DONE = "talk_done"
    RELEASED = "released"
    RELEASED_BY_DUTY = "released_by_duty"
    WITHHELD = "withheld"
    LETTERS_CARRIED = "letters_carried"
    RECIPIENT_NAMED = "recipient_named"
    ASK_AGAIN_SET = "ask_again_set"
    OUTGOING_STOPPED = "outgoing_stopped"
    OUTGOING_RESUMED = "outgoing_resumed"


SENTENCES: Mapping[Act, Promise] = {
    Act.OFFICER_ADDED: _("An officer was added"),
    Act.OFFICER_SUSPENDED: _("An officer was suspended"),
    Act.OFFICER_RESTORED: _("An officer may sign in again"),
    Act.ROLES_CHANGED: _("An officer's roles were changed"),
    Act.ENROLMENT_RENEWED: _("A new enrolment link was made"),
    Act.ENROLMENT_USED: _("An enrolment link was used"),
    Act.PASSKEY_ADDED: _("A passkey was added"),
    Act.SIGNED_IN: _("Signed in"),
    Act.SIGNED_OUT: _("Signed out"),
    Act.PEOPLE_SEARCHED: _("People were searched for"),
    Act.PERSON_OPENED: _("A person's record was opened"),
    Act.PEOPLE_OPENED: _("Several people's records were opened"),
    Act.PERSON_LOG_OPENED: _("The log of a person's record was opened"),
    Act.CANDIDATE_COMPARED: _("A candidate was compared with a question"),
    Act.PERSON_REGISTERED: _("A person was registered"),
    Act.IDENTITY_CORRECTED: _("A person's identity was corrected"),
    Act.CUSTODY_RECORDED: _("Where a person is, or what became of them, was recorded"),
    Act.WISH_RECORDED: _("A person's wish was recorded"),
    Act.LIST_PREVIEWED: _("A list was previewed"),
    Act.IMPORT_STARTED: _("The import of a list was started"),
    Act.IMPORT_FINISHED: _("The import of a list was finished"),
    Act.IMPORT_FAILED: _("The import of a list failed; nothing of it was kept"),
    Act.INDEX_REBUILT: _("The matcher read every record to rebuild its index"),
    Act.INDEX_FOLLOWED: _("The matcher read the records that had changed"),
    Act.RECORD_ERASED: _("A record was erased"),
    Act.KEYS_ROTATED: _("The keys were renewed"),
    Act.RETENTION_APPLIED: _("What had reached the end of its time was deleted"),
    Act.LOG_OPENED: _("The whole log was opened"),
    Act.LOG_VERIFIED: _("The log was verified"),
    Act.RECOVERY_KEY_MADE: _("A recovery key was made"),
    Act.BACKUP_MADE: _("A backup was made"),
    Act.BACKUP_RESTORED: _("A backup was restored"),
    Act.DEMO_FILLED: _("The demonstration was filled with invented people"),
    Act.REQUEST_FILED: _("A family's question came in"),
    Act.ENVELOPE_SET_ASIDE: _("An envelope was set aside, because it could not be understood"),
    Act.MESSAGE_CAME: _("A family wrote again"),
    Act.MESSAGES_SEEN: _("What a family wrote was marked as read"),
    Act.REQUEST_WITHDRAWN: _("A family withdrew its question; its words were erased"),
    Act.REQUEST_OPENED: _("A family's question was opened"),
    Act.REQUESTS_OPENED: _("Several families' questions were opened"),
    Act.REQUEST_MOVED: _("A family's question was paused, closed or opened again"),
    Act.SOUGHT_REBUILT: _("The matcher read every question to rebuild its index"),
    Act.SOUGHT_FOLLOWED: _("The matcher read the questions that had changed"),
    Act.REQUESTS_MATCHED: _("Candidates for a question were looked for"),
    Act.VERDICT_GIVEN: _("A reader said whether two records are one person"),
    Act.ROUND_CLOSED: _("The readers settled whether two records are one person"),
    Act.ROUND_REOPENED: _("A settled candidate was doubted and is read again"),
    Act.LETTERS_DUE: _("Letters without news were written by the clock"),
    Act.LETTER_WRITTEN: _("A letter to a family was written and signed"),
    Act.TALK_ASKED: _("A family was asked for a talk"),
    Act.TALK_DONE: _("A talk with a family was held"),
    Act.RELEASED: _("A letter to a family left the bureau, after the check of wishes"),
    Act.RELEASED_BY_DUTY: _("Something left the bureau because the Convention demands it"),
    Act.WITHHELD: _("Nothing was passed on to a family: it is not allowed now"),
    Act.LETTERS_CARRIED: _("Sealed letters were carried to their slots"),
    Act.RECIPIENT_NAMED: _("An officer noted which of the people named this enquirer is"),
    Act.ASK_AGAIN_SET: _("It was noted that a person is to be asked again"),
    Act.OUTGOING_STOPPED: _("Everything outgoing was stopped"),
    Act.OUTGOING_RESUMED: _("Outgoing letters were resumed"),
}

# Rows of the first act are read by nobody until a row of the second has the same last subject: two readers are blind
# to each other, also by way of the log. The row itself is written, chained and sealed at once like any other.
HIDDEN_UNTIL: Mapping[Act, Act] = {Act.VERDICT_GIVEN: Act.ROUND_CLOSED}


def sentence_of(act: str) -> str:
    """The plain sentence for an act in the reader's language; an act of a later version reads as its slug."""
    try:
        return str(SENTENCES[Act(act)])
    except ValueError:
        return act
