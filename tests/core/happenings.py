"""Events as folds see them, made by hand: each one later than the one before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Event:
    """Something that happened, ``seq`` hours after Monday eight o'clock."""

    seq: int
    kind: str
    learner_id: int | None = None
    payload: dict[str, Any] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        """When it happened."""
        return hour(self.seq)


def hour(number: int) -> datetime:
    """Give the instant so many hours after Monday eight o'clock."""
    return MONDAY + timedelta(hours=number)
