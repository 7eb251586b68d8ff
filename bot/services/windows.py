"""The windows that a board can look through: days of the calendar, and the group's season."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.cards.boards import WINDOWS
from bot.core.errors import Misused
from bot.services import points
from bot.services.folds import seasons_of
from bot.services.scene import Scene

SEASON = "season"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """A window as it stands today: its totals' key, its days, and its name for people."""

    window: str
    span: str
    first: date
    last: date
    title: str


def reach_of(scene: Scene, window: str) -> Reach | None:
    """Give what a window reaches today; None for the season where there was none yet.

    Raises ``Misused`` for a window that there is not.
    """
    if window not in WINDOWS:
        raise Misused("Boards look at today, week, month, season or all: try `/study board week`.")
    if window == SEASON:
        seasons = seasons_of(scene.tx, scene.group_id)
        if not seasons:
            return None
        latest = seasons[-1]
        return Reach(
            window=window,
            span=latest.span,
            first=latest.first,
            last=latest.until,
            title=latest.title if latest.last is None else f"{latest.title}, ended",
        )
    return Reach(
        window=window,
        span=points.spans_of(scene.today)[window],
        first=points.first_day(window, scene.today),
        # Nothing of a later day has closed, whatever the reader's clock says.
        last=scene.today + timedelta(days=7),
        title=WINDOWS[window],
    )
