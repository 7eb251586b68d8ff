"""From an action to its use case: the one place that knows them all.

A family of actions has a function of its own here, so that each stays a flat list; the type
checker finds the action that was forgotten.
"""

from __future__ import annotations

from typing import assert_never

from bot.cards import actions as act
from bot.cards.actions import Action
from bot.cards.commands import Inputs
from bot.services import (
    answering,
    boards,
    designs,
    erasing,
    explanations,
    flagged,
    flags,
    guide,
    home,
    labs,
    lead,
    leads,
    leave,
    linking,
    me,
    notes,
    own_data,
    practice,
    progress,
    rekeying,
    reminding,
    review_run,
    seasons,
    selfcheck,
    setup,
    setup_history,
    team_lead,
    teams,
    today,
    trial,
    trust,
    workbooks,
)
from bot.services.reply import Reply
from bot.services.scene import Scene


def dispatch(scene: Scene, action: Action, inputs: Inputs) -> Reply:
    """Call the use case of an action."""
    if isinstance(action, act.QuestionAction):
        return _question(scene, action, inputs)
    if isinstance(action, act.RunAction):
        return _run(scene, action)
    if isinstance(action, act.FileAction):
        return workbooks.make(scene, whole=action.whole)
    if isinstance(action, act.BoardAction):
        return _board(scene, action)
    if isinstance(action, act.TeamAction):
        return _team(scene, action, inputs)
    if isinstance(action, act.SeasonAction):
        return _season(scene, action, inputs)
    if isinstance(action, act.LeaveAction):
        return _leave(scene, action, inputs)
    if isinstance(action, act.OwnAction):
        return _own(scene, action, inputs)
    if isinstance(action, act.LeadAction):
        return _lead(scene, action)
    if isinstance(action, act.FlagAction):
        return _flag(scene, action, inputs)
    if isinstance(action, act.ExplainAction):
        return _explain(scene, action, inputs)
    if isinstance(action, act.NoteAction):
        return _note(scene, action, inputs)
    if isinstance(action, act.MeAction):
        return _me(scene, action, inputs)
    if isinstance(action, act.WeeklyAction):
        return _weekly(scene, action, inputs)
    if isinstance(action, act.SetupAction):
        return _setup(scene, action, inputs)
    assert_never(action)


def _question(scene: Scene, action: act.QuestionAction, inputs: Inputs) -> Reply:
    match action:
        case act.Show(target=target):
            return answering.show(scene, target)
        case act.Reveal(target=target):
            return answering.reveal(scene, target)
        case act.Tap(target=target, position=position):
            return answering.tap(scene, target, position)
        case act.Change(target=target):
            return answering.change(scene, target)
        case act.Lock(target=target, confidence=confidence):
            return answering.lock(scene, target, confidence)
        case act.Respond(target=target):
            return answering.respond(scene, target, inputs)
        case act.WriteNote(target=target):
            return notes.write_note(scene, target)
        case act.SaveNote(target=target):
            return notes.save_note(scene, target, inputs)
        case act.Why(round=round_id):
            return today.show_why(scene, round_id)
        case _:
            assert_never(action)


def _run(scene: Scene, action: act.RunAction) -> Reply:
    match action:
        case act.Practise(domain=domain, n=n):
            return practice.begin(scene, domain, n)
        case act.Continue():
            return practice.go_on(scene)
        case _:
            assert_never(action)


def _board(scene: Scene, action: act.BoardAction) -> Reply:
    match action:
        case act.ShowBoard(window=window, by=by):
            return boards.show_board(scene, window, by)
        case act.ChooseBoard(join=join):
            return boards.choose_board(scene, join)
        case _:
            assert_never(action)


def _team(scene: Scene, action: act.TeamAction, inputs: Inputs) -> Reply:
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
        case _:
            assert_never(action)


def _season(scene: Scene, action: act.SeasonAction, inputs: Inputs) -> Reply:
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


def _leave(scene: Scene, action: act.LeaveAction, inputs: Inputs) -> Reply:
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


def _own(scene: Scene, action: act.OwnAction, inputs: Inputs) -> Reply:
    match action:
        case act.Today():
            return today.show_today(scene)
        case act.Home():
            return home.show_home(scene)
        case act.Progress():
            return progress.show_progress(scene)
        case act.RateSelf(domain=domain, familiarity=familiarity):
            return progress.rate(scene, domain, familiarity)
        case act.Notes(page=page):
            return notes.show_notes(scene, page, inputs)
        case act.Help(more=more):
            return guide.show_help(scene, more=more)
        case act.About():
            return guide.show_about(scene)
        case _:
            assert_never(action)


def _flag(scene: Scene, action: act.FlagAction, inputs: Inputs) -> Reply:
    match action:
        case act.Flag(target=target):
            return flags.write_flag(scene, target)
        case act.SendFlag(target=target):
            return flags.send_flag(scene, target, inputs)
        case act.Flags(page=page):
            return flagged.show_desk(scene, page)
        case act.LookAt(version=version):
            return flagged.look_at(scene, version)
        case act.Resolve(version=version):
            return flagged.write_resolution(scene, version)
        case act.SaveResolution(version=version):
            return flagged.resolve(scene, version, inputs)
        case act.PutAside(version=version):
            return flagged.put_aside(scene, version)
        case act.BringBack(version=version):
            return flagged.bring_back(scene, version)
        case act.WriteKey(version=version):
            return rekeying.write_key(scene, version)
        case act.WeighKey(version=version):
            return rekeying.weigh_key(scene, version, inputs)
        case act.OverrideKey(version=version, key=key):
            return rekeying.override_key(scene, version, key, inputs)
        case act.RestoreKey(version=version):
            return rekeying.restore_key(scene, version)
        case _:
            assert_never(action)


def _explain(scene: Scene, action: act.ExplainAction, inputs: Inputs) -> Reply:
    match action:
        case act.Explain(round=round_id):
            return explanations.write(scene, round_id)
        case act.SaveExplanation(round=round_id):
            return explanations.save(scene, round_id, inputs)
        case act.TakeBack(bulletin=number):
            return explanations.take_back(scene, number)
        case act.PutBack(bulletin=number):
            return explanations.put_back(scene, number)
        case act.Thank(bulletin=number):
            return explanations.thank(scene, number)
        case _:
            assert_never(action)


def _note(scene: Scene, action: act.NoteAction, inputs: Inputs) -> Reply:
    match action:
        case act.EditNote(note=number):
            return notes.edit_note(scene, number)
        case act.ChangeNote(note=number):
            return notes.change_note(scene, number, inputs)
        case act.DropNote(note=number):
            return notes.drop_note(scene, number)
        case act.KeepNote(note=number):
            return notes.restore_note(scene, number)
        case _:
            assert_never(action)


def _lead(scene: Scene, action: act.LeadAction) -> Reply:
    match action:
        case act.PostNow():
            return lead.post_now(scene)
        case act.Skip(review=review):
            return lead.skip_review(scene) if review else lead.skip(scene)
        case act.Unskip(round=round_id):
            return lead.unskip(scene, round_id)
        case act.Pause():
            return lead.pause(scene)
        case act.Resume():
            return lead.resume(scene)
        case act.Status():
            return lead.status(scene)
        case _:
            assert_never(action)


def _me(scene: Scene, action: act.MeAction, inputs: Inputs) -> Reply:
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
        case _:
            assert_never(action)


def _weekly(scene: Scene, action: act.WeeklyAction, inputs: Inputs) -> Reply:
    match action:
        case act.ReviewFive(bulletin=number):
            return review_run.begin_five(scene, number)
        case act.WriteDesign(bulletin=number):
            return designs.write(scene, number)
        case act.SaveDesign(bulletin=number):
            return designs.save(scene, number, inputs)
        case act.ShowGallery(bulletin=number, page=page):
            return designs.show_gallery(scene, number, page)
        case act.WriteLab(bulletin=number):
            return labs.write(scene, number)
        case act.SaveLab(bulletin=number):
            return labs.save(scene, number, inputs)
        case _:
            assert_never(action)


def _setup(scene: Scene, action: act.SetupAction, inputs: Inputs) -> Reply:
    match action:
        case act.Setup(draft=draft):
            return setup.show(scene, draft)
        case act.MoreSetup():
            return setup.more(scene)
        case act.EditSetting(setting=setting, draft=draft):
            return setup.edit(scene, setting, draft)
        case act.ProposeSetup():
            return setup.propose_three(scene, inputs)
        case act.ProposeSetting(setting=setting):
            return setup.propose_one(scene, setting, inputs)
        case act.ProposePack(pack=pack):
            return setup.propose_pack(scene, pack)
        case act.SaveSetup(draft=draft, season=season):
            return setup.save(scene, draft, season=season)
        case act.UndoSetup(save=number):
            return setup.undo(scene, number)
        case act.UseDays(days=days):
            return setup.use_days(scene, days)
        case act.StayWithPack(pack=pack):
            return setup.stay(scene, pack)
        case act.SetupHistory(page=page):
            return setup_history.show(scene, page)
        case act.CheckSetup():
            return selfcheck.show(scene)
        case act.PostTest():
            return trial.post(scene)
        case act.EndTest(bulletin=bulletin):
            return trial.end(scene, bulletin)
        case act.Leads():
            return leads.show(scene)
        case act.NameLead():
            return leads.name_lead(scene, inputs)
        case act.UnnameLead(membership=membership):
            return leads.take_back(scene, membership)
        case _:
            assert_never(action)
