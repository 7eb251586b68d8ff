"""A study plan: phases laid over the weeks that are left, and a week's goals by domain.

A plan is a day, hours a week and a kind; all else follows from these and from what was really
answered. A week that went by without it moves nothing on, so the phases that are left are laid
over fewer weeks: that is the whole of replanning. It knows dates and counts, no rows, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.core.apportion import apportion
from bot.core.happening import Happened
from bot.core.packs import Domain

WEEK = timedelta(days=7)
HOURS_MOST = 40
#: The part of a week's goal that makes it a week of the plan.
WORKED = 0.5
#: Nothing can be planned sensibly for longer.
AHEAD_MOST = timedelta(days=2 * 366)


class Way(StrEnum):
    """What a phase offers to do. The values stand in files."""

    PRACTICE = "practice"  #: the domain that is furthest behind
    OVERLOOKED = "overlooked"  #: the drill of what study guides pass over
    OVERLAP = "overlap"  #: the drill of which of two services
    INTENT = "intent"  #: the drill of what decides
    MOCK = "mock"  #: a mock exam


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A stretch of a plan. ``share`` is its part of the weeks, in per cent."""

    id: str
    title: str
    aim: str
    share: int
    way: Way


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTemplate:
    """A kind of plan, as authors wrote it."""

    id: str
    title: str
    minutes_per_question: int
    phases: tuple[Phase, ...]
    default: bool = False

    def questions(self, hours: int) -> int:
        """Give how many questions fit into a week's hours."""
        return max(1, hours * 60 // self.minutes_per_question)


class PlanEvent(StrEnum):
    """What may happen to a member's plan. Each payload names the ``pack``."""

    SET = "plan-set"  #: ``until``, ``hours``, ``template``, and ``day``, the study day it was set
    DROPPED = "plan-dropped"
    RESTORED = "plan-restored"  #: the plan that was put aside holds again


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A member's plan as it holds. ``since`` is the study day on which it began.

    ``moved_from`` is the day that it had before its last change, if that moved it.
    """

    until: date
    hours: int
    template: str
    since: date
    moved_from: date | None = None
    dropped: bool = False


def fold(events: Iterable[Happened], pack: str) -> Plan | None:
    """Give a member's plan for a pack; one that was put aside says so. None without any."""
    plan: Plan | None = None
    for event in events:
        said = event.payload
        if said["pack"] != pack:
            continue
        match event.kind:
            case PlanEvent.SET:
                until, before = date.fromisoformat(said["until"]), plan
                goes_on = before is not None and not before.dropped
                plan = Plan(
                    until=until,
                    hours=int(said["hours"]),
                    template=said["template"],
                    since=before.since
                    if before is not None and goes_on
                    else date.fromisoformat(said["day"]),
                    moved_from=before.until
                    if before is not None and goes_on and before.until != until
                    else None,
                )
            case PlanEvent.DROPPED if plan is not None:
                plan = replace(plan, dropped=True)
            case PlanEvent.RESTORED if plan is not None:
                plan = replace(plan, dropped=False)
            case _:
                pass
    return plan


def monday(day: date) -> date:
    """Give the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def weeks_of(phases: Sequence[Phase], weeks: int) -> list[int]:
    """Lay phases over some weeks: each at least one; with too few weeks the last phases remain."""
    if weeks <= len(phases):
        spare = len(phases) - max(0, weeks)
        return [0] * spare + [1] * (len(phases) - spare)
    more = apportion(weeks - len(phases), [phase.share for phase in phases])
    return [1 + extra for extra in more]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A phase as it lies: its weeks still to come, this one included, and where it stands."""

    phase: Phase
    first: date
    last: date
    is_done: bool
    is_now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Where a plan stands in a week. ``left`` counts weeks of phases, this one
    included.

    ``missed`` says that the week before went by without the plan. ``questions`` is this week's
    goal in all.
    """

    stretches: tuple[Stretch, ...]
    phase: Phase
    left: int
    missed: bool
    questions: int


def course_of(
    plan: Plan,
    template: PlanTemplate,
    today: date,
    answered: Mapping[date, int],
    *,
    rests: bool = False,
) -> Course:
    """Say where a plan stands; ``answered`` counts answers by study day since it began.

    With ``rests`` the last seven days are the exam's own, and no phase lies in them. Weeks begin on
    Monday. The one in which the plan began asks for its part of a week alone, and
    cannot be missed.
    """
    begun, this = monday(plan.since), monday(today)
    by_week: dict[date, int] = {}
    for day, n in answered.items():
        if day >= plan.since:
            by_week[monday(day)] = by_week.get(monday(day), 0) + n
    past = [begun + n * WEEK for n in range((this - begun) // WEEK)]
    held = [week for week in past if by_week.get(week, 0) >= WORKED * _asked(plan, template, week)]
    ends = plan.until - WEEK if rests else plan.until
    left = max(1, (monday(ends) - this) // WEEK + 1)
    spans = weeks_of(template.phases, len(held) + left)
    stretches = _laid(template.phases, spans, len(held), this, max(ends, today))
    return Course(
        stretches=stretches,
        phase=next(each.phase for each in stretches if each.is_now),
        left=left,
        missed=bool(past) and past[-1] not in held and past[-1] != begun,
        questions=_asked(plan, template, this),
    )


def _asked(plan: Plan, template: PlanTemplate, week: date) -> int:
    days = 7 - max(0, (plan.since - week).days)
    return max(1, round(template.questions(plan.hours) * days / 7))


def _laid(
    phases: Sequence[Phase], spans: Sequence[int], held: int, this: date, until: date
) -> tuple[Stretch, ...]:
    """Lay phases from the weeks that held the plan over those to come."""
    found, at = [], 0
    for phase, weeks in zip(phases, spans, strict=True):
        if not weeks:
            continue
        first, last = at - held, at + weeks - held - 1
        found.append(
            Stretch(
                phase=phase,
                first=this + max(0, first) * WEEK,
                last=min(until, this + (max(0, last) + 1) * WEEK - timedelta(days=1)),
                is_done=last < 0,
                is_now=first <= 0 <= last,
            )
        )
        at += weeks
    return tuple(found)


def goals(
    domains: Sequence[Domain], strength: Mapping[str, float], questions: int
) -> dict[str, int]:
    """Share a week's questions out by a domain's weight times its weakness.

    ``strength`` is the share of new questions that would be right, from 0 to 1.
    """
    needs = [domain.weight * (1.0 - strength.get(domain.id, 0.5)) for domain in domains]
    counts = apportion(questions, needs)
    return {domain.id: count for domain, count in zip(domains, counts, strict=True)}
