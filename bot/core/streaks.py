"""A quiet streak: how many of the group's posting days in a row somebody has answered.

Only the person sees it. It knows dates and nothing else; freezes are earned and spent by
themselves, so that one missed day shames nobody.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date

#: Active posting days that earn a freeze, and how many freezes can be held.
EARN_EVERY = 5
HELD_AT_MOST = 2


@dataclass(frozen=True, slots=True)
class Streak:
    """``length`` counts answered posting days; ``freezes`` are held, unspent; ``best`` ever."""

    length: int = 0
    freezes: int = 0
    best: int = 0


def quiet_streak(
    posting_days: Iterable[date],
    active: Container[date],
    *,
    excused: Container[date] = (),
    still_open: date | None = None,
) -> Streak:
    """Count a streak over the group's posting days, in ascending order.

    ``active`` are days with an answer; ``excused`` (declared leave, or repaired by a lead)
    neither break nor lengthen it; ``still_open`` is a day that can still be answered.
    """
    length = freezes = best = earned = 0
    for day in posting_days:
        if day in active:
            length, earned = length + 1, earned + 1
            best = max(best, length)
            if earned == EARN_EVERY:
                freezes, earned = min(HELD_AT_MOST, freezes + 1), 0
        elif day in excused or day == still_open:
            continue
        elif freezes:
            freezes -= 1
        else:
            length = earned = 0
    return Streak(length, freezes, best)
