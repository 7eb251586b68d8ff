"""Which days may stand in a total: never fewer than five people at a time join it.

A total of five people is no secret to somebody who holds yesterday's total of four. So what
joins a total does so in lots, each with five people in it: a day once it is over, and the
quiet days of a week together once the week is. It knows days and learners by number; it
knows no answers and no rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from bot.core.consent import CROWD

_WEEK = timedelta(days=7)


def monday_of(day: date) -> date:
    """Give the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def days_held_back(quiet: Mapping[date, frozenset[int]], today: date) -> frozenset[date]:
    """Say which quiet days may not join yet, or ever.

    ``quiet`` names the learners of each day before ``today`` on which fewer than five
    answered. They join with the other quiet days of their week, when it is over and five
    people stand behind them together.
    """
    lots: dict[date, set[int]] = {}
    for day, learners in quiet.items():
        lots.setdefault(monday_of(day), set()).update(learners)
    return frozenset(
        day for day in quiet if monday_of(day) + _WEEK > today or len(lots[monday_of(day)]) < CROWD
    )
