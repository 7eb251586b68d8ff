"""What follows from a group's events: its teams, seasons, leave, repairs and help.

It reads events and hands them to the folds of ``bot.core``. Groups are small, so this is
done anew at each look and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from bot.core import helping, leave, seasons, teams
from bot.core.slots import study_day
from bot.store import events
from bot.store.tx import Tx


def teams_of(tx: Tx, group_id: int) -> teams.Teams:
    """Give a group's teams with everybody's stays."""
    return teams.fold(events.events_among(tx, tuple(teams.TeamEvent), group_id=group_id))


def team_names(tx: Tx, group_id: int) -> Mapping[int, str]:
    """Name the team of each learner of a group who is in one."""
    found = teams_of(tx, group_id)
    return {who: team.name for team in found.alive for who in found.members(team.id)}


def seasons_of(tx: Tx, group_id: int) -> tuple[seasons.Season, ...]:
    """Give a group's seasons, the oldest first."""
    return seasons.fold(events.events_among(tx, tuple(seasons.SeasonEvent), group_id=group_id))


def leaves_of(tx: Tx, group_id: int, learner_id: int | None = None) -> tuple[leave.Leave, ...]:
    """Give the declared leave that holds in a group, of all or of one learner."""
    kinds = tuple(leave.LeaveEvent)
    found = events.events_among(tx, kinds, group_id=group_id, learner_id=learner_id)
    return leave.fold_leave(found)


def repairs_of(tx: Tx, group_id: int) -> tuple[leave.Repair, ...]:
    """Give the missed days that a group's lead has excused."""
    return leave.fold_repairs(events.events_among(tx, tuple(leave.RepairEvent), group_id=group_id))


def help_of(
    tx: Tx, group_id: int, zone: str, first: date, last: date
) -> Mapping[int, helping.Help]:
    """Count how often each learner helped a group on some study days, both ends included."""

    def within(at: datetime) -> bool:
        return first <= study_day(at, zone) <= last

    kinds = tuple(helping.HelpEvent)
    return helping.fold(events.events_among(tx, kinds, group_id=group_id), within)
