"""Who stands where: ranks, pages, windows, and the rules that make a board kind.

Points are tenths. It knows figures and study days; it does not know names, who has joined
a board, or how a board looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from bot.core.scoring import practice_bonus
from bot.core.slots import month_of, week_of

#: Lines of a board's page.
PAGE = 10
#: Answers that the group's mean is worth on the accuracy board.
SHRINK = 20
#: Answers from which on somebody is listed on the accuracy board.
LISTED_FROM = 15
#: Closed rounds from which on a window shows others: fewer would tell who was wrong.
OTHERS_FROM = 3

#: Gives what an entry is ranked by; more is better.
Merit: TypeAlias = "Callable[[Entry], float]"


class Window(StrEnum):
    """The span of study days that a board looks at."""

    TODAY = "today"  #: one study day
    WEEK = "week"  #: the ISO week
    MONTH = "month"  #: the calendar month
    ALL = "all"  #: since the group began


@dataclass(frozen=True, slots=True)
class Entry:
    """A learner's figures in a window. ``points`` are tenths, ``n`` answers to shared rounds."""

    learner: int
    points: int
    n: int = 0
    n_right: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry with its rank and with what it was ranked by."""

    rank: int
    entry: Entry
    merit: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a board. ``own`` is the reader's standing when it is not on the page."""

    standings: tuple[Standing, ...]
    own: Standing | None
    listed: int


def by_points(entry: Entry) -> float:
    """Give an entry's points."""
    return float(entry.points)


def rank(entries: Iterable[Entry], merit: Merit = by_points) -> tuple[Standing, ...]:
    """Put entries in order, the best first; equals share a rank and leave the next one out.

    Equals stand in order of learner id, so that a board does not flicker.
    """
    ordered = sorted(((merit(entry), entry) for entry in entries), key=_by_merit)
    standings: list[Standing] = []
    for place, (value, entry) in enumerate(ordered, start=1):
        shared = standings and standings[-1].merit == value
        standings.append(Standing(standings[-1].rank if shared else place, entry, value))
    return tuple(standings)


def page(standings: Sequence[Standing], own: int | None, size: int, number: int = 0) -> Page:
    """Cut page ``number`` (from 0) of ``size`` lines, with the standing of learner ``own``."""
    shown = tuple(standings[number * size : (number + 1) * size])
    on_page = any(standing.entry.learner == own for standing in shown)
    mine = next((standing for standing in standings if standing.entry.learner == own), None)
    return Page(shown, None if on_page else mine, len(standings))


def accuracy(n_right: int, n: int, mean: float) -> float:
    """Give a share right that few answers cannot carry far: (right + 20 · mean) / (n + 20)."""
    return (n_right + SHRINK * mean) / (n + SHRINK)


def rank_by_accuracy(entries: Iterable[Entry], mean: float) -> tuple[Standing, ...]:
    """Rank those with 15 answers or more by their accuracy, drawn to the group's ``mean``."""
    return rank(
        (entry for entry in entries if entry.n >= LISTED_FROM),
        lambda entry: accuracy(entry.n_right, entry.n, mean),
    )


def count_week(points: Iterable[int], closed: int) -> int:
    """Add up a member's week: the best of all but one of the ``closed`` rounds.

    ``points`` are what each answered round gave; a missed round gave nothing, and is then
    the one that does not count. With one closed round, that one counts.
    """
    best = sorted(points, reverse=True)
    return sum(best[: max(1, closed - 1)])


def week_points(
    total: int, lowest: int, answered: int, practised: int, *, closed: int, week_max: int
) -> int:
    """Give a member's points of a week from its totals: rounds less the one, plus practice.

    ``week_max`` is what the counted rounds could have given. Agrees with ``count_week``.
    """
    dropped = lowest if closed > 1 and answered >= closed else 0
    return total - dropped + practice_bonus(practised, week_max)


def others_shown(closed_rounds: int) -> bool:
    """Tell whether a window may show others: it holds three closed rounds."""
    return closed_rounds >= OTHERS_FROM


def span_key(window: Window, day: date) -> str:
    """Name the span of a window that a study day lies in, such as ``week:2026-W48``."""
    match window:
        case Window.TODAY:
            return f"day:{day.isoformat()}"
        case Window.WEEK:
            return f"week:{week_of(day)}"
        case Window.MONTH:
            return f"month:{month_of(day)}"
        case Window.ALL:
            return "all"


def _by_merit(pair: tuple[float, Entry]) -> tuple[float, int]:
    return -pair[0], pair[1].learner
