"""Argue days: the split halfway through, second picks, and what the talk changed.

A second pick is an attempt of phase 2 that counts nowhere: boards, ability and figures of
items see first picks alone. Until the close nothing here looks at a key or a mark.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.cards import talks as screens
from bot.cards.actions.values import Asked, Target
from bot.cards.blocks import Block, Card
from bot.core import setup
from bot.core import talks as rules
from bot.core.crashpoints import reach
from bot.core.reasons import Reason
from bot.core.setup import Setting
from bot.core.slots import Slot
from bot.core.wall_words import weekday_in_full
from bot.services import bulletins, marking
from bot.services.keys import key_of
from bot.services.marking import Put
from bot.services.scene import Scene
from bot.store import attempts, deliveries, events, keys, rounds
from bot.store import bulletins as issued
from bot.store import talks as rows
from bot.store.aiming import answering_lately
from bot.store.tables import Account, Attempt, Bulletin, Group, Round
from bot.store.tx import Tx

SPLIT = rows.KIND
#: Questions among which a lead is told of the last argue day.
LOOKED_BACK = 7


def day_of(tx: Tx, group_id: int, days: str) -> str:
    """Give a group's argue day as an ISO weekday, or ``none``; ``days`` are its posting days."""
    saved = setup.fold(events.events_of(tx, setup.CHANGED, group_id=group_id))
    return setup.settled(saved).get(Setting.ARGUE, rules.usual_day(days))


def is_day(tx: Tx, group: Group, days: str, slot: Slot) -> bool:
    """Say whether a slot is the group's argue day; a further question of that day is not."""
    assert group.id is not None
    if slot.name != slot.day.isoformat():
        return False
    return day_of(tx, group.id, days) == str(slot.day.isoweekday())


def standing(tx: Tx, group: Group, days: str) -> str:
    """Say to a lead when the argue day is and why it may not be held; empty without one."""
    assert group.id is not None
    day = day_of(tx, group.id, days)
    if day == setup.NEVER or day not in days:
        return ""
    name = weekday_in_full(int(day))
    if len(answering_lately(tx, group.id, rules.FROM)) < rules.FROM:
        return f"{name}, once five have answered lately"
    for shared in rounds.shown_rounds(tx, group.id, LOOKED_BACK):
        reason = Reason.from_text(shared.reason)
        if reason.aimed is not None and reason.aimed.undivided:
            return f"{name}; the last time no question that fitted would divide the group"
        if reason.is_argued:
            break
    return name


def plan(tx: Tx, shared: Round, now: datetime) -> None:
    """Make a round an argued one: its split is due halfway."""
    assert shared.id is not None
    due_at = rules.halfway(shared.opens_at, shared.closes_at)
    bulletins.plan(tx, shared.group_id, SPLIT, str(shared.id), due_at, now, round_id=shared.id)


def any_waits(tx: Tx, group: Group) -> bool:
    """Say whether a group has an open question whose verdicts wait."""
    assert group.id is not None
    return rows.any_waits(tx, group.id)


def post_split(tx: Tx, number: int, now: datetime) -> bool:
    """Fix the first picks and post how they are split; False if somebody was faster.

    From five answers on; with fewer nothing is posted and nobody changes a pick, then or later.
    """
    if not issued.mark_closed(tx, number, now):
        return False
    bulletin = tx.get(Bulletin, number)
    assert bulletin is not None
    tx.refresh(bulletin)
    # With the lock it is posted before the close, or not at all.
    shared = tx.get(Round, bulletin.round_id, with_for_update=True)
    if shared is None or shared.id is None or shared.state != rounds.OPEN:
        return True
    if now >= shared.closes_at:
        return True
    fix_drafts(tx, shared)
    reach("in-split")
    put = marking.put_round(tx, shared)
    cells = attempts.tally_of(tx, shared.id)
    if cells.get("answers", 0) < rules.FROM:
        return True
    counts = {letter: cells.get(f"o{source}", 0) for letter, source, _ in put.showing.options}
    issued.put_content(tx, bulletin, counts=counts, seq=rows.last_answer(tx, shared.id))
    tx.flush()
    bulletins.publish(tx, shared.group_id, number, now)
    deliveries.want_edit(tx, "round", shared.id)
    return True


def end(tx: Tx, shared: Round) -> None:
    """End a closed round's talk: nobody can change a pick any more, and the message says so."""
    talk = rows.talk_of(tx, shared)
    if talk is not None and talk.id is not None:
        issued.mark_closed(tx, talk.id, shared.closed_at or shared.closes_at)
        bulletins.revise(tx, talk.id)


def fix_drafts(tx: Tx, shared: Round) -> None:
    """Turn a round's provisional picks into answers, with the time of the tap."""
    assert shared.id is not None
    assert shared.item_hash is not None
    keys.hold_still(tx, shared.item_hash)
    put = marking.put_round(tx, shared)
    group = tx.get(Group, shared.group_id)
    assert group is not None
    for draft in rounds.drafts_of(tx, shared.id):
        account = tx.get(Account, draft.account_id)
        assert account is not None
        attempts.record_attempt(tx, marking.in_time(put, draft, account.learner_id, group.zone))
        rounds.drop_draft(tx, draft)
    tx.flush()


def card_of(tx: Tx, bulletin: Bulletin) -> Card:
    """Give the card of a posted split."""
    shared = tx.get(Round, bulletin.round_id)
    group = tx.get(Group, bulletin.group_id)
    assert shared is not None
    assert shared.id is not None
    assert group is not None
    target = Target(Asked.ROUND, shared.id)
    closes_at = shared.closes_at if shared.state == rounds.OPEN else None
    return screens.split_card(said(bulletin), target, closes_at=closes_at, zone=group.zone)


def is_open(tx: Tx, bulletin: Bulletin) -> bool:
    """Say whether the question of a split is still open."""
    shared = tx.get(Round, bulletin.round_id)
    return shared is not None and shared.state == rounds.OPEN


def announced(tx: Tx, shared: Round) -> str:
    """Give what an open question says of its talk: what is to come, or the split; else nothing."""
    talk = rows.talk_of(tx, shared)
    if talk is None:
        return ""
    return said(talk) or (screens.ANNOUNCED if talk.state == issued.OPEN else screens.NO_SPLIT)


def said(talk: Bulletin | None) -> str:
    """Give a split in words, empty until it is posted."""
    counts = talk.content.get("counts") if talk is not None else None
    return rules.split_in_words(counts) if counts else ""


def split_at(tx: Tx, shared: Round, now: datetime) -> datetime | None:
    """Give when a round's split is due, while it is still ahead."""
    talk = rows.talk_of(tx, shared)
    if talk is None or talk.state != issued.OPEN or talk.closes_at is None:
        return None
    return talk.closes_at if talk.closes_at > now else None


def outcome_of(tx: Tx, shared: Round) -> rules.Talk | None:
    """Give what a closed round's talk changed; None without a split or a change."""
    talk = rows.talk_of(tx, shared)
    if talk is None or "seq" not in talk.content or shared.id is None:
        return None
    return rules.Talk(*rows.before_and_after(tx, shared.id, int(talk.content["seq"])))


def waiting(scene: Scene, put: Put, given: Attempt) -> list[Block]:
    """Give what stands under an answer that waits, on an argue day; else nothing."""
    assert put.round is not None
    talk = rows.talk_of(scene.tx, put.round)
    if talk is None:
        return []
    second = _second(scene, put)
    return screens.waiting_blocks(
        put.target,
        split=said(talk),
        split_at=split_at(scene.tx, put.round, scene.now),
        zone=scene.here.zone,
        second=_letter(put, second) if second is not None else "",
        may=_may(talk, given),
    )


def afterwards(scene: Scene, put: Put) -> str:
    """Say at the close how the asker's second pick stands; empty without one."""
    second = _second(scene, put)
    if second is None:
        return ""
    is_right = put.showing.is_key(second.response[0])
    return screens.second_words(_letter(put, second), is_right=is_right)


def rethink(scene: Scene, put: Put, given: Attempt | None, heading: str) -> Card | None:
    """Offer the other options to somebody who may change their pick; None to anybody else."""
    talk = _open_talk(scene, put, given)
    if talk is None or given is None:
        return None
    first = put.showing.letter(given.response[0])
    return screens.rethink_card(put.showing, put.target, heading, first, said(talk))


def lean(scene: Scene, put: Put, given: Attempt | None, position: int) -> Card | None:
    """Ask once more before a pick is changed; None to whoever has none to change."""
    talk = _open_talk(scene, put, given)
    if talk is None or given is None:
        return None
    first = put.showing.letter(given.response[0])
    return screens.lean_card(put.showing, put.target, first, position)


def settle(scene: Scene, put: Put, given: Attempt | None, position: int) -> None:
    """Keep a second pick, once; one that comes too late, or is the first, changes nothing."""
    if _open_talk(scene, put, given) is None or given is None:
        return
    response = put.showing.to_source((position,))
    if response == given.response:
        return
    keys.hold_still(scene.tx, put.version)
    key = key_of(scene.tx, scene.within, put.item, put.version)
    new = marking.marked(
        put, key, response, None, scene.now, rows.SECOND, scene.me.learner_id, scene.account_id
    )
    attempts.record_attempt(scene.tx, replace(new, phase=2, counts=False, study_day=scene.today))


def _open_talk(scene: Scene, put: Put, given: Attempt | None) -> Bulletin | None:
    """Give the talk in which the asker still has a pick to change."""
    if put.round is None or given is None or put.closed(scene.now):
        return None
    talk = rows.talk_of(scene.tx, put.round)
    if talk is None or not _may(talk, given) or _second(scene, put) is not None:
        return None
    return talk


def _may(talk: Bulletin, given: Attempt) -> bool:
    return given.seq <= int(talk.content.get("seq", -1))


def _second(scene: Scene, put: Put) -> Attempt | None:
    if put.round is None or put.round.id is None or scene.learner_id is None:
        return None
    return rows.second_pick(scene.tx, put.round.id, scene.learner_id)


def _letter(put: Put, second: Attempt) -> str:
    return put.showing.letter(second.response[0])
