"""A quiet group: its leads are asked once, then its questions rest until somebody answers.

It is looked at whenever a question closes, and costs an answer nothing. Simulated groups are
left alone.
"""

from __future__ import annotations

from datetime import datetime

from bot.cards.blocks import Card
from bot.cards.silence import quiet_card
from bot.core import silence as rules
from bot.core import slots
from bot.core.silence import SilenceEvent
from bot.services import bulletins, leads
from bot.store import events, groups
from bot.store import silence as rows
from bot.store.tables import Bulletin, Group
from bot.store.tx import Tx

KIND = "quiet"
RESUMED = "resumed"


def look(tx: Tx, group: Group, now: datetime) -> None:
    """Look at a group one of whose questions has just closed: ask, let rest, or wake."""
    if group.simulated or group.paused_at is not None:
        return
    assert group.id is not None
    happened = events.events_among(tx, (*SilenceEvent, RESUMED), group_id=group.id)
    silence = rules.fold(happened)
    begun = [e.at for e in happened if e.kind in (RESUMED, SilenceEvent.WOKE)]
    since = max([group.created_at, *begun])
    last = rows.last_answer(tx, group.id)
    if group.dormant_at is not None:
        if last is not None and last > group.dormant_at:
            wake(tx, group, now)
        return
    members = rows.count_members(tx, group.id)
    answers = rows.answers_by_day(tx, group.id, since, rules.DAYS_RUNNING)
    lively = None
    if silence.asked_at is not None:
        lively = rows.lively_since(tx, group.id, rules.wanted(members))
    if rules.asks(answers, members, silence, lively, now):
        _ask(tx, group, answers, now)
    sign = max(since, last) if last is not None else since
    if rules.rests(sign, rows.closed_since(tx, group.id, sign), now):
        _rest(tx, group, now)


def wake(tx: Tx, group: Group, now: datetime) -> None:
    """Let a resting group's questions come again, from the next slot on."""
    if group.dormant_at is None:
        return
    assert group.id is not None
    group.dormant_at = None
    tx.add(group)
    events.append_event(tx, SilenceEvent.WOKE, now, group_id=group.id)
    if group.paused_at is not None:
        return
    for schedule in groups.schedules_of(tx, group.id, groups.DAILY):
        rhythm = groups.rhythm_of(schedule, group)
        schedule.seen_until = now
        schedule.next_at = slots.next_opening(rhythm, now).opens_at
        tx.add(schedule)


def card_of(tx: Tx, bulletin: Bulletin) -> Card:
    """Give the card that asks a lead."""
    group = tx.get(Group, bulletin.group_id)
    assert group is not None
    content = bulletin.content
    return quiet_card(f"#{group.name}", tuple(content["answers"]), content["days"])


def _ask(tx: Tx, group: Group, answers: list[int], now: datetime) -> None:
    assert group.id is not None
    (schedule, *_) = groups.schedules_of(tx, group.id, groups.DAILY)
    content = {"answers": answers[::-1], "days": schedule.days}
    for account in leads.leading_accounts(tx, group.id):
        slot = f"{slots.study_day(now, group.zone).isoformat()}.{account.learner_id}"
        bulletins.issue(tx, group.id, KIND, slot, content, now, to=account)
    group.nudged_at = now
    tx.add(group)
    events.append_event(tx, SilenceEvent.ASKED, now, group_id=group.id)


def _rest(tx: Tx, group: Group, now: datetime) -> None:
    assert group.id is not None
    group.dormant_at = now
    tx.add(group)
    events.append_event(tx, SilenceEvent.RESTED, now, group_id=group.id)
    for schedule in groups.schedules_of(tx, group.id, groups.DAILY):
        schedule.next_at = None
        tx.add(schedule)
