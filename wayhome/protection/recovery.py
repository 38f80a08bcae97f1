"""The recovery key: one age identity, made once, shown once, kept by people on paper and by no machine.

The machine keeps the public half, to which backups are sealed; with it alone no backup can be opened.
"""

import secrets
from datetime import datetime
from pathlib import Path

import pyrage

from wayhome import audit
from wayhome.audit import keyfiles
from wayhome.protection.errors import BackupError

_NAME = "recovery-recipient"
_SIZE = 62  # an age X25519 recipient in its text form


def first_key(folder: Path, *, at: datetime) -> str | None:
    """The secret recovery key if there was none yet, to be shown to a person at once; None if there is one already."""
    if (folder / _NAME).exists():
        return None
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    keyfiles.write_new(folder, _NAME, public.encode())
    if not secrets.compare_digest(recipient(folder), public):
        return None  # another process was first; its key counts and is shown there
    audit.record(audit.Act.RECOVERY_KEY_MADE, by=audit.Actor.process("recovery"), at=at)
    return str(identity)


def renew(folder: Path, *, by: audit.Actor, at: datetime) -> str:
    """A new recovery key in place of a lost one. Earlier backups still need the earlier key; later ones need this."""
    identity = pyrage.x25519.Identity.generate()
    audit.record(audit.Act.RECOVERY_KEY_MADE, by=by, at=at)
    keyfiles.destroy(folder, _NAME)
    keyfiles.write_new(folder, _NAME, str(identity.to_public()).encode())
    return str(identity)


def recipient(folder: Path) -> str:
    """The public half, to which backups are sealed.

    Raises:
        BackupError: no recovery key was ever made here.
    """
    try:
        return keyfiles.load(folder, _NAME, _SIZE).decode("ascii")
    except FileNotFoundError:
        raise BackupError("There is no recovery key yet; the first `wayhome run` makes one.") from None
