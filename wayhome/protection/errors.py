"""What can go wrong in this room. No message carries a name, a place or a number that belongs to a person."""


class ProtectionError(Exception):
    """Base of this room's errors."""


class NotAllowed(ProtectionError):
    """None of this officer's roles permits it."""


class PolicyBroken(ProtectionError):
    """A file in policy/ says something the program cannot obey. Nothing starts until it is mended."""


class RolesDoNotMix(ProtectionError):
    """One officer may not hold these roles together."""


class LoginTaken(ProtectionError):
    """Another officer has this login."""


class LoginNotPlain(ProtectionError):
    """A login is 2 to 40 small Latin letters, digits, dots or hyphens, beginning with a letter."""


class NotOneself(ProtectionError):
    """An officer does not suspend himself or change his own roles."""


class DemoRefused(ProtectionError):
    """An invented officer gets no passkey and no link: he belongs to the demonstration alone."""


class EnrolmentRefused(ProtectionError):
    """The link is unknown, used, or older than a day. Which of the three is not said."""


class SignInRefused(ProtectionError):
    """This officer may not sign in now."""


class KeyMissing(ProtectionError):
    """The key that opens this is not on this machine."""


class CipherMissing(ProtectionError):
    """AES-256-GCM-SIV is not available here. There is no second-best: the bureau does not start."""


class NotAuthentic(ProtectionError):
    """A sealed record or wrapped key was altered, moved or exchanged, or belongs to another version."""


class BackupError(ProtectionError):
    """A backup could not be made or restored."""


class NotAWayhomeBackup(BackupError):
    """The file is damaged, cut off, or something else."""


class WrongRecoveryKey(BackupError):
    """The recovery key does not open this backup."""


class TargetNotEmpty(BackupError):
    """A backup is restored into an empty place only."""


class NoRoom(BackupError):
    """The disk is full."""
