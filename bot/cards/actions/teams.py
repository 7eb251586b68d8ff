"""Actions on teams: members look, join and leave; a lead makes, fills, renames and deletes them.

Where a form or typed words name the team it travels as the input ``team`` (its id) or
``name``; the action then carries 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class ShowTeams:
    """Show the teams and who is in which."""


@dataclass(frozen=True, slots=True)
class JoinTeam:
    """Join a team, leaving the one before; 0 joins the team of input ``name``."""

    team: int


@dataclass(frozen=True, slots=True)
class LeaveTeam:
    """Leave one's team."""


@dataclass(frozen=True, slots=True)
class NewTeam:
    """Lead: open the form for a new team."""


@dataclass(frozen=True, slots=True)
class CreateTeam:
    """Lead: make a team: input ``name``."""


@dataclass(frozen=True, slots=True)
class PlaceMembers:
    """Lead: open the form that puts each member of a page into a team."""

    page: int


@dataclass(frozen=True, slots=True)
class AssignTeams:
    """Lead: put a page's members into teams: input ``team``, one id for each, 0 for none."""

    page: int


@dataclass(frozen=True, slots=True)
class NameTeam:
    """Lead: open the form for another name."""


@dataclass(frozen=True, slots=True)
class RenameTeam:
    """Lead: give a team another name: inputs ``team`` and ``name``."""


@dataclass(frozen=True, slots=True)
class PickTeam:
    """Lead: choose a team to delete; with input ``team`` or ``name`` ask whether to do so."""


@dataclass(frozen=True, slots=True)
class DeleteTeam:
    """Lead: delete a team."""

    team: int


@dataclass(frozen=True, slots=True)
class RestoreTeam:
    """Lead: bring a deleted team back."""

    team: int


@dataclass(frozen=True, slots=True)
class FollowTeams:
    """Lead: let the teams follow groups of people on the platform: input ``names``."""


@dataclass(frozen=True, slots=True)
class UnfollowTeams:
    """Lead: let the teams follow nobody any more; they stay as they are."""


TeamAction: TypeAlias = (
    ShowTeams
    | JoinTeam
    | LeaveTeam
    | NewTeam
    | CreateTeam
    | PlaceMembers
    | AssignTeams
    | NameTeam
    | RenameTeam
    | PickTeam
    | DeleteTeam
    | RestoreTeam
    | FollowTeams
    | UnfollowTeams
)

#: Those that change nothing.
VIEWS = (ShowTeams, NewTeam, PlaceMembers, NameTeam, PickTeam)
