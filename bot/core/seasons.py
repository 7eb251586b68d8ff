"""Seasons, as a fold over what happened: some weeks with a first day and a finish.

The study days of two seasons never overlap, and whether a closed question's day lies in a
season never changes later: that is what lets totals be counted at the close. It knows days
alone; it knows no questions, no people and no clock.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.core.errors import Misused
from bot.core.happening import Happened

#: How long a season lasts unless somebody chooses otherwise, and at most.
WEEKS = 8
WEEKS_MOST = 53


class SeasonEvent(StrEnum):
    """What may happen to seasons, with what the payload says."""

    BEGAN = "season-began"  #: ``season``, ``title``, ``first``, ``finish``
    ENDED = "season-ended"  #: ``season``, ``last``
    UNDONE = "season-undone"  #: ``season``; it never was


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """A season. ``last`` is its last day once it has ended."""

    number: int
    title: str
    first: date
    finish: date
    last: date | None = None

    @property
    def until(self) -> date:
        """The last day that belongs to it, as far as is known."""
        return self.last or self.finish

    @property
    def span(self) -> str:
        """The key of its totals."""
        return f"season:{self.number}"

    def holds(self, day: date) -> bool:
        """Say whether a study day belongs to it."""
        return self.first <= day <= self.until


def fold(events: Iterable[Happened]) -> tuple[Season, ...]:
    """Give the seasons that follow from a group's events, the oldest first."""
    found: dict[int, Season] = {}
    for event in events:
        said = event.payload
        match event.kind:
            case SeasonEvent.BEGAN:
                found[said["season"]] = Season(
                    number=said["season"],
                    title=said["title"],
                    first=date.fromisoformat(said["first"]),
                    finish=date.fromisoformat(said["finish"]),
                )
            case SeasonEvent.ENDED:
                last = date.fromisoformat(said["last"])
                found[said["season"]] = replace(found[said["season"]], last=last)
            case SeasonEvent.UNDONE:
                del found[said["season"]]
            case _:
                pass
    return tuple(found.values())


def season_on(seasons: Iterable[Season], day: date) -> Season | None:
    """Give the season that a study day belongs to."""
    return next((season for season in seasons if season.holds(day)), None)


def running(seasons: Sequence[Season]) -> Season | None:
    """Give the season that has not ended yet; its first day may be still to come."""
    return seasons[-1] if seasons and seasons[-1].last is None else None


def first_free_day(seasons: Sequence[Season], today: date, closed: date | None) -> date:
    """Give the first day that a new season may have: after every question closed so far.

    ``closed`` is the latest study day with a closed question.
    """
    days = [today]
    if closed is not None:
        days.append(closed + timedelta(days=1))
    if seasons:
        days.append(seasons[-1].until + timedelta(days=1))
    return max(days)


def last_day(season: Season, today: date, closed: date) -> date:
    """Give the last day of a season that ends today: a question still open is not in it.

    ``closed`` is the latest study day with a closed question of the season.
    """
    return min(season.finish, max(closed, today - timedelta(days=1)))


def propose_finish(first: date, weekdays: Container[int], weeks: int = WEEKS) -> date:
    """Give the last posting day within so many weeks; ``weekdays`` are ISO numbers."""
    finish = first + timedelta(weeks=weeks, days=-1)
    for back in range(7):
        day = finish - timedelta(days=back)
        if day.isoweekday() in weekdays:
            return day
    return finish


def check_finish(first: date, finish: date) -> None:
    """Refuse a finish day that makes no season, with what would."""
    if finish <= first:
        raise Misused("The finish day lies after the first day: give a later one.")
    if finish > first + timedelta(weeks=WEEKS_MOST):
        raise Misused(f"A season lasts {WEEKS_MOST} weeks at most: give an earlier finish day.")
