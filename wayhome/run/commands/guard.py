"""Whatever goes wrong in a command ends as one plain sentence and an exit code, never as a traceback.

A traceback holds values, and a value may be somebody's name. What we expected is said as it is; what we did not
expect gets a random number, and the log keeps the class of the error and the places in our own code, nothing else.
"""

import os
import secrets
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click

from wayhome.run.errors import RunError
from wayhome.run.home import find_home

HOUSE = Path(__file__).resolve().parents[2]
INTERRUPTED = 130


def guarded(command: click.Command) -> NoReturn:
    """Run a command and leave the process with its exit code: 0 done, 1 refused or failed, 2 not understood."""
    try:
        code = command.main(standalone_mode=False)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _say("Stopped; nothing half-written remains.")
        sys.exit(INTERRUPTED)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as problem:
        _say(sentence_for(problem))
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


def sentence_for(problem: Exception) -> str:
    """The plain sentence of an error of ours, else an incident number."""
    if isinstance(problem, (RunError, *_errors_of_rooms())):
        text = " ".join(str(problem).split())
        return text or _first_sentence(type(problem))
    if type(problem).__module__.startswith(("psycopg", "django.db")) and "Operational" in type(problem).__name__:
        return "The database does not answer; nothing was changed. `wayhome doctor` says more."
    if isinstance(problem, OSError) and problem.errno is not None:
        return f"The system refused: {os.strerror(problem.errno)}. Nothing half-written remains."
    return f"Something unexpected happened, and nothing half-written remains. Its number is {_note(problem)}."


def _errors_of_rooms() -> tuple[type[Exception], ...]:
    from wayhome.audit.errors import AuditError
    from wayhome.matching.errors import MatchingError
    from wayhome.names.errors import NamesError
    from wayhome.protection.errors import ProtectionError
    from wayhome.registry.errors import RegistryError
    from wayhome.tracing.errors import TracingError

    return (AuditError, MatchingError, NamesError, ProtectionError, RegistryError, TracingError)


def _first_sentence(kind: type[Exception]) -> str:
    """An error without words of its own is named by its docstring."""
    return (kind.__doc__ or "This is not possible.").strip().splitlines()[0]


def _note(problem: Exception) -> str:
    """Write class and places into the state folder's log under a random number; returns the number."""
    incident = secrets.token_hex(4)
    places = [
        f"{Path(frame.filename).relative_to(HOUSE)}:{frame.lineno}"
        for frame in traceback.extract_tb(problem.__traceback__)
        if Path(frame.filename).is_relative_to(HOUSE)
    ]
    line = f"{datetime.now(UTC).isoformat()} incident {incident} {type(problem).__name__} {' > '.join(places)}\n"
    try:
        logs = find_home().make().logs
        with open(logs / "incidents.log", "a", opener=_private) as log:
            log.write(line)
    except (OSError, RunError):
        _say(line.strip())
    return incident


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)
