"""What a lead may see of whom: the consents as a fold, and the one line of everybody else.

Whoever agreed is seen in bands. The others are one line of bands, and only where five or
more people stand behind it who never agreed before: so it holds nobody whose own line has
ever been seen, and no comparison with such a line can take a person out of it. It knows
learners by number; it knows no names, no rows and no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from bot.core.bands import BAND_FROM, Band, Counted, band_at

#: What is told of a crowd needs so many people in it: fewer would tell who was who.
CROWD = 5
#: The kind of the event; its payload's ``shares`` is true, false, or null: to be asked again.
CONSENT = "consent"


class Happened(Protocol):
    """An event, whoever keeps it."""

    @property
    def learner_id(self) -> int | None:
        """Whose consent it is."""
        ...

    @property
    def at(self) -> datetime:
        """When it was given or taken back."""
        ...

    @property
    def payload(self) -> Mapping[str, Any]:
        """``shares``."""
        ...


@dataclass(frozen=True, slots=True)
class Consents:
    """Who shares now, and since when each who ever did has first done so."""

    sharing: frozenset[int] = frozenset()
    first: Mapping[int, datetime] = field(default_factory=dict)

    def never_before(self, learner: int, moment: datetime) -> bool:
        """Say whether somebody had never agreed before a moment."""
        return learner not in self.first or self.first[learner] >= moment


def fold(events: Iterable[Happened]) -> Consents:
    """Give the consents that follow from a group's events of that kind, in their order."""
    sharing: set[int] = set()
    first: dict[int, datetime] = {}
    for event in events:
        if event.learner_id is None:
            continue
        if event.payload["shares"]:
            sharing.add(event.learner_id)
            first.setdefault(event.learner_id, event.at)
        else:
            sharing.discard(event.learner_id)
    return Consents(frozenset(sharing), first)


def both(one: bool | None, other: bool | None) -> bool | None:
    """Give the consent of a person whose two accounts said different things: never more."""
    if one is False or other is False:
        return False
    return True if one and other else None


def crowd_band(counts: Iterable[Counted]) -> Band | None:
    """Give the band of several people in one domain; None for fewer than five.

    Only those count who have enough answers for a band of their own, and each as one voice,
    however many answers they gave: else the line would be that of the busiest of them.
    """
    shares = [count.right / count.n for count in counts if count.n >= BAND_FROM]
    return band_at(sum(shares) / len(shares)) if len(shares) >= CROWD else None
