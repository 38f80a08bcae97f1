"""Run a module of ours so that nothing it dies of can spill a value into a log:

    python -m wayhome.run.quiet wayhome.run.worker [ARGUMENT …]

Python's own way to say that an exception was not caught prints its text and every line on the way. Here it becomes the
class and the last place in our own code, as everywhere (`logs.place_of`).
"""

import runpy
import sys
import threading
import traceback
from datetime import UTC, datetime
from types import TracebackType

from wayhome.run.logs import place_of


def install() -> None:
    """From here on, uncaught exceptions of this process, its threads and its forks are told in one line."""
    sys.excepthook = _tell
    sys.unraisablehook = lambda what: _tell(what.exc_type, what.exc_value, what.exc_traceback)
    threading.excepthook = lambda what: _tell(what.exc_type, what.exc_value, what.exc_traceback)
    traceback.print_exc = _tell_current  # what multiprocessing uses in a forked child


def _tell(kind: type[BaseException], _: BaseException | None, tb: TracebackType | None) -> None:
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    print(f"{now} CRITICAL not caught [{kind.__name__} at {place_of(tb)}]", file=sys.stderr, flush=True)


def _tell_current(*_: object, **__: object) -> None:
    kind, value, tb = sys.exc_info()
    if kind is not None:
        _tell(kind, value, tb)


if __name__ == "__main__":
    install()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
