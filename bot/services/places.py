"""One group in several places: a code from its lead opens another channel, on any platform.

The code proves what the lead wants, and the platform says whether whoever redeems it may set
Cohort up there. Every place has deliveries of its own; rounds, tally and board are one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.cards import elsewhere as words
from bot.cards import places as screens
from bot.cards.wording import clamp
from bot.core.codes import LIFE, hashed, make_code, read_code
from bot.core.errors import AlreadyDone, NotAllowed
from bot.services import daily, leads, linking, starting
from bot.services.reply import Reply
from bot.services.scene import NAME_MOST, Scene
from bot.store import attempts, codes, deliveries, events, groups, people, rounds
from bot.store.tables import Group, Place
from bot.store.tx import Tx

KEY = "setup"
#: ``place`` and its ``name``; ``by`` is who did it.
ADDED, REMOVED = "place-added", "place-removed"
NO_CODE = "No group asked for that code in the last quarter of an hour."
ONLY = "It is the group's only place. `/study pause` stops its questions."


def show(scene: Scene, notice: str = "") -> Reply:
    """Show where the group's questions are posted."""
    scene.must_lead()
    lines = tuple(
        screens.PlaceLine(
            id=place.id or 0,
            name=_name(place),
            here=_is_here(scene, place),
            trouble=place.pause_reason.rstrip(".") if place.paused_at is not None else "",
        )
        for place in groups.places_of(scene.tx, scene.group_id)
    )
    return Reply(card=screens.places_card(_group(scene.here), lines, notice), key=KEY)


def invite(scene: Scene) -> Reply:
    """Give the lead a one-time code for another channel, in the place of the one before."""
    scene.must_lead()
    code, until = make_code(scene.rng), scene.now + LIFE
    codes.keep(scene.tx, hashed(code), scene.account_id, until, scene.now, group_id=scene.group_id)
    return Reply(card=screens.invitation_card(_group(scene.here), code, until, scene.zone), key=KEY)


def join(scene: Scene, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Make the channel that the asker is in a place of the group that a code comes from."""
    platform = scene.address.platform
    if scene.visit.is_private:
        raise NotAllowed("Type that in the channel where the group shall be posted, too.")
    if not scene.visit.may_found:
        raise NotAllowed(
            f"Bringing a group here takes {words.founders(platform)}: ask them to type it."
        )
    code = read_code(" ".join(inputs.get("code", ())))
    if not code:
        return Reply(card=screens.join_form(), key=KEY)
    linking.check_tries(scene)
    group_id = codes.group_behind(scene.tx, hashed(code), scene.now)
    group = scene.tx.get(Group, group_id) if group_id is not None else None
    if group is None or group.id is None or group.ended_at is not None:
        return Reply(card=screens.join_form(linking.missed(scene, NO_CODE)), key=KEY)
    _make_room(scene, group)
    codes.use_up(scene.tx, hashed(code))
    place = _add(scene, group)
    membership = people.ensure_membership(
        scene.tx, group.id, scene.me.learner_id, scene.now, may_lead=False
    )
    card = screens.joined_card(
        _name(place),
        _group(group),
        leads.names(scene.tx, group.id),
        leads_it=membership.is_lead,
    )
    return Reply(card=card, key=KEY)


def ask_remove(scene: Scene, place_id: int) -> Reply:
    """Ask whether a place shall be taken away."""
    place = _own(scene, place_id)
    return Reply(
        card=screens.remove_card(place_id, _name(place), here=_is_here(scene, place)), key=KEY
    )


def remove(scene: Scene, place_id: int) -> Reply:
    """Take a place away; what was answered there stays."""
    place = _own(scene, place_id)
    name = _name(place)
    groups.remove_place(scene.tx, place, "It was removed from the group.", scene.now)
    _log(scene, REMOVED, scene.group_id, place)
    return Reply(card=screens.removed_card(name), key=KEY)


def _own(scene: Scene, place_id: int) -> Place:
    scene.must_lead()
    places = groups.places_of(scene.tx, scene.group_id)
    place = next((each for each in places if each.id == place_id), None)
    if place is None:
        raise AlreadyDone("That is no place of this group (any more).")
    if len(places) == 1:
        raise NotAllowed(ONLY)
    return place


def _make_room(scene: Scene, group: Group) -> None:
    """Let a group that lives in this channel go, if nobody loses anything by it."""
    where = scene.address
    there = groups.place_at(scene.tx, where.platform, where.workspace, where.address)
    if there is None:
        return
    if there.group_id == group.id:
        raise AlreadyDone(f"This channel is a place of {_group(group)} already.")
    if starting.forget(scene.tx, there.group_id):
        return
    own = scene.tx.get(Group, there.group_id)
    assert own is not None
    if len(groups.places_of(scene.tx, there.group_id)) > 1:
        raise NotAllowed(
            f"This channel is a place of {_group(own)}. Its lead takes it away with "
            "`/study setup places`; then this code works."
        )
    if attempts.count_attempts(scene.tx, there.group_id):
        raise NotAllowed(
            f"{_group(own)} lives here and has answers, which would be lost to its boards. Bring "
            "the other group to a channel of its own, or take this one there."
        )
    groups.remove_place(scene.tx, there, "Another group lives here now.", scene.now)
    groups.end(scene.tx, own, scene.now)


def _add(scene: Scene, group: Group) -> Place:
    assert group.id is not None
    where = scene.address
    place = Place(
        group_id=group.id,
        platform=where.platform,
        workspace=where.workspace,
        address=where.address,
        name=clamp(scene.visit.place, NAME_MOST) or where.address,
    )
    scene.tx.add(place)
    scene.tx.flush()
    _log(scene, ADDED, group.id, place)
    _owe_open(scene.tx, group.id, place, scene.now)
    return place


def _owe_open(tx: Tx, group_id: int, place: Place, now: datetime) -> None:
    """Owe a new place the questions that can still be answered in time."""
    assert place.id is not None
    for shared in rounds.open_rounds(tx, group_id):
        if shared.id is not None and shared.closes_at > now:
            deliveries.owe(tx, "round", shared.id, place.id, daily.QUESTION, now)


def _log(scene: Scene, kind: str, group_id: int, place: Place) -> None:
    events.append_event(
        scene.tx,
        kind,
        scene.now,
        group_id=group_id,
        by=scene.me.learner_id,
        place=place.id,
        name=_name(place),
    )


def _is_here(scene: Scene, place: Place) -> bool:
    where = scene.address
    here = (where.platform, where.workspace, where.address)
    return (place.platform, place.workspace, place.address) == here


def _name(place: Place) -> str:
    return clamp(groups.name_of(place), NAME_MOST)


def _group(group: Group) -> str:
    return f"#{clamp(group.name)}"
