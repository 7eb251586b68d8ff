"""Actions on a group's season: look at it, begin it, end it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class ShowSeason:
    """Show how far the season has come, or the last one."""


@dataclass(frozen=True, slots=True)
class PlanSeason:
    """Lead: open the form for a new season."""


@dataclass(frozen=True, slots=True)
class BeginSeason:
    """Lead: begin a season: inputs ``title`` and ``finish``; what is left out is proposed."""


@dataclass(frozen=True, slots=True)
class UndoSeason:
    """Lead: take a season back of which nothing has closed yet."""

    season: int


@dataclass(frozen=True, slots=True)
class AskEndSeason:
    """Lead: ask whether the season shall end before its day."""


@dataclass(frozen=True, slots=True)
class EndSeason:
    """Lead: end a season now, with its closing card."""

    season: int


SeasonAction: TypeAlias = (
    ShowSeason | PlanSeason | BeginSeason | UndoSeason | AskEndSeason | EndSeason
)

#: Those that change nothing.
VIEWS = (ShowSeason, PlanSeason, AskEndSeason)
