"""Iryna acts at noon."""

from datetime import UTC, datetime
from uuid import UUID

from wayhome import audit

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)
IRYNA = audit.Actor.officer(UUID("11111111-1111-4111-8111-111111111111"))
