"""The moment at which these stories happen."""

from datetime import UTC, datetime

from wayhome import audit

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)  # a Monday
HOUSE = audit.Actor.process("test")
