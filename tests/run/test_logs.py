"""What may stand in a log, and how large it may grow."""

import logging
import os
import stat
import sys
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousOperation

from wayhome.run import services
from wayhome.run.logs import PlainFormatter
from wayhome.run.services import Service

VALUE = "Vydumanchenko"


def line_of(message: object, problem: Exception | None = None) -> str:
    try:
        raise problem or ValueError
    except Exception:
        exc_info = sys.exc_info() if problem else None
    return PlainFormatter().format(logging.LogRecord("django.security", 40, "", 1, message, (), exc_info))


@pytest.mark.parametrize("text", [f"Invalid HTTP_HOST header: '{VALUE}'.", VALUE])
def test_the_text_of_an_exception_is_no_message(text: str) -> None:
    """Django logs a refused request with the exception's own text as the message, and that quotes what was sent."""
    line = line_of(text, SuspiciousOperation(text))
    assert VALUE not in line
    assert "refused [SuspiciousOperation" in line


def test_a_message_of_ours_stays() -> None:
    assert line_of("a question could not be answered", ValueError(VALUE)).count("a question could not be answered") == 1
    assert line_of("").endswith("django.security: ")


def test_a_large_log_begins_anew_while_its_process_lives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stranger asks for a million pages that do not exist: two files of bounded size, and the newest lines in one."""
    monkeypatch.setattr(services, "LARGEST_LOG", 1000)
    service = Service("site", ["http.server", "0", "--bind", "127.0.0.1"], dict(os.environ), tmp_path)
    service.start()
    try:
        with service.log.open("ab") as log:
            log.write(b"a" * 1001)
        assert not service.tend()
        kept = tmp_path / "site.log.1"
        assert service.log.stat().st_size == 0
        assert kept.stat().st_size > 1000
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    finally:
        service.ask_to_stop()
        service.wait_until_stopped(5)
