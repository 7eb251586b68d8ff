"""A group's settings as they are kept: read from its rows, changed with their schedules, logged.

A change never posts a date twice and never loses one: what was to come today under the old
hour and is past under the new one comes at once. It knows no screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import assert_never

from bot.core import setup, slots
from bot.core.setup import OFF, ON, RHYTHM, Change, Saved, Setting
from bot.services import daily, talks, weekly
from bot.services.library import Library
from bot.store import events, groups, rounds
from bot.store.tables import Group, Schedule
from bot.store.tx import Tx

JUMPED = "The hour was moved across it."


def current(tx: Tx, group: Group) -> dict[Setting, str]:
    """Give the value of every setting as it holds now."""
    schedule = daily.main_schedule(tx, group)
    review = weekly.schedule_of(tx, group)
    return {
        Setting.PACK: group.pack,
        Setting.DAYS: schedule.days,
        Setting.OPENS: schedule.at,
        Setting.CLOSES: schedule.closes,
        Setting.ZONE: group.zone,
        Setting.VERDICTS: group.verdicts,
        Setting.REVIEW: f"{review.days} {review.at}" if review else "",
        Setting.HOLIDAYS: " ".join(group.holidays),
        Setting.MENTION: group.mention,
        Setting.EXPORT: ON if group.weekly_export else OFF,
        Setting.ARGUE: talks.day_of(tx, schedule.group_id, schedule.days),
        Setting.BREAKS: ON if group.mock_breaks else OFF,
    }


def rhythm_from(values: Mapping[Setting, str]) -> slots.Rhythm:
    """Give the rhythm of the daily question that settings stand for."""
    return slots.read_rhythm(
        values[Setting.ZONE],
        values[Setting.DAYS],
        values[Setting.OPENS],
        values[Setting.CLOSES],
        holidays=tuple(values[Setting.HOLIDAYS].split()),
    )


def save(
    tx: Tx,
    library: Library,
    group: Group,
    changes: Iterable[Change],
    by: int | None,
    now: datetime,
    *,
    undoes: int = 0,
) -> int:
    """Change settings together, log each, and give the save's number.

    Raises ``Refusal`` where a value cannot be used, and then nothing is changed.
    """
    assert group.id is not None
    changes = tuple(changes)
    put(tx, library, group, {change.setting: change.after for change in changes}, now)
    number = len(saves_of(tx, group.id)) + 1
    for change in changes:
        events.append_event(
            tx,
            setup.CHANGED,
            now,
            group_id=group.id,
            by=by,
            setting=change.setting.value,
            before=change.before,
            after=change.after,
            save=number,
            undoes=undoes,
        )
    tx.flush()
    return number


def saves_of(tx: Tx, group_id: int) -> tuple[Saved, ...]:
    """Give everything that a group's leads saved, the oldest first."""
    return setup.fold(events.events_of(tx, setup.CHANGED, group_id=group_id))


def put(
    tx: Tx, library: Library, group: Group, values: Mapping[Setting, str], now: datetime
) -> None:
    """Write settings to their rows and move the schedules along."""
    schedule = daily.main_schedule(tx, group)
    old = groups.rhythm_of(schedule, group)
    moves = not RHYTHM.isdisjoint(values)
    if moves and schedule.next_at is not None and schedule.next_at <= now:
        # What has come due under the old hour is decided by it.
        daily.decide(tx, library, groups.as_due(schedule, group), now)
    write(tx, group, values, now)
    if moves:
        _retime(tx, library, group, schedule, old, now)
    tx.flush()


def write(tx: Tx, group: Group, values: Mapping[Setting, str], now: datetime) -> None:
    """Write settings to a group's columns; the daily schedule's next opening stays as it is."""
    schedule = daily.main_schedule(tx, group)
    for setting, value in values.items():
        _write(group, schedule, setting, value)
    tx.add(group)
    tx.add(schedule)
    tx.flush()
    if Setting.REVIEW in values or Setting.ZONE in values:
        review = values.get(Setting.REVIEW, current(tx, group)[Setting.REVIEW])
        _put_review(tx, group, review, now)
        tx.flush()


def jumped(
    tx: Tx, schedule: Schedule, old: slots.Rhythm, new: slots.Rhythm, now: datetime
) -> tuple[slots.Slot, ...]:
    """Give the dates that a change of rhythm would lose: still to come before, past after it."""
    assert schedule.id is not None
    if schedule.next_at is None:
        return ()
    number = schedule.id
    return tuple(
        slot
        for slot in slots.crossed(old, new, now)
        if rounds.round_of_slot(tx, number, slot.name) is None
    )


def _retime(
    tx: Tx, library: Library, group: Group, schedule: Schedule, old: slots.Rhythm, now: datetime
) -> None:
    assert schedule.id is not None
    new = groups.rhythm_of(schedule, group)
    for skipped in rounds.skipped_ahead(tx, schedule.id, now):
        moved = slots.slot_on(new, skipped.day)
        skipped.opens_at, skipped.closes_at = moved.opens_at, moved.closes_at
        tx.add(skipped)
    # Never a burst: of two dates, which only a change across the date line gives, one is posted.
    lost = jumped(tx, schedule, old, new, now)
    for slot in lost[:-1]:
        daily.leave_out(tx, group, schedule, slot, JUMPED)
    for slot in lost[-1:]:
        daily.open_round(tx, library, group, schedule, slot, now)
    if schedule.next_at is not None:
        schedule.seen_until = now
        schedule.next_at = daily.next_at(new, now)
        tx.add(schedule)


def _write(group: Group, schedule: Schedule, setting: Setting, value: str) -> None:
    match setting:
        case Setting.PACK:
            group.pack = value
        case Setting.DAYS:
            schedule.days = value
        case Setting.OPENS:
            schedule.at = value
        case Setting.CLOSES:
            schedule.closes = value
        case Setting.ZONE:
            group.zone = value
        case Setting.VERDICTS:
            group.verdicts = value
        case Setting.HOLIDAYS:
            group.holidays = value.split()
        case Setting.MENTION:
            group.mention = value
        case Setting.EXPORT:
            group.weekly_export = value == ON
        case Setting.BREAKS:
            group.mock_breaks = value == ON
        case Setting.REVIEW:
            pass  # a schedule of its own
        case Setting.ARGUE:
            pass  # its last change says it
        case _:
            assert_never(setting)


def _put_review(tx: Tx, group: Group, value: str, now: datetime) -> None:
    if value:
        day, at = value.split(" ")
        weekly.ensure_schedule(tx, group, int(day), at, now)
    else:
        weekly.end_schedule(tx, group)
