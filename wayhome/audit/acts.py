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
}


def sentence_of(act: str) -> str:
    """The plain sentence for an act in the reader's language; an act of a later version reads as its slug."""
    try:
        return str(SENTENCES[Act(act)])
    except ValueError:
        return act
