"""From actions on people and what they belong to, to their use cases."""

from __future__ import annotations

from typing import assert_never

from bot.cards import actions as act
from bot.cards.actions import me as own
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


def on_board(scene: Scene, action: act.BoardAction) -> Reply:
    """Call the use case of an action on boards."""
    match action:
        case act.ShowBoard(window=window, by=by):
            return boards.show_board(scene, window, by)
        case act.ChooseBoard(join=join):
            return boards.choose_board(scene, join)
        case _:
            assert_never(action)


def on_team(scene: Scene, action: act.TeamAction, inputs: Inputs) -> Reply:
    """Call the use case of an action on teams."""
    match action:
        case act.ShowTeams():
            return teams.show_teams(scene)
        case act.JoinTeam(team=team):
            return teams.join_team(scene, team, inputs)
        case act.LeaveTeam():
            return teams.leave_team(scene)
        case act.NewTeam():
            return team_lead.new_team(scene)
        case act.CreateTeam():
            return team_lead.create_team(scene, inputs)
        case act.PlaceMembers(page=page):
            return team_lead.place_members(scene, page)
        case act.AssignTeams(page=page):
            return team_lead.assign_teams(scene, page, inputs)
        case act.NameTeam():
            return team_lead.name_team(scene)
        case act.RenameTeam():
            return team_lead.rename_team(scene, inputs)
        case act.PickTeam():
            return team_lead.pick_team(scene, inputs)
        case act.DeleteTeam(team=team):
            return team_lead.delete_team(scene, team)
        case act.RestoreTeam(team=team):
            return team_lead.restore_team(scene, team)
        case act.FollowTeams():
            return following.follow(scene, inputs)
        case act.UnfollowTeams():
            return following.unfollow(scene)
        case _:
            assert_never(action)


def on_season(scene: Scene, action: act.SeasonAction, inputs: Inputs) -> Reply:
    """Call the use case of an action on seasons."""
    match action:
        case act.ShowSeason():
            return seasons.show_season(scene)
        case act.PlanSeason():
            return seasons.plan_season(scene)
        case act.BeginSeason():
            return seasons.begin_season(scene, inputs)
        case act.UndoSeason(season=season):
            return seasons.undo_season(scene, season)
        case act.AskEndSeason():
            return seasons.ask_end(scene)
        case act.EndSeason(season=season):
            return seasons.end_season(scene, season)
        case _:
            assert_never(action)


def on_leave(scene: Scene, action: act.LeaveAction, inputs: Inputs) -> Reply:
    """Call the use case of an action on days off."""
    match action:
        case act.ShowLeave():
            return leave.show_leave(scene)
        case act.DeclareLeave():
            return leave.declare(scene, inputs)
        case act.WithdrawLeave(leave=number):
            return leave.withdraw(scene, number)
        case act.RestoreLeave(leave=number):
            return leave.restore(scene, number)
        case act.PickRepair():
            return leave.pick_repair(scene)
        case act.RepairStreak():
            return leave.repair(scene, inputs)
        case act.UndoRepair(repair=number):
            return leave.undo_repair(scene, number)
        case _:
            assert_never(action)


def on_me(scene: Scene, action: act.MeAction, inputs: Inputs) -> Reply:
    """Call the use case of an action on oneself."""
    match action:
        case act.Me():
            return me.show_me(scene)
        case act.MeData():
            return own_data.give_data(scene)
        case act.AskAlias():
            return me.ask_alias(scene)
        case act.SetAlias():
            return me.set_alias(scene, inputs)
        case act.AskZone():
            return me.ask_zone(scene)
        case act.SetZone():
            return me.set_zone(scene, inputs)
        case act.AskReminders():
            return reminding.ask_reminders(scene)
        case act.SetReminders():
            return reminding.set_reminders(scene, inputs)
        case act.StopReminders():
            return reminding.stop_reminders(scene)
        case act.Snooze():
            return reminding.snooze(scene)
        case act.NotToday():
            return reminding.not_today(scene)
        case act.AskConsent():
            return trust.ask_consent(scene)
        case act.Share(shares=shares):
            return trust.share(scene, shares)
        case act.MakeCode():
            return linking.make(scene)
        case act.EnterCode():
            return linking.enter(scene, inputs)
        case act.LinkAccounts(code=code):
            return linking.link(scene, code)
        case act.AskErase():
            return erasing.ask(scene)
        case act.Erase():
            return erasing.erase(scene, inputs)
        case act.GroupProgress():
            return trust.show_group(scene)
        case act.AskGroup():
            return me.ask_group(scene)
        case act.UseGroup():
            return me.use_group(scene, inputs)
        case own.AskMemory():
            return retention.ask(scene)
        case own.SetMemory(percent=percent):
            return retention.choose(scene, percent)
        case _:
            assert_never(action)
