"""What the processes may write down: when, how serious, which part, a fixed sentence, and where in our code it failed.

A traceback carries values, and a value may be somebody's name. So an exception is logged as its class and the last
place in our own code, never with its text, its arguments or the local variables.
"""

import logging
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

_HOUSE = Path(__file__).resolve().parents[1]


def place_of(tb: TracebackType | None) -> str:
    """The last line of our own code on the way to an exception, as `room/file.py:12`; "outside" if there is none."""
    ours = [frame for frame in traceback.extract_tb(tb) if Path(frame.filename).is_relative_to(_HOUSE)]
    if not ours:
        return "outside"
    return f"{Path(ours[-1].filename).relative_to(_HOUSE)}:{ours[-1].lineno}"


class PlainFormatter(logging.Formatter):
    """One line per event. The message is the constant text the code passed, without its arguments filled in.

    Where the text of the exception itself was passed as the message (Django does so for a refused host, and such a text
    quotes what was sent), its class stands alone.
    """

    def format(self, record: logging.LogRecord) -> str:
        said = next(iter(str(record.msg).splitlines()), "")[:200]
        problem = record.exc_info[1] if record.exc_info else None
        if problem is not None and said and said in str(problem):
            said = "refused"
        line = f"{self.formatTime(record)} {record.levelname} {record.name}: {said}"
        if record.exc_info and record.exc_info[0]:
            line += f" [{record.exc_info[0].__name__} at {place_of(record.exc_info[2])}]"
        return line


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": PlainFormatter}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "wayhome": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # A refused or missing page is ordinary, and its address is nobody's business.
        "django.request": {"level": "ERROR"},
    },
}
