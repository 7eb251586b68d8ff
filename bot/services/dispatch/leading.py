"""From actions of a group's lead to their use cases."""

from __future__ import annotations

from typing import assert_never

from bot.cards import actions as act
from bot.cards.commands import Inputs
from bot.services import (
    flagged,
    flags,
    lead,
    leads,
    places,
    rekeying,
    selfcheck,
    setup,
    setup_history,
    starting,
    trial,
)
from bot.services.reply import Reply
from bot.services.scene import Scene


def on_lead(scene: Scene, action: act.LeadAction) -> Reply:
    """Call the use case of an action on the schedule."""
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


def on_flag(scene: Scene, action: act.FlagAction, inputs: Inputs) -> Reply:
    """Call the use case of an action on flags."""
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


def on_setup(scene: Scene, action: act.SetupAction, inputs: Inputs) -> Reply:
    """Call the use case of an action on how a group is set up."""
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
        case act.Places():
            return places.show(scene)
        case act.InvitePlace():
            return places.invite(scene)
        case act.JoinPlace():
            return places.join(scene, inputs)
        case act.AskRemovePlace(place=place):
            return places.ask_remove(scene, place)
        case act.RemovePlace(place=place):
            return places.remove(scene, place)
        case act.NotNow():
            return starting.take_back(scene)
        case _:
            assert_never(action)
