"""From actions on people and what they belong to, to their use cases."""

from __future__ import annotations

from typing import assert_never

from bot.cards.actions.boards import BoardAction, ChooseBoard, ShowBoard
from bot.cards.actions.leave import (
    DeclareLeave,
    LeaveAction,
    PickRepair,
    RepairStreak,
    RestoreLeave,
    ShowLeave,
    UndoRepair,
    WithdrawLeave,
)
from bot.cards.actions.me import (
    AskAlias,
    AskConsent,
    AskErase,
    AskGroup,
    AskMemory,
    AskReminders,
    AskZone,
    EnterCode,
    Erase,
    GroupProgress,
    LinkAccounts,
    MakeCode,
    Me,
    MeAction,
    MeData,
    NotToday,
    SetAlias,
    SetMemory,
    SetReminders,
    SetZone,
    Share,
    Snooze,
    StopReminders,
    UseGroup,
)
from bot.cards.actions.seasons import (
    AskEndSeason,
    BeginSeason,
    EndSeason,
    PlanSeason,
    SeasonAction,
    ShowSeason,
    UndoSeason,
)
from bot.cards.actions.teams import (
    AssignTeams,
    CreateTeam,
    DeleteTeam,
    FollowTeams,
    JoinTeam,
    LeaveTeam,
    NameTeam,
    NewTeam,
    PickTeam,
    PlaceMembers,
    RenameTeam,
    RestoreTeam,
    ShowTeams,
    TeamAction,
    UnfollowTeams,
)
from bot.cards.commands import Inputs
from bot.services import (
    boards,
    erasing,
    following,
    leave,
    linking,
    me,
    own_data,
    reminding,
    retention,
    seasons,
    team_lead,
    teams,
    trust,
)
from bot.services.reply import Reply
from bot.services.scene import Scene


def on_board(scene: Scene, action: BoardAction) -> Reply:
    """Call the use case of an action on boards."""
    match action:
        case ShowBoard(window=window, by=by):
            return boards.show_board(scene, window, by)
        case ChooseBoard(join=join):
            return boards.choose_board(scene, join)
        case _:
            assert_never(action)


def on_team(scene: Scene, action: TeamAction, inputs: Inputs) -> Reply:
    """Call the use case of an action on teams."""
    match action:
        case ShowTeams():
            return teams.show_teams(scene)
        case JoinTeam(team=team):
            return teams.join_team(scene, team, inputs)
        case LeaveTeam():
            return teams.leave_team(scene)
        case NewTeam():
            return team_lead.new_team(scene)
        case CreateTeam():
            return team_lead.create_team(scene, inputs)
        case PlaceMembers(page=page):
            return team_lead.place_members(scene, page)
        case AssignTeams(page=page):
            return team_lead.assign_teams(scene, page, inputs)
        case NameTeam():
            return team_lead.name_team(scene)
        case RenameTeam():
            return team_lead.rename_team(scene, inputs)
        case PickTeam():
            return team_lead.pick_team(scene, inputs)
        case DeleteTeam(team=team):
            return team_lead.delete_team(scene, team)
        case RestoreTeam(team=team):
            return team_lead.restore_team(scene, team)
        case FollowTeams():
            return following.follow(scene, inputs)
        case UnfollowTeams():
            return following.unfollow(scene)
        case _:
            assert_never(action)


def on_season(scene: Scene, action: SeasonAction, inputs: Inputs) -> Reply:
    """Call the use case of an action on seasons."""
    match action:
        case ShowSeason():
            return seasons.show_season(scene)
        case PlanSeason():
            return seasons.plan_season(scene)
        case BeginSeason():
            return seasons.begin_season(scene, inputs)
        case UndoSeason(season=season):
            return seasons.undo_season(scene, season)
        case AskEndSeason():
            return seasons.ask_end(scene)
        case EndSeason(season=season):
            return seasons.end_season(scene, season)
        case _:
            assert_never(action)


def on_leave(scene: Scene, action: LeaveAction, inputs: Inputs) -> Reply:
    """Call the use case of an action on days off."""
    match action:
        case ShowLeave():
            return leave.show_leave(scene)
        case DeclareLeave():
            return leave.declare(scene, inputs)
        case WithdrawLeave(leave=number):
            return leave.withdraw(scene, number)
        case RestoreLeave(leave=number):
            return leave.restore(scene, number)
        case PickRepair():
            return leave.pick_repair(scene)
        case RepairStreak():
            return leave.repair(scene, inputs)
        case UndoRepair(repair=number):
            return leave.undo_repair(scene, number)
        case _:
            assert_never(action)


def on_me(scene: Scene, action: MeAction, inputs: Inputs) -> Reply:
    """Call the use case of an action on oneself."""
    match action:
        case Me():
            return me.show_me(scene)
        case MeData():
            return own_data.give_data(scene)
        case AskAlias():
            return me.ask_alias(scene)
        case SetAlias():
            return me.set_alias(scene, inputs)
        case AskZone():
            return me.ask_zone(scene)
        case SetZone():
            return me.set_zone(scene, inputs)
        case AskReminders():
            return reminding.ask_reminders(scene)
        case SetReminders():
            return reminding.set_reminders(scene, inputs)
        case StopReminders():
            return reminding.stop_reminders(scene)
        case Snooze():
            return reminding.snooze(scene)
        case NotToday():
            return reminding.not_today(scene)
        case AskConsent():
            return trust.ask_consent(scene)
        case Share(shares=shares):
            return trust.share(scene, shares)
        case MakeCode():
            return linking.make(scene)
        case EnterCode():
            return linking.enter(scene, inputs)
        case LinkAccounts(code=code):
            return linking.link(scene, code)
        case AskErase():
            return erasing.ask(scene)
        case Erase():
            return erasing.erase(scene, inputs)
        case GroupProgress():
            return trust.show_group(scene)
        case AskGroup():
            return me.ask_group(scene)
        case UseGroup():
            return me.use_group(scene, inputs)
        case AskMemory():
            return retention.ask(scene)
        case SetMemory(percent=percent):
            return retention.choose(scene, percent)
        case _:
            assert_never(action)
