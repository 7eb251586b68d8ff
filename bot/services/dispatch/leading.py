"""From actions of a group's lead to their use cases."""

from __future__ import annotations

from typing import assert_never

from bot.cards.actions.flags import (
    BringBack,
    Flag,
    FlagAction,
    Flags,
    LookAt,
    OverrideKey,
    PutAside,
    Resolve,
    RestoreKey,
    SaveResolution,
    SendFlag,
    WeighKey,
    WriteKey,
)
from bot.cards.actions.lead import LeadAction, Pause, PostNow, Resume, Skip, Status, Unskip
from bot.cards.actions.setup import (
    AskRemovePlace,
    CheckSetup,
    EditSetting,
    EndTest,
    InvitePlace,
    JoinPlace,
    Leads,
    MoreSetup,
    NameLead,
    NotNow,
    Places,
    PostTest,
    ProposePack,
    ProposeSetting,
    ProposeSetup,
    RemovePlace,
    SaveSetup,
    Setup,
    SetupAction,
    SetupHistory,
    StayWithPack,
    UndoSetup,
    UnnameLead,
    UseDays,
)
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


def on_lead(scene: Scene, action: LeadAction) -> Reply:
    """Call the use case of an action on the schedule."""
    match action:
        case PostNow():
            return lead.post_now(scene)
        case Skip(review=review):
            return lead.skip_review(scene) if review else lead.skip(scene)
        case Unskip(round=round_id):
            return lead.unskip(scene, round_id)
        case Pause():
            return lead.pause(scene)
        case Resume():
            return lead.resume(scene)
        case Status():
            return lead.status(scene)
        case _:
            assert_never(action)


def on_flag(scene: Scene, action: FlagAction, inputs: Inputs) -> Reply:
    """Call the use case of an action on flags."""
    match action:
        case Flag(target=target):
            return flags.write_flag(scene, target)
        case SendFlag(target=target):
            return flags.send_flag(scene, target, inputs)
        case Flags(page=page):
            return flagged.show_desk(scene, page)
        case LookAt(version=version):
            return flagged.look_at(scene, version)
        case Resolve(version=version):
            return flagged.write_resolution(scene, version)
        case SaveResolution(version=version):
            return flagged.resolve(scene, version, inputs)
        case PutAside(version=version):
            return flagged.put_aside(scene, version)
        case BringBack(version=version):
            return flagged.bring_back(scene, version)
        case WriteKey(version=version):
            return rekeying.write_key(scene, version)
        case WeighKey(version=version):
            return rekeying.weigh_key(scene, version, inputs)
        case OverrideKey(version=version, key=key):
            return rekeying.override_key(scene, version, key, inputs)
        case RestoreKey(version=version):
            return rekeying.restore_key(scene, version)
        case _:
            assert_never(action)


def on_setup(scene: Scene, action: SetupAction, inputs: Inputs) -> Reply:
    """Call the use case of an action on how a group is set up."""
    match action:
        case Setup(draft=draft):
            return setup.show(scene, draft)
        case MoreSetup():
            return setup.more(scene)
        case EditSetting(setting=setting, draft=draft):
            return setup.edit(scene, setting, draft)
        case ProposeSetup():
            return setup.propose_three(scene, inputs)
        case ProposeSetting(setting=setting):
            return setup.propose_one(scene, setting, inputs)
        case ProposePack(pack=pack):
            return setup.propose_pack(scene, pack)
        case SaveSetup(draft=draft, season=season):
            return setup.save(scene, draft, season=season)
        case UndoSetup(save=number):
            return setup.undo(scene, number)
        case UseDays(days=days):
            return setup.use_days(scene, days)
        case StayWithPack(pack=pack):
            return setup.stay(scene, pack)
        case SetupHistory(page=page):
            return setup_history.show(scene, page)
        case CheckSetup():
            return selfcheck.show(scene)
        case PostTest():
            return trial.post(scene)
        case EndTest(bulletin=bulletin):
            return trial.end(scene, bulletin)
        case Leads():
            return leads.show(scene)
        case NameLead():
            return leads.name_lead(scene, inputs)
        case UnnameLead(membership=membership):
            return leads.take_back(scene, membership)
        case Places():
            return places.show(scene)
        case InvitePlace():
            return places.invite(scene)
        case JoinPlace():
            return places.join(scene, inputs)
        case AskRemovePlace(place=place):
            return places.ask_remove(scene, place)
        case RemovePlace(place=place):
            return places.remove(scene, place)
        case NotNow():
            return starting.take_back(scene)
        case _:
            assert_never(action)
