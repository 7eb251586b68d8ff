"""A group's beginning in chat: who may found it, what holds until it begins, and taking it back.

Whether somebody may is what their platform says of this press, never what a payload says. Until
it has begun nothing is posted or due; a day later nothing of it is left.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.cards import elsewhere as words
from bot.cards import setup as screens
from bot.cards.actions import Action
from bot.cards.actions.lead import Status
from bot.cards.actions.own import About, Help
from bot.cards.actions.setup import (
    CheckSetup,
    EditSetting,
    JoinPlace,
    Leads,
    MoreSetup,
    NameLead,
    NotNow,
    Places,
    ProposePack,
    ProposeSetting,
    ProposeSetup,
    SaveSetup,
    Setup,
    SetupHistory,
    StayWithPack,
    UndoSetup,
    UnnameLead,
)
from bot.cards.wording import clamp
from bot.core.errors import AlreadyDone, NotAllowed
from bot.core.packs import Pool
from bot.services import exams, leads
from bot.services.founding import found, usual_plan
from bot.services.library import Library
from bot.services.reply import Reply
from bot.services.scene import NAME_MOST, Scene
from bot.store import events, groups, people
from bot.store.tables import Group
from bot.store.tx import Tx

#: A group that has not begun by then is forgotten.
PATIENCE = timedelta(days=1)
#: What works before a group has begun: for everybody, and for its lead.
ALWAYS = (Help, About)
MEANWHILE = (
    Setup, MoreSetup, EditSetting, ProposeSetup, ProposeSetting,
    ProposePack, SaveSetup, UndoSetup, StayWithPack, SetupHistory,
    CheckSetup, Places, Leads, NameLead, UnnameLead, NotNow, Status,
)  # fmt: skip


def enter(scene: Scene) -> Scene:
    """Let somebody in to set up: where no group lives it is founded, if they may.

    Whoever may found goes on with a group that waits, and takes on one that nobody leads.
    """
    if scene.is_outside:
        if not scene.visit.is_private:
            return _found(scene)
        if not scene.is_lead:
            raise NotAllowed(words.found_where())
        return scene  # of which ``must_lead`` says whether that is clear enough
    membership = scene.membership
    if (
        scene.visit.may_found
        and membership is not None
        and not membership.is_lead
        and (waits(scene) or not people.has_lead(scene.tx, scene.group_id))
    ):
        membership.is_lead = True
        scene.tx.add(membership)
        events.append_event(
            scene.tx,
            leads.NAMED,
            scene.now,
            group_id=scene.group_id,
            learner_id=membership.learner_id,
            by=membership.learner_id,
        )
        scene.tx.flush()
    return scene


def waits(scene: Scene) -> bool:
    """Say whether the group here has not begun."""
    return scene.group is not None and scene.group.waiting_since is not None


def check(scene: Scene, action: Action) -> None:
    """Refuse kindly, in a group that has not begun, what must wait until then."""
    if isinstance(action, ALWAYS):
        return
    if scene.visit.may_found and isinstance(action, (Setup, JoinPlace)):
        return
    if scene.is_lead:
        if isinstance(action, MEANWHILE):
            return
        raise NotAllowed("First answer the three questions: `/study setup`. Then that works, too.")
    who = clamp(leads.in_words(scene), NAME_MOST)
    line = f"Cohort is not set up here yet; {who} is at it."
    if scene.visit.may_found:
        line += " You may go on with it: `/study setup`."
    raise NotAllowed(line)


def take_back(scene: Scene) -> Reply:
    """Take a founding back; nothing of it is left."""
    scene.must_lead()
    if not waits(scene):
        raise AlreadyDone("This group has begun. `/study pause` stops its questions.")
    forget(scene.tx, scene.group_id)
    return Reply(card=screens.taken_back_card(), key="setup")


def forget(tx: Tx, group_id: int) -> bool:
    """Delete a group that has not begun; False where it has meanwhile."""
    group = tx.get(Group, group_id)
    if group is None or group.waiting_since is None:
        return False
    tx.flush()
    groups.forget_founded(tx, group_id)
    tx.expunge_all()
    return True


def forgotten(tx: Tx, now: datetime, limit: int) -> list[int]:
    """Give the groups whose founders have not come back to begin them."""
    return groups.founded_before(tx, now - PATIENCE, limit)


def _found(scene: Scene) -> Scene:
    where = scene.address
    if not scene.visit.may_found:
        raise NotAllowed(words.may_not_found(where.platform))
    name = clamp(scene.visit.place, NAME_MOST) or where.address
    zone = scene.own_zone or scene.zone_here
    plan = usual_plan(scene.library, name, where, proposed_pack(scene.library), zone)
    group = found(scene.tx, plan, scene.now, begins=False)
    assert group is not None  # no place is here: that is why the scene is outside
    assert group.id is not None
    membership = people.ensure_membership(scene.tx, group.id, scene.me.learner_id, scene.now)
    return replace(scene, group=group, membership=membership, is_outside=False)


def proposed_pack(library: Library) -> str:
    """Give the pack that is proposed to a new group: an exam that can be booked goes first."""
    for pack, _ in exams.choices(library):
        if library.catalogue(pack).pool_items(Pool.DAILY):
            return pack
    return library.first.pack.id
