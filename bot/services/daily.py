"""The shared question's life: a slot becomes a round, the round is owed to places, it closes.

The round's row is the claim on its slot: whoever inserts it posts the slot, once. The same
path serves the schedule, the catch-up after a pause of the program, and ``post now``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core import slots
from bot.core.aiming import Aim
from bot.core.crashpoints import reach
from bot.core.days import Days
from bot.core.errors import Refusal
from bot.core.selection import Choice, Reason, choose_daily
from bot.core.shuffle import show_order
from bot.services import aiming, corrections, knowing, points, silence, talks
from bot.services.history import history_of
from bot.services.keys import key_of
from bot.services.library import Library
from bot.store import deliveries, events, groups, rounds
from bot.store.groups import DueSchedule
from bot.store.tables import Group, Round, Schedule
from bot.store.tx import Tx

QUESTION = "question"  #: the message in the channel, edited when it closes
RATIONALES = "rationales"  #: the one reply in its thread
MISSED = "Cohort was not running at this hour."
HOLIDAY = "Holiday."


def decide(tx: Tx, library: Library, due: DueSchedule, now: datetime) -> Round | None:
    """Decide every slot of a schedule that has come due: post the latest, leave out the others.

    After a downtime at most one slot is caught up; the rest are kept as left out.
    A holiday has no slot. Gives the round that was opened, if one was.
    """
    schedule = tx.get(Schedule, due.id)
    if schedule is None or schedule.next_at is None:
        return None
    group = tx.get(Group, schedule.group_id)
    assert group is not None
    rhythm = groups.rhythm_of(schedule, group)
    plan = slots.after_downtime(
        rhythm,
        schedule.seen_until,
        now,
        timedelta(seconds=schedule.late_within_s),
        first_start=not rounds.has_any(tx, due.id),
    )
    opened = None
    taken = rounds.slots_taken(tx, due.id, schedule.seen_until.date() - timedelta(days=2))
    left_out = [(slot, MISSED) for slot in plan.skipped]
    left_out += [(slot, HOLIDAY) for slot in _on_holidays(rhythm, schedule.seen_until, now)]
    for slot, reason in sorted(left_out, key=lambda pair: pair[0].day):
        if slot.name not in taken:
            leave_out(tx, group, schedule, slot, reason)
    if plan.post is not None and plan.post.name not in taken:
        opened = open_round(tx, library, group, schedule, plan.post, now)
    schedule.seen_until = now
    schedule.next_at = plan.next_at
    tx.add(schedule)
    return opened


def _on_holidays(rhythm: slots.Rhythm, since: datetime, now: datetime) -> Iterator[slots.Slot]:
    """Give the slots that a holiday took away, so that each can be shown with its reason."""
    if rhythm.off.stretches:
        every = slots.slots_between(
            replace(rhythm, off=Days()), max(since, now - slots.SKIPS_NAMED), now
        )
        yield from (slot for slot in every if slot.day in rhythm.off)


def next_at(rhythm: slots.Rhythm, now: datetime) -> datetime:
    """Give the next opening after now."""
    return slots.next_opening(rhythm, now).opens_at


def next_free(tx: Tx, schedule: Schedule, rhythm: slots.Rhythm, after: datetime) -> slots.Slot:
    """Give the next slot that is not taken; slots before it may have been left out."""
    assert schedule.id is not None
    slot = slots.next_opening(rhythm, after)
    while rounds.round_of_slot(tx, schedule.id, slot.name) is not None:
        slot = slots.next_opening(rhythm, slot.opens_at)
    return slot


def open_round(
    tx: Tx, library: Library, group: Group, schedule: Schedule, slot: slots.Slot, now: datetime
) -> Round:
    """Claim a slot, choose its item, fix its order, and owe it to the group's places."""
    assert group.id is not None
    assert schedule.id is not None
    catalogue = library.catalogue(group.pack)
    choice = _choose(tx, library, group, schedule, slot, now)
    item = choice.item
    opened = Round(
        schedule_id=schedule.id,
        group_id=group.id,
        slot=slot.name,
        day=slot.day,
        state=rounds.OPEN,
        pack=group.pack,
        item_id=item.id,
        item_hash=rounds.keep_version(tx, item, now),
        domain=item.domain,
        concept=item.concept,
        option_order=show_order(
            item,
            group.pack,
            str(group.id),
            slot.name,
            key=key_of(tx, group.id, item, item.hash),
        ),
        difficulty=aiming.difficulty_of(tx, group, catalogue.pack, item),
        opens_at=now,
        closes_at=slots.late_closing(slot.closes_at, now),
        reason=choice.reason.to_text(),
    )
    tx.add(opened)
    tx.flush()
    if choice.reason.is_argued:
        talks.plan(tx, opened, now)
    reach("after-round-insert")
    assert opened.id is not None
    for place in groups.places_of(tx, group.id):
        assert place.id is not None
        deliveries.owe(tx, "round", opened.id, place.id, QUESTION, now)
    # The round before it is shown with a link to its reveal, so it closes first.
    return opened


def _choose(
    tx: Tx, library: Library, group: Group, schedule: Schedule, slot: slots.Slot, now: datetime
) -> Choice:
    assert group.id is not None
    catalogue = library.catalogue(group.pack)
    knowing.catch_up(tx, library)
    history = history_of(tx, group.id, group.pack, slot.day)
    history = replace(history, ground=aiming.ground_of(tx, group, slot.day))
    aim: Aim | None = None
    weakness: Mapping[str, float] = {}
    # While verdicts wait, a choice that knew of those answers would tell of them.
    if not talks.any_waits(tx, group):
        argued = talks.is_day(tx, group, schedule.days, slot)
        aim, weakness = aiming.aim_of(tx, group, catalogue.pack, slot.day, argued=argued)
    return choose_daily(
        catalogue,
        history,
        group=str(group.id),
        slot=slot.name,
        now=now,
        weakness=weakness,
        aim=aim,
    )


def leave_out(tx: Tx, group: Group, schedule: Schedule, slot: slots.Slot, reason: str) -> Round:
    """Keep a slot as left out, with the reason that ``status`` shows."""
    assert group.id is not None
    assert schedule.id is not None
    skipped = Round(
        schedule_id=schedule.id,
        group_id=group.id,
        slot=slot.name,
        day=slot.day,
        state=rounds.SKIPPED,
        pack=group.pack,
        opens_at=slot.opens_at,
        closes_at=slot.closes_at,
        reason=reason,
    )
    tx.add(skipped)
    tx.flush()
    return skipped


def post_now(tx: Tx, library: Library, group: Group, now: datetime) -> Round:
    """Open a round at once. On a day already posted its slot gets a suffix."""
    assert group.id is not None
    schedule = main_schedule(tx, group)
    assert schedule.id is not None
    rhythm = groups.rhythm_of(schedule, group)
    day = slots.study_day(now, group.zone)
    taken = rounds.taken_slots(tx, schedule.id, day)
    planned = slots.slot_on(rhythm, day)
    slot = slots.Slot(
        name=slots.suffixed(day.isoformat(), taken),
        day=day,
        opens_at=now,
        closes_at=planned.closes_at,
    )
    return open_round(tx, library, group, schedule, slot, now)


def main_schedule(tx: Tx, group: Group) -> Schedule:
    """Give a group's schedule of daily questions."""
    assert group.id is not None
    found = groups.schedules_of(tx, group.id, groups.DAILY)
    if not found:
        raise Refusal("This group has no schedule yet.")
    return found[0]


def close_round(tx: Tx, round_id: int, now: datetime) -> bool:
    """Close a round: provisional picks count, boards follow, the message and thread are owed.

    False where it was closed already.
    """
    if not rounds.mark_closed(tx, round_id, now):
        return False
    closed = tx.get(Round, round_id)
    assert closed is not None
    tx.refresh(closed)
    talks.fix_drafts(tx, closed)
    talks.end(tx, closed)
    reach("in-close")
    events.append_event(tx, "round-closed", now, group_id=closed.group_id, round=round_id)
    points.count_closed(tx, closed)
    reach("in-totals")
    group = tx.get(Group, closed.group_id)
    assert group is not None
    silence.look(tx, group, now)
    deliveries.want_edit(tx, "round", round_id)
    corrections.announce_held_back(tx, closed, now)
    for place in groups.places_of(tx, closed.group_id):
        assert place.id is not None
        deliveries.owe(tx, "round", round_id, place.id, RATIONALES, now)
    return True


def reason_words(shared: Round, library: Library) -> str:
    """Say why a round's item was chosen."""
    catalogue = library.catalogue(shared.pack)
    return Reason.from_text(shared.reason).words(catalogue.pack)
