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
    """``days`` counts answered posting days; ``freezes`` are held, unspent; ``best`` is ever."""

    days: int = 0
    freezes: int = 0
    best: int = 0


def streak_of(
    posting_days: Iterable[date],
    answered: Container[date],
    today: date,
    *,
    excused: Container[date] = (),
) -> Streak:
    """Count a streak over the group's posting days, given in ascending order.

    ``answered`` are days with an answer in time. ``excused`` days (declared leave, or
    repaired by a lead) neither break nor lengthen it, and no more does ``today`` while it
    can still be answered.
    """
    days = freezes = best = earned = 0
    for day in posting_days:
        if day in answered:
            days, earned = days + 1, earned + 1
            best = max(best, days)
            if earned == EARN_EVERY:
                freezes, earned = min(HELD_AT_MOST, freezes + 1), 0
        elif day in excused or day >= today:
            continue
        elif freezes:
            freezes -= 1
        else:
            days = earned = 0
    return Streak(days, freezes, best)
