"""Days off, as a fold over what happened: leave that people declared, streaks that a lead repaired.

Such days excuse a missed question and nothing more. It knows days and learners by number;
it knows no streak and no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.core.days import Days, Stretch, one_day
from bot.core.happening import Happened


class LeaveEvent(StrEnum):
    """What may happen to leave, with what the payload says. The learner is who is away."""

    DECLARED = "leave-declared"  #: ``first``, ``last``; its id is the event's ``seq``
    WITHDRAWN = "leave-withdrawn"  #: ``leave``, ``day``: from that day on it is over
    RESTORED = "leave-restored"  #: ``leave``: as it was declared


class RepairEvent(StrEnum):
    """What a lead may do about a missed day. Without a learner it is for everybody."""

    REPAIRED = "streak-repaired"  #: ``day``, ``by``; its id is the event's ``seq``
    UNDONE = "streak-repair-undone"  #: ``repair``, ``by``


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """A leave as it holds; ``declared`` is its last day as it was first said.

    One that was taken back before it began has its ``last`` day before its ``first``.
    """

    id: int
    learner: int
    first: date
    last: date
    declared: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A missed day that a lead has excused, for one learner or for all (None)."""

    id: int
    learner: int | None
    day: date


def fold_leave(events: Iterable[Happened]) -> tuple[Leave, ...]:
    """Give every leave as it holds now, in the order in which they were declared.

    What is said of a leave whose declaration is gone, its owner being erased, is passed over.
    """
    held: dict[int, Leave] = {}
    for event in events:
        said = event.payload
        match event.kind:
            case LeaveEvent.DECLARED if event.learner_id is not None:
                last = date.fromisoformat(said["last"])
                held[event.seq] = Leave(
                    id=event.seq,
                    learner=event.learner_id,
                    first=date.fromisoformat(said["first"]),
                    last=last,
                    declared=last,
                )
            case LeaveEvent.WITHDRAWN if said["leave"] in held:
                leave = held[said["leave"]]
                before = date.fromisoformat(said["day"]) - timedelta(days=1)
                held[leave.id] = replace(leave, last=min(leave.last, before))
            case LeaveEvent.RESTORED if said["leave"] in held:
                leave = held[said["leave"]]
                held[leave.id] = replace(leave, last=leave.declared)
            case _:
                pass
    return tuple(held.values())


def fold_repairs(events: Iterable[Happened]) -> tuple[Repair, ...]:
    """Give the repairs that hold, in their order."""
    held: dict[int, Repair] = {}
    for event in events:
        match event.kind:
            case RepairEvent.REPAIRED:
                held[event.seq] = Repair(
                    id=event.seq,
                    learner=event.learner_id,
                    day=date.fromisoformat(event.payload["day"]),
                )
            case RepairEvent.UNDONE:
                held.pop(event.payload["repair"], None)
            case _:
                pass
    return tuple(held.values())


def days_away(leaves: Iterable[Leave]) -> Mapping[int, Days]:
    """Give each learner's days of leave."""
    found: dict[int, Days] = {}
    for leave in leaves:
        more = Days((Stretch(leave.first, leave.last),))
        found[leave.learner] = found.get(leave.learner, Days()) | more
    return found


def days_repaired(repairs: Iterable[Repair], learner: int) -> Days:
    """Give the days that are excused for a learner, those of everybody included."""
    return Days(tuple(one_day(each.day) for each in repairs if each.learner in (learner, None)))
