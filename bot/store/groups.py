"""Groups, their places, and their schedules as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from bot.core.slots import Rhythm, read_rhythm
from bot.store.tables import Group, Place, Schedule
from bot.store.tx import Tx, read_instant

DAILY = "daily"  #: a shared question
WEEKLY = "weekly"  #: the domain review and what stands beside it


@dataclass(frozen=True, slots=True)
class DueSchedule:
    """A schedule whose next opening has come, with what deciding it needs."""

    id: int
    kind: str
    days: str
    at: str
    closes: str
    zone: str
    late_within_s: int
    seen_until: datetime


_DUE = """
SELECT s.id, s.kind, s.days, s.at, s.closes, g.zone, s.late_within_s, s.seen_until
FROM schedule s JOIN study_group g ON g.id = s.group_id
WHERE s.next_at <= ? AND g.simulated = ? ORDER BY s.next_at, s.id LIMIT ?
"""


def due_schedules(tx: Tx, now: datetime, limit: int, simulated: bool = False) -> list[DueSchedule]:
    """Give schedules whose next opening has come, the longest due first.

    A schedule that is switched off has no ``next_at`` and costs nothing here.
    """
    found: list[DueSchedule] = []
    for number, kind, days, at, closes, zone, late, seen in tx.run(
        _DUE, (now, simulated, limit)
    ).fetchall():
        until = read_instant(seen)
        assert until is not None
        found.append(DueSchedule(number, kind, days, at, closes, zone, late, until))
    return found


def as_due(schedule: Schedule, group: Group) -> DueSchedule:
    """Give a schedule as a look of the tick finds it."""
    assert schedule.id is not None
    return DueSchedule(
        schedule.id,
        schedule.kind,
        schedule.days,
        schedule.at,
        schedule.closes,
        group.zone,
        schedule.late_within_s,
        schedule.seen_until,
    )


def rhythm_of(schedule: Schedule, group: Group) -> Rhythm:
    """Give a schedule's rhythm in its group's zone; holidays are for daily questions only."""
    return read_rhythm(
        group.zone,
        schedule.days,
        schedule.at,
        schedule.closes,
        weekly=schedule.kind == WEEKLY,
        holidays=tuple(group.holidays) if schedule.kind == DAILY else (),
    )


def all_groups(tx: Tx) -> Sequence[Group]:
    """Give every group, the oldest first."""
    return tx.exec(select(Group).order_by(col(Group.id))).all()


def groups_named(tx: Tx, name: str) -> Sequence[Group]:
    """Give the groups of a name, with or without the leading ``#``: one on each platform, maybe."""
    query = select(Group).where(col(Group.name) == name.removeprefix("#"))
    return tx.exec(query.order_by(col(Group.id))).all()


def group_shown(tx: Tx, name: str, platforms: Sequence[str]) -> Group | None:
    """Find the group of a name that has a place on one of some platforms."""
    return tx.find(
        Group,
        "JOIN place ON place.group_id = study_group.id"
        f" WHERE study_group.name = ? AND place.platform IN ({', '.join('?' * len(platforms))})"
        " ORDER BY study_group.id LIMIT 1",
        (name.removeprefix("#"), *platforms),
    )


def place_shown(tx: Tx, group_id: int, platforms: Sequence[str]) -> Place | None:
    """Find the first place that a group shares on one of some platforms."""
    return tx.find(
        Place,
        "WHERE group_id = ? AND account_id IS NULL AND removed_at IS NULL"
        f" AND platform IN ({', '.join('?' * len(platforms))}) ORDER BY id LIMIT 1",
        (group_id, *platforms),
    )


def schedules_of(tx: Tx, group_id: int, kind: str = "") -> Sequence[Schedule]:
    """Give a group's schedules, the oldest first, of one kind or all."""
    query = select(Schedule).where(Schedule.group_id == group_id).order_by(col(Schedule.id))
    return tx.exec(query.where(Schedule.kind == kind) if kind else query).all()


def places_of(tx: Tx, group_id: int) -> Sequence[Place]:
    """Give the places that a group shares; not those of single people, nor removed ones."""
    return tx.exec(
        select(Place)
        .where(
            Place.group_id == group_id,
            col(Place.account_id).is_(None),
            col(Place.removed_at).is_(None),
        )
        .order_by(col(Place.id))
    ).all()


def places_on(tx: Tx, platform: str) -> Sequence[Place]:
    """Give a platform's places that groups share; not removed ones."""
    return tx.exec(
        select(Place)
        .where(
            Place.platform == platform,
            col(Place.account_id).is_(None),
            col(Place.removed_at).is_(None),
        )
        .order_by(col(Place.id))
    ).all()


def place_at(tx: Tx, platform: str, workspace: str, address: str) -> Place | None:
    """Find the place behind a platform's address."""
    return tx.find(
        Place,
        "WHERE platform = ? AND workspace = ? AND address = ?",
        (platform, workspace, address),
    )


def rename_place(tx: Tx, place: Place, group: Group, name: str) -> None:
    """Let a place be called what people call it now, and the group that is named after it."""
    assert group.id is not None
    if group.name == place.name and place.id == places_of(tx, group.id)[0].id:
        group.name = name
        tx.add(group)
    place.name = name
    tx.add(place)


def remove_place(tx: Tx, place: Place, reason: str, now: datetime) -> None:
    """Take a place from its group for good; its address is free for another.

    What is still owed to it is not sent: it would stand in the way of every look for more.
    """
    place.removed_at = place.paused_at = now
    place.pause_reason = reason
    place.address = f"gone-{place.id}"
    tx.add(place)
    tx.flush()
    tx.run(
        "UPDATE delivery SET state = 'skipped', error = ? WHERE place_id = ? AND state = 'pending'",
        (reason, place.id),
    )


def open_place(tx: Tx, place: Place) -> None:
    """Let messages go to a place again that was closed to us."""
    place.paused_at, place.pause_reason = None, ""
    tx.add(place)
    tx.flush()


def end(tx: Tx, group: Group, now: datetime) -> None:
    """End a group that has no place left: nothing of it comes due any more."""
    group.ended_at = now
    tx.add(group)
    assert group.id is not None
    for schedule in schedules_of(tx, group.id):
        schedule.next_at = None
        tx.add(schedule)
    tx.run("UPDATE reminder SET next_at = NULL WHERE group_id = ?", (group.id,))
    tx.flush()


def name_of(place: Place) -> str:
    """Give what people call a place: ``Slack #study``."""
    return f"{place.platform.capitalize()} #{place.name or place.address}"


def founded_before(tx: Tx, moment: datetime, limit: int) -> list[int]:
    """Give the groups that were founded before a moment and have not begun since."""
    rows = tx.run(
        "SELECT id FROM study_group WHERE waiting_since <= ? ORDER BY waiting_since LIMIT ?",
        (moment, limit),
    ).fetchall()
    return [int(row[0]) for row in rows]


def forget_founded(tx: Tx, group_id: int) -> None:
    """Delete a group that never began, with all that hangs on it."""
    for table in ("event", "link_code", "membership", "schedule", "place"):
        tx.run(f"DELETE FROM {table} WHERE group_id = ?", (group_id,))
    tx.run("DELETE FROM study_group WHERE id = ?", (group_id,))


def pack_at(tx: Tx, platform: str, workspace: str, address: str) -> str | None:
    """Give the pack of the group behind a platform's address."""
    place = place_at(tx, platform, workspace, address)
    group = tx.get(Group, place.group_id) if place else None
    return group.pack if group else None
