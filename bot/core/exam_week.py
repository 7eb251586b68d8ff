"""How near the day is that somebody works towards: the last week, its eve, the day, the past.

It knows days and seasons, no people and no words. An exam day and a season's finish day are
the same to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from bot.core.aiming import no_new_ground
from bot.core.seasons import Season

#: Days for which somebody is told that the day was moved.
NEWS = timedelta(days=3)


class Nearness(StrEnum):
    """How near the day is."""

    FAR = "far"  #: more than a week, or there is none
    WEEK = "week"  #: in its last seven days: no new ground
    EVE = "eve"  #: tomorrow
    DAY = "day"  #: today
    PAST = "past"  #: gone by, and nobody set another


def nearness(until: date | None, today: date) -> Nearness:
    """Say how near a day is."""
    if until is None:
        return Nearness.FAR
    left = (until - today).days
    if left < 0:
        return Nearness.PAST
    if left == 0:
        return Nearness.DAY
    if left == 1:
        return Nearness.EVE
    return Nearness.WEEK if no_new_ground(today, until) else Nearness.FAR


def moved_from(seasons: Sequence[Season], today: date) -> date | None:
    """Give the finish day that another took the place of in the last days; None without one.

    A finish day is moved by ending a season before its time and beginning another.
    """
    if len(seasons) < 2:
        return None
    before, now = seasons[-2], seasons[-1]
    cut_short = before.last is not None and before.last < before.finish
    fresh = now.first - NEWS <= today < now.first + NEWS
    if cut_short and fresh and now.finish != before.finish and before.until + NEWS >= now.first:
        return before.finish
    return None
