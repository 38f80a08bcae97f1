"""One site as a process: `python -m wayhome.run.serve wayhome.run.wsgi_bureau:application 8001`."""

import sys
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

# What granian itself says goes through our formatter: one line, never the text of an exception. No access log: the
# address of a page can name a case.
LOGGING: dict[str, Any] = {
    "formatters": {"plain": {"()": "wayhome.run.logs.PlainFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {"_granian": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}


def serve(application: str, port: int) -> None:
    """Answer on 127.0.0.1 until SIGTERM."""
    Granian(
        application,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=1,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
        log_dictconfig=LOGGING,
    ).serve()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
