"""A group's columns made again from what happened: its settings, and how its silence stands.

For a rebuild alone, with the bot stopped: nothing is posted here, and nothing is logged.
"""

from __future__ import annotations

from bot.core import setup
from bot.core import silence as rules
from bot.core.setup import RHYTHM
from bot.core.silence import Silence, SilenceEvent
from bot.services import daily, group_settings
from bot.store import events, groups
from bot.store.tables import Group
from bot.store.tx import Tx


def put_right(tx: Tx, group: Group) -> int:
    """Write what a group's events say where its columns differ; give how many did."""
    assert group.id is not None
    if not groups.schedules_of(tx, group.id, groups.DAILY):
        return 0
    told = setup.settled(group_settings.saves_of(tx, group.id))
    wrong = setup.differences(group_settings.current(tx, group), told)
    group_settings.write(tx, group, {each.setting: each.after for each in wrong}, group.created_at)
    silence = rules.fold(events.events_among(tx, tuple(SilenceEvent), group_id=group.id))
    is_wrong = silence != Silence(group.nudged_at, group.dormant_at)
    if is_wrong:
        group.nudged_at, group.dormant_at = silence.asked_at, silence.resting_since
        tx.add(group)
    if is_wrong or any(each.setting in RHYTHM for each in wrong):
        _wind_up(tx, group)
    return len(wrong) + is_wrong


def _wind_up(tx: Tx, group: Group) -> None:
    """Let the daily schedule come next when its settings say."""
    schedule = daily.main_schedule(tx, group)
    stands = any((group.paused_at, group.dormant_at, group.waiting_since, group.ended_at))
    rhythm = groups.rhythm_of(schedule, group)
    schedule.next_at = None if stands else daily.next_at(rhythm, schedule.seen_until)
    tx.add(schedule)
