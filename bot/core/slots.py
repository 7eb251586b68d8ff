"""When something is due: wall times in a zone turned into slots with instants.

A slot is a schedule's date together with its opening and its close. This module knows
zones with their gaps and folds, the late-night cut-off and what is done after downtime.
It knows no schedule rows, no clock and no one who posts.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.core.days import Days, read_days
from bot.core.errors import Misused
from bot.core.zones import zone_named

#: Until this wall time a late evening still belongs to the day before.
NIGHT_ENDS = time(3, 0)
#: How late a slot may be and still be posted, unless the schedule says otherwise.
POST_IF_LATE_WITHIN = timedelta(hours=6)
#: Lateness that is never counted: a tick and a slow start.
TICK_SLACK = timedelta(minutes=1)
#: How long a late round stays open at least.
LATE_ROUND_LASTS = timedelta(hours=4)
#: Slots left out longer ago than this are not even named: nobody reads them.
SKIPS_NAMED = timedelta(days=31)

_DAY = timedelta(days=1)
#: Two rhythms' openings of one date lie less than this apart: a day, and zones from -12 to +14.
_FURTHEST = timedelta(hours=50)
_SECOND = timedelta(seconds=1)
_EVERY_DAY = frozenset(range(1, 8))


class Lateness(StrEnum):
    """What becomes of a slot that is decided after its opening."""

    POST = "post"  #: still worth posting
    SKIP = "skip"  #: too late; recorded as left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """On which days, and between which wall times, a question is open.

    ``days`` are ISO weekdays, 1 (Monday) to 7. A close that is not after the opening is on
    the day after. Dates in ``off`` have no slot. A ``weekly`` rhythm has one day, and its
    slots are ISO weeks: no week goes without one, not even where its day does not exist.
    Raises ``Misused`` on an unknown zone or on no or impossible days.
    """

    zone: str
    days: frozenset[int]
    opens: time
    closes: time
    weekly: bool = False
    off: Days = field(default=Days())

    def __post_init__(self) -> None:
        if not self.days or not self.days <= _EVERY_DAY:
            raise Misused("Name at least one day of the week, from 1 (Monday) to 7 (Sunday).")
        if self.weekly and len(self.days) > 1:
            raise Misused("What comes once a week needs one day, from 1 (Monday) to 7 (Sunday).")
        zone_named(self.zone)


@dataclass(frozen=True, slots=True)
class Slot:
    """One date of a rhythm. ``name`` is the ISO date, with ``+1`` and so on for an extra.

    Of a weekly rhythm it is the ISO week.
    """

    name: str
    day: date
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class CatchUp:
    """What to do about every slot since the last look: post at most one, skip the rest.

    ``next_at`` is the first opening still to come.
    """

    post: Slot | None
    skipped: tuple[Slot, ...]
    next_at: datetime


@lru_cache(maxsize=4096)
def read_rhythm(
    zone: str,
    days: str,
    opens: str,
    closes: str,
    *,
    weekly: bool = False,
    holidays: tuple[str, ...] = (),
) -> Rhythm:
    """Read a rhythm from a schedule's words: ``12345``, ``08:30``, ``17:00``.

    Raises ``Misused`` on anything that is not a day's digit, a wall time, a zone or a holiday.
    """
    try:
        return Rhythm(
            zone=zone,
            days=frozenset(int(digit) for digit in days),
            opens=time.fromisoformat(opens),
            closes=time.fromisoformat(closes),
            weekly=weekly,
            off=read_days(holidays),
        )
    except ValueError:
        raise Misused("Give days as digits like 12345 and times like 08:30.") from None


def instant(day: date, wall: time, zone: str) -> datetime:
    """Give the first valid instant at or after a wall time, as aware UTC.

    Where the clocks jump over the wall time it is the end of the gap; where it comes twice
    it is the first of the two. It never decreases as the wall time grows.
    """
    return _instant(day, wall, zone_named(zone))[0]


def slot_on(rhythm: Rhythm, day: date) -> Slot:
    """Give the slot that a date has or would have, posting day or not."""
    tz = zone_named(rhythm.zone)
    return _slot(rhythm, day, _instant(day, rhythm.opens, tz)[0], tz)


def next_opening(rhythm: Rhythm, after: datetime) -> Slot:
    """Give the first slot that opens later than ``after``."""
    tz = zone_named(rhythm.zone)
    day, opens_at = next(_openings(rhythm, after, tz))
    return _slot(rhythm, day, opens_at, tz)


def slots_between(rhythm: Rhythm, after: datetime, until: datetime) -> tuple[Slot, ...]:
    """Give the slots that open later than ``after`` and not later than ``until``, in order."""
    return _slots_until(rhythm, after, until)[0]


def has_slot(rhythm: Rhythm, day: date) -> bool:
    """Say whether a date has a slot: it is a posting day, and no holiday."""
    return day.isoweekday() in rhythm.days and day not in rhythm.off


def crossed(old: Rhythm, new: Rhythm, now: datetime) -> tuple[Slot, ...]:
    """Give the slots that a change of rhythm would jump over, in order.

    Their date was still to come under the old rhythm and is past under the new one.
    """
    coming = slots_between(old, now, now + _FURTHEST)
    moved = (slot_on(new, slot.day) for slot in coming if has_slot(new, slot.day))
    return tuple(slot for slot in moved if slot.opens_at <= now)


def suffixed(name: str, taken: Container[str]) -> str:
    """Give a slot's name that is free yet: itself, else ``2026-11-23+1``, ``+2``, …"""
    free, extra = name, 0
    while free in taken:
        extra += 1
        free = f"{name}+{extra}"
    return free


def when_late(
    slot: Slot, now: datetime, post_if_late_within: timedelta = POST_IF_LATE_WITHIN
) -> Lateness:
    """Decide whether a slot that has come is still posted ``now``."""
    late = now - slot.opens_at
    return Lateness.POST if late <= max(post_if_late_within, TICK_SLACK) else Lateness.SKIP


def after_downtime(
    rhythm: Rhythm,
    seen_until: datetime,
    now: datetime,
    post_if_late_within: timedelta = POST_IF_LATE_WITHIN,
    *,
    first_start: bool = False,
) -> CatchUp:
    """Decide every slot that opened after ``seen_until`` and not after ``now``.

    Only the latest can be posted, so there is never a burst. On a group's very first start
    it is posted however late it is.
    """
    slots, next_at = _slots_until(rhythm, max(seen_until, now - SKIPS_NAMED), now)
    if slots and (first_start or when_late(slots[-1], now, post_if_late_within) is Lateness.POST):
        return CatchUp(slots[-1], slots[:-1], next_at)
    return CatchUp(None, slots, next_at)


def late_closing(closes_at: datetime, posted_at: datetime) -> datetime:
    """Give the close of a round posted late: it stays open for at least four hours."""
    return max(closes_at, posted_at + LATE_ROUND_LASTS)


def study_day(now: datetime, zone: str, cutoff: time = NIGHT_ENDS) -> date:
    """Give the date that an answer belongs to; before ``cutoff`` it is still yesterday's.

    A day begins once, at the first instant of its cut-off, even where clocks go back.
    """
    local = now.astimezone(zone_named(zone))
    day = local.date() if local.time() >= cutoff else local.date() - _DAY
    return day + _DAY if instant(day + _DAY, cutoff, zone) <= now else day


def week_of(day: date) -> str:
    """Name the ISO week of a date: ``2026-W48``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def month_of(day: date) -> str:
    """Name the month of a date: ``2026-11``."""
    return f"{day.year}-{day.month:02}"


def _slots_until(
    rhythm: Rhythm, after: datetime, until: datetime
) -> tuple[tuple[Slot, ...], datetime]:
    """Give the slots in a span of time and the first opening beyond it."""
    tz = zone_named(rhythm.zone)
    openings = _openings(rhythm, after, tz)
    day, opens_at = next(openings)
    found: list[Slot] = []
    while opens_at <= until:
        found.append(_slot(rhythm, day, opens_at, tz))
        day, opens_at = next(openings)
    return tuple(found), opens_at


def _openings(rhythm: Rhythm, after: datetime, tz: ZoneInfo) -> Iterator[tuple[date, datetime]]:
    local = after.astimezone(tz)
    day = local.date()
    # A wall time that the clocks have reached once is behind us, gap or fold.
    if local.time() >= rhythm.opens:
        day += _DAY
    wall = rhythm.opens
    while True:
        if has_slot(rhythm, day):
            opens_at, jumped = _instant(day, wall, tz)
            if opens_at > after and (rhythm.weekly or not (jumped and _is_missing(day, tz))):
                yield day, opens_at
        day += _DAY


def _is_missing(day: date, tz: ZoneInfo) -> bool:
    """Say whether a zone left a date out altogether (Apia, 30 December 2011)."""
    return _instant(day, time(0, 0), tz)[0].astimezone(tz).date() != day


def _slot(rhythm: Rhythm, day: date, opens_at: datetime, tz: ZoneInfo) -> Slot:
    closing = day if rhythm.closes > rhythm.opens else day + _DAY
    closes_at = _instant(closing, rhythm.closes, tz)[0]
    if closes_at <= opens_at:
        # A gap has swallowed the hours between: the question stays open as long as meant.
        closes_at = opens_at + (
            datetime.combine(closing, rhythm.closes) - datetime.combine(day, rhythm.opens)
        )
    name = week_of(day) if rhythm.weekly else day.isoformat()
    return Slot(name, day, opens_at, closes_at)


def _instant(day: date, wall: time, tz: ZoneInfo) -> tuple[datetime, bool]:
    """Give the first instant at or after a wall time, and whether the clocks jump over it."""
    local = datetime.combine(day, wall, tz)
    there = local.astimezone(UTC)
    # Values in one zone compare by wall time alone, so this asks: does the way lead back?
    if there.astimezone(tz) == local:
        return there, False
    # In a gap the two folds lie on either side of the jump. Halve between them.
    before, after = local.replace(fold=1).astimezone(UTC) - _SECOND, there
    while after - before > _SECOND:
        middle = before + ((after - before) // _SECOND // 2) * _SECOND
        if middle.astimezone(tz) >= local:
            after = middle
        else:
            before = middle
    return after, True
