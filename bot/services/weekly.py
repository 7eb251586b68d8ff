"""The weekly slot: it comes due, its review is posted, and an exercise is set beside it.

A slot is an ISO week. The review's bulletin is the claim on it; a slot that was left out is a
row like a question's, so that ``status`` can show it and bring it back.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core import slots
from bot.core.crashpoints import reach
from bot.services import bulletins, daily, exercises, review, weekly_export
from bot.services.library import Library
from bot.store import bulletins as rows
from bot.store import groups, rounds
from bot.store.groups import DueSchedule
from bot.store.tables import Group, Schedule
from bot.store.tx import Tx

#: A review is worth posting after a long weekend's downtime, too.
LATE_WITHIN = timedelta(days=3)


def decide(tx: Tx, library: Library, due: DueSchedule, now: datetime) -> bool:
    """Decide every weekly slot that has come due: post the latest, leave out the others.

    A dormant group gets its review all the same. False where nothing was posted.
    """
    schedule = tx.get(Schedule, due.id)
    if schedule is None or schedule.next_at is None:
        return False
    group = tx.get(Group, schedule.group_id)
    assert group is not None
    late = timedelta(seconds=schedule.late_within_s)
    rhythm = groups.rhythm_of(schedule, group)
    plan = slots.after_downtime(rhythm, schedule.seen_until, now, late)
    for slot in plan.skipped:
        if not is_taken(tx, schedule, slot):
            daily.leave_out(tx, group, schedule, slot, daily.MISSED)
    posted = False
    if plan.post is not None and not is_taken(tx, schedule, plan.post):
        posted = issue(tx, library, group, rhythm, plan.post, now)
    schedule.seen_until = now
    schedule.next_at = plan.next_at
    tx.add(schedule)
    return posted


def issue(
    tx: Tx, library: Library, group: Group, rhythm: slots.Rhythm, slot: slots.Slot, now: datetime
) -> bool:
    """Post a week's review and set its exercise beside it; False where the week has one."""
    assert group.id is not None
    made = review.make(tx, library, group, slot.name, now)
    number = bulletins.issue(tx, group.id, review.KIND, slot.name, made.content(), now)
    if number is None:
        return False
    seq = review.keep(tx, group, slot.name, made, now)
    weekly_export.offer(tx, group, slot.name, now)
    reach("after-review-insert")
    exercises.set_beside(
        tx,
        library,
        group,
        exercises.Week(
            slot=slot.name,
            domain=made.review.domain,
            seq=seq,
            closes_at=_day_before_next(rhythm, slot),
        ),
        now,
    )
    return True


def ensure_schedule(tx: Tx, group: Group, day: int, at: str, now: datetime) -> Schedule:
    """Give a group its weekly slot, on an ISO weekday at a wall time, or move the one it has.

    It takes effect with the next such hour; in a week that has its review already, with the
    week after. Raises ``Misused`` on a day or a time that does not exist.
    """
    assert group.id is not None
    rhythm = slots.read_rhythm(group.zone, str(day), at, at, weekly=True)
    found = groups.schedules_of(tx, group.id, groups.WEEKLY)
    schedule = found[0] if found else _new(group)
    schedule.days, schedule.at, schedule.closes = str(day), at, at
    schedule.seen_until = now
    stands = group.paused_at is not None or group.waiting_since is not None
    schedule.next_at = None if stands else daily.next_at(rhythm, now)
    tx.add(schedule)
    tx.flush()
    return schedule


def end_schedule(tx: Tx, group: Group) -> None:
    """Take a group's weekly slot away for good, with the notes of weeks that were left out."""
    assert group.id is not None
    for schedule in groups.schedules_of(tx, group.id, groups.WEEKLY):
        assert schedule.id is not None
        rounds.forget_skipped(tx, schedule.id)
        tx.delete(schedule)
    tx.flush()


def schedule_of(tx: Tx, group: Group) -> Schedule | None:
    """Give a group's weekly schedule, if it has one."""
    assert group.id is not None
    return next(iter(groups.schedules_of(tx, group.id, groups.WEEKLY)), None)


def next_slot(tx: Tx, group: Group, schedule: Schedule, now: datetime) -> slots.Slot:
    """Give the next weekly slot that is neither posted nor left out."""
    rhythm = groups.rhythm_of(schedule, group)
    slot = slots.next_opening(rhythm, now)
    while is_taken(tx, schedule, slot):
        slot = slots.next_opening(rhythm, slot.opens_at)
    return slot


def is_taken(tx: Tx, schedule: Schedule, slot: slots.Slot) -> bool:
    """Say whether a weekly slot was posted or left out."""
    assert schedule.id is not None
    if rounds.round_of_slot(tx, schedule.id, slot.name) is not None:
        return True
    return rows.in_slot(tx, schedule.group_id, review.KIND, slot.name) is not None


def _new(group: Group) -> Schedule:
    assert group.id is not None
    return Schedule(
        group_id=group.id,
        kind=groups.WEEKLY,
        days="",
        at="",
        closes="",
        late_within_s=int(LATE_WITHIN.total_seconds()),
        seen_until=group.created_at,
    )


def _day_before_next(rhythm: slots.Rhythm, slot: slots.Slot) -> datetime:
    """Give the close of what is set beside a review: the same hour, a day before the next."""
    return slots.instant(slot.day + timedelta(days=6), rhythm.opens, rhythm.zone)
