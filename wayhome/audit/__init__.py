"""The log: who did what and who read what, in a form that nobody can alter unnoticed.

Other rooms call it as `audit.record(...)`, `audit.before_reading(...)` and so on. The parts load when first asked for,
because some of them need Django's models and this file is read before those are ready.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wayhome.audit.actors import Actor as Actor
    from wayhome.audit.acts import Act as Act
    from wayhome.audit.checkpoints import Checkpoint as Checkpoint
    from wayhome.audit.permits import ReadPermit as ReadPermit
    from wayhome.audit.reading import LogEntry as LogEntry
    from wayhome.audit.reading import before_reading as before_reading
    from wayhome.audit.reading import log_of as log_of
    from wayhome.audit.reading import newest as newest
    from wayhome.audit.sealing import seal_pending as seal_pending
    from wayhome.audit.sealing import sign_checkpoint as sign_checkpoint
    from wayhome.audit.sealing import size_and_head as size_and_head
    from wayhome.audit.verifying import Verification as Verification
    from wayhome.audit.verifying import verify as verify
    from wayhome.audit.writing import record as record

_PARTS = {
    "Act": "acts",
    "Actor": "actors",
    "Checkpoint": "checkpoints",
    "LogEntry": "reading",
    "ReadPermit": "permits",
    "Verification": "verifying",
    "before_reading": "reading",
    "log_of": "reading",
    "newest": "reading",
    "record": "writing",
    "seal_pending": "sealing",
    "sign_checkpoint": "sealing",
    "size_and_head": "sealing",
    "verify": "verifying",
}


def __getattr__(name: str) -> object:
    if name not in _PARTS:
        raise AttributeError(name)
    part: object = getattr(import_module(f"wayhome.audit.{_PARTS[name]}"), name)
    return part
