"""What can go wrong in the log. No message carries a name, a place or a number that belongs to a person."""


class AuditError(Exception):
    """Base of this room's errors."""


class UnknownAct(AuditError):
    """The slug stands for no act in `audit.acts`."""


class NotPlain(AuditError):
    """Something other than small whole numbers, short slugs or one short reason was about to enter the log."""


class TimeNeedsZone(AuditError):
    """A moment without a time zone cannot be compared with others."""


class ReadInsideTransaction(AuditError):
    """A read must be in the log for good before anything is opened; inside a transaction it could still be undone."""


class PermitNotIssued(AuditError):
    """A read permit is made by `before_reading` and by nothing else."""


class PermitSpent(AuditError):
    """More records were opened than the log row says."""


class KeyFileError(AuditError):
    """A key file is missing, damaged, or readable by others."""
