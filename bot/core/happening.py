"""What a fold over events sees of an event, whoever keeps it.

The store's rows fit this shape; nothing here knows how they are kept or read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol


class Happened(Protocol):
    """An event. Folds take them in the order of ``seq``; the payload is JSON."""

    @property
    def seq(self) -> int:
        """Its place in the one order of everything."""
        ...

    @property
    def kind(self) -> str:
        """What happened."""
        ...

    @property
    def learner_id(self) -> int | None:
        """Whom it concerns."""
        ...

    @property
    def at(self) -> datetime:
        """When it happened."""
        ...

    @property
    def payload(self) -> Mapping[str, Any]:
        """What else is known of it."""
        ...
