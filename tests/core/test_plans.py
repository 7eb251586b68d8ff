"""Plans: phases over the weeks left, a week that went by without, and goals by domain."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import plans
from bot.core.apportion import apportion
from bot.core.plans import Plan, PlanEvent
from tests import sample
from tests.core.happenings import Event

PACK, KIND = sample.pack(), sample.plan()
#: A Tuesday.
TODAY = date(2026, 11, 24)


def happened(seq: int, kind: PlanEvent, **payload: object) -> Event:
    return Event(seq, kind.value, 1, payload)


def a_plan(weeks: int = 8, hours: int = 2, since: date = TODAY) -> Plan:
    until = TODAY + timedelta(weeks=weeks)
    return Plan(until=until, hours=hours, template="steady", since=since)


def test_a_plan_that_is_moved_goes_on_from_where_it_began() -> None:
    first = {"pack": "x", "until": "2027-01-12", "hours": 3, "template": "steady",
             "day": "2026-11-24"}  # fmt: skip
    moved = {**first, "until": "2027-01-20", "day": "2026-12-08"}
    plan = plans.fold(
        [happened(1, PlanEvent.SET, **first), happened(2, PlanEvent.SET, **moved)], "x"
    )
    assert plan is not None
    assert (plan.since, plan.until) == (date(2026, 11, 24), date(2027, 1, 20))
    assert plan.moved_from == date(2027, 1, 12)
    assert plans.fold([happened(1, PlanEvent.SET, **first)], "another") is None


def test_a_plan_put_aside_holds_again_and_a_new_one_after_it_begins_anew() -> None:
    said = {"pack": "x", "until": "2027-01-12", "hours": 3, "template": "steady",
            "day": "2026-11-24"}  # fmt: skip
    events = [happened(1, PlanEvent.SET, **said), happened(2, PlanEvent.DROPPED, pack="x")]
    dropped = plans.fold(events, "x")
    assert dropped is not None
    assert dropped.dropped
    again = plans.fold([*events, happened(3, PlanEvent.RESTORED, pack="x")], "x")
    assert again is not None
    assert not again.dropped
    later = {**said, "day": "2026-12-20"}
    anew = plans.fold([*events, happened(3, PlanEvent.SET, **later)], "x")
    assert anew is not None
    assert (anew.since, anew.moved_from) == (date(2026, 12, 20), None)


def test_phases_share_the_weeks_and_the_last_ones_stay_when_there_are_few() -> None:
    assert plans.weeks_of(KIND.phases, 20) == [7, 6, 4, 3]
    assert plans.weeks_of(KIND.phases, 4) == [1, 1, 1, 1]
    assert plans.weeks_of(KIND.phases, 2) == [0, 0, 1, 1]
    assert plans.weeks_of(KIND.phases, 1) == [0, 0, 0, 1]


@given(st.integers(1, 200))
def test_no_week_is_lost(weeks: int) -> None:
    spans = plans.weeks_of(KIND.phases, weeks)
    assert sum(spans) == weeks
    assert min(spans) >= (1 if weeks >= len(spans) else 0)


@given(st.integers(0, 500), st.lists(st.floats(0.01, 50), min_size=1, max_size=8))
def test_sharing_out_gives_everything_and_is_never_off_by_one(
    total: int, weights: list[float]
) -> None:
    counts = apportion(total, weights)
    assert sum(counts) == total
    for count, weight in zip(counts, weights, strict=True):
        assert abs(count - total * weight / sum(weights)) < 1.0 + 1e-6


def test_the_week_a_plan_begins_in_asks_for_its_part_and_cannot_be_missed() -> None:
    friday = TODAY + timedelta(days=3)
    begun = a_plan(since=friday)
    assert plans.course_of(begun, KIND, friday, {}).questions == round(40 * 3 / 7)
    next_week = plans.course_of(begun, KIND, friday + timedelta(days=7), {})
    assert (next_week.questions, next_week.missed) == (40, False)


def test_a_week_without_the_plan_moves_nothing_on_and_the_phases_move_together() -> None:
    plan = a_plan(weeks=11)
    third = TODAY + timedelta(weeks=2)
    kept = {TODAY: 40, TODAY + timedelta(weeks=1): 40}
    held = plans.course_of(plan, KIND, third, kept)
    missed = plans.course_of(plan, KIND, third, {TODAY: 40})
    assert (held.missed, missed.missed) == (False, True)
    assert held.left == missed.left == 10
    assert sum(each.is_now for each in missed.stretches) == 1
    assert missed.stretches[-1].last == held.stretches[-1].last == plan.until
    assert missed.stretches[0].last >= held.stretches[0].last


def test_half_a_weeks_goal_makes_it_a_week_of_the_plan() -> None:
    third = TODAY + timedelta(weeks=2)
    for count, missed in ((20, False), (19, True)):
        course = plans.course_of(a_plan(), KIND, third, {TODAY + timedelta(weeks=1): count})
        assert course.missed is missed


def test_with_every_week_kept_all_phases_come_in_their_order() -> None:
    plan, seen = a_plan(weeks=11), list[str]()
    answered: dict[date, int] = {}
    for week in range(12):
        today = TODAY + timedelta(weeks=week)
        course = plans.course_of(plan, KIND, today, answered)
        seen.append(course.phase.id)
        answered[today] = 40
    assert list(dict.fromkeys(seen)) == [phase.id for phase in KIND.phases]
    assert seen[-1] == "mocks"


def test_a_day_that_is_past_leaves_one_last_week() -> None:
    course = plans.course_of(a_plan(weeks=1), KIND, TODAY + timedelta(weeks=5), {})
    assert course.left == 1


def test_goals_follow_weight_and_weakness() -> None:
    even = plans.goals(PACK.domains, dict.fromkeys(("d1", "d2", "d3", "d4"), 0.6), 100)
    assert even == {"d1": 20, "d2": 24, "d3": 36, "d4": 20}
    weak = plans.goals(PACK.domains, {"d1": 0.2, "d2": 0.8, "d3": 0.8, "d4": 0.8}, 100)
    assert weak["d1"] == 50
    assert sum(weak.values()) == 100


@pytest.mark.parametrize(("hours", "questions"), [(1, 20), (3, 60), (40, 800)])
def test_hours_become_questions(hours: int, questions: int) -> None:
    assert KIND.questions(hours) == questions


def test_the_exams_own_week_holds_no_phase() -> None:
    plan = a_plan(weeks=8)
    free, rested = (plans.course_of(plan, KIND, TODAY, {}, rests=rests) for rests in (False, True))
    assert (free.left, rested.left) == (9, 8)
    assert rested.stretches[-1].last == plan.until - timedelta(days=7)
    assert plans.course_of(plan, KIND, plan.until, {}, rests=True).left == 1
