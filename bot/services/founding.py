"""Founding a group: its row, its place, and its schedule from a template."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.identity import Address, Identity
from bot.core.slots import read_rhythm
from bot.services import daily, weekly
from bot.services.library import Library, usual_template
from bot.store import groups, people
from bot.store.tables import Group, Place, Schedule
from bot.store.tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a new group begins with. Times are wall times in ``zone``, days ISO digits.

    With a ``review_day`` (1 to 7) there is a weekly review at ``review_at``.
    """

    name: str
    address: Address
    pack: str
    zone: str
    days: str = "12345"
    opens: str = "09:00"
    closes: str = "17:00"
    late_within_s: int = 6 * 3600
    review_day: int | None = None
    review_at: str = "16:00"
    simulated: bool = False


def usual_plan(library: Library, name: str, address: Address, pack: str, zone: str) -> Plan:
    """Give the plan of a new group by the usual template, or by our own defaults."""
    plan = Plan(name=name, address=address, pack=pack, zone=zone)
    template = usual_template(library)
    if template is None:
        return plan
    return replace(
        plan,
        days=template.days,
        opens=template.opens,
        closes=template.closes,
        late_within_s=template.late_hours * 3600,
        review_day=template.review_day,
        review_at=template.review_at,
    )


def found(tx: Tx, plan: Plan, now: datetime, *, begins: bool = True) -> Group | None:
    """Found a group, its first slot still to come; None where its place is taken already.

    One that does not begin yet waits for its lead: until ``begin`` nothing comes due. Raises
    ``Misused`` for a zone that does not exist.
    """
    where = plan.address
    if groups.place_at(tx, where.platform, where.workspace, where.address) is not None:
        return None
    rhythm = read_rhythm(plan.zone, plan.days, plan.opens, plan.closes)
    group = Group(
        name=plan.name,
        pack=plan.pack,
        zone=plan.zone,
        simulated=plan.simulated,
        waiting_since=None if begins else now,
        created_at=now,
    )
    tx.add(group)
    tx.flush()
    assert group.id is not None
    tx.add(
        Place(
            group_id=group.id,
            platform=where.platform,
            workspace=where.workspace,
            address=where.address,
            name=plan.name,
        )
    )
    tx.add(
        Schedule(
            group_id=group.id,
            days=plan.days,
            at=plan.opens,
            closes=plan.closes,
            late_within_s=plan.late_within_s,
            seen_until=now,
            next_at=daily.next_at(rhythm, now) if begins else None,
        )
    )
    tx.flush()
    if plan.review_day is not None:
        weekly.ensure_schedule(tx, group, plan.review_day, plan.review_at, now)
    return group


def begin(tx: Tx, group: Group, now: datetime) -> None:
    """Let a group that waited begin: its schedules come due from the next slot on."""
    assert group.id is not None
    group.waiting_since = None
    tx.add(group)
    for schedule in groups.schedules_of(tx, group.id):
        schedule.seen_until = now
        schedule.next_at = daily.next_at(groups.rhythm_of(schedule, group), now)
        tx.add(schedule)
    tx.flush()


def found_and_post(
    tx: Tx, library: Library, plan: Plan, members: tuple[Identity, ...], now: datetime
) -> bool:
    """Found a group with members (the first leads it) and post its first question at once."""
    group = found(tx, plan, now)
    if group is None:
        return False
    assert group.id is not None
    for identity in members:
        account = people.ensure_account(tx, identity, now)
        people.ensure_membership(tx, group.id, account.learner_id, now)
    daily.post_now(tx, library, group, now)
    return True


def retire_schedule(tx: Tx, address: Address) -> None:
    """Switch a group's schedule off for good: nothing more is posted there."""
    place = groups.place_at(tx, address.platform, address.workspace, address.address)
    if place is not None:
        for schedule in groups.schedules_of(tx, place.group_id):
            schedule.next_at = None
            tx.add(schedule)
