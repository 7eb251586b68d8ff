"""How far what somebody can do has moved in four weeks, against how sure that is.

It knows abilities at two moments; it knows no people, no rows and no days but the Monday at
which the weeks end. As it ends with the last whole week, it rests on no answer whose verdict
may still wait, and does not move with a single answer that others could watch.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.ability import Term
from bot.core.crowds import monday_of

#: How far back growth looks.
WEEKS = 4
#: New questions, before these weeks and again within them, from which on growth is told.
GROWTH_FROM = 15
#: Growth below this is none: nobody is listed for it.
GROWTH_LEAST = 0.1


@dataclass(frozen=True, slots=True)
class Growth:
    """A change of ability in standard deviations of its doubt, and the new questions behind it.

    ``before`` are those answered earlier.
    """

    change: float
    within: int
    before: int

    @property
    def told(self) -> bool:
        """Whether enough was answered, before and within."""
        return self.within >= GROWTH_FROM and self.before >= GROWTH_FROM

    @property
    def listed(self) -> bool:
        """Whether it is told and is growth."""
        return self.told and self.change >= GROWTH_LEAST


def weeks_until(today: date) -> tuple[date, date]:
    """Give the Monday on which the four weeks begin, and the one before which they end."""
    last = monday_of(today)
    return last - timedelta(weeks=WEEKS), last


def growth(then: Mapping[str, Term], now: Mapping[str, Term]) -> Growth:
    """Compare abilities by domain, as they were and as they are.

    Each domain weighs what was newly answered in it. The doubt is that of both moments, added
    up as if all domains erred together, so it is never too small: somebody new, of whom the
    model finds out what they could do all along, does not lead.
    """
    within = {domain: now[domain].n - then[domain].n for domain in now}
    total = sum(within.values())
    before = sum(term.n for term in then.values())
    if total <= 0:
        return Growth(0.0, 0, before)
    change = sum(n * (now[d].mean - then[d].mean) for d, n in within.items()) / total
    doubt = (
        sum(n * math.sqrt(now[d].variance + then[d].variance) for d, n in within.items()) / total
    )
    return Growth(change / doubt if doubt > 0 else 0.0, total, before)
