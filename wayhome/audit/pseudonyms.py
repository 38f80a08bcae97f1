"""How the log refers to people: by a keyed fingerprint that means nothing without the key file."""

import hashlib
import hmac
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from wayhome.audit import keyfiles


def pseudonym(subject: UUID) -> UUID:
    """The subject's fixed pseudonym in this bureau's log: 128 bits of HMAC-SHA-256, in the shape of a UUID."""
    digest = hmac.digest(_key(settings.WAYHOME_KEYS), b"wayhome.log.subject.v1" + subject.bytes, hashlib.sha256)
    return UUID(bytes=digest[:16])


@lru_cache(maxsize=4)
def _key(folder: Path) -> bytes:
    return keyfiles.load_or_make(folder, "log-pseudonym", 32)
