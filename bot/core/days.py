"""Days that stand apart, such as holidays and leave: stretches of dates and what they hold.

It knows dates as people write them. It knows no zone, no clock and no reason for a day off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.errors import Misused

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Dates from ``first`` to ``last``, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Days:
    """A set of dates, kept as stretches; ``in`` asks whether it holds one."""

    stretches: tuple[Stretch, ...] = ()

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and any(
            each.first <= day <= each.last for each in self.stretches
        )

    def __or__(self, other: Days) -> Days:
        return Days(self.stretches + other.stretches)


def one_day(day: date) -> Stretch:
    """Give the stretch of a single date."""
    return Stretch(day, day)


def read_days(texts: Iterable[str]) -> Days:
    """Read dates as a group keeps its holidays: ``2026-12-25``, ``2026-12-24/2027-01-02``.

    Raises ``Misused`` on anything else.
    """
    found = []
    for text in texts:
        first, _, last = text.partition("/")
        found.append(Stretch(_iso(first), _iso(last or first)))
    return Days(tuple(found))


def read_day(text: str, today: date) -> date:
    """Read a date as somebody types it: ``today``, ``tomorrow`` or ``2026-12-24``.

    Raises ``Misused`` with an example.
    """
    match text.strip().lower():
        case "today":
            return today
        case "tomorrow":
            return today + timedelta(days=1)
        case word:
            return _iso(word)


def _iso(text: str) -> date:
    try:
        # ``fromisoformat`` alone would also take weeks and dates without hyphens.
        if _ISO.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    shown = " ".join(text.split())[:20]
    raise Misused(f"I can't read “{shown}” as a date. Write it like 2026-12-24.")
