from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.consent import CROWD
from bot.core.crowds import days_held_back, monday_of

MONDAY = date(2026, 11, 2)


def day(number: int) -> date:
    """Give a day after the first Monday."""
    return MONDAY + timedelta(days=number)


quiets = st.dictionaries(
    st.integers(0, 27).map(day), st.frozensets(st.integers(1, 9), min_size=1, max_size=4)
)


def test_a_quiet_day_waits_for_the_end_of_its_week() -> None:
    quiet = {day(0): frozenset({1, 2, 3}), day(5): frozenset({3, 4, 5})}
    assert days_held_back(quiet, day(6)) == set(quiet)
    assert days_held_back(quiet, day(7)) == frozenset()


def test_a_week_of_few_people_never_joins() -> None:
    quiet = {day(0): frozenset({1, 2}), day(5): frozenset({3, 4})}
    assert days_held_back(quiet, day(300)) == set(quiet)


def test_weeks_do_not_help_one_another() -> None:
    quiet = {day(6): frozenset({1, 2, 3}), day(7): frozenset({4, 5})}
    assert days_held_back(quiet, day(300)) == set(quiet)


@given(quiets, st.integers(0, 40), st.integers(1, 20))
def test_quiet_days_join_five_people_at_a_time(
    quiet: dict[date, frozenset[int]], today: int, later: int
) -> None:
    def joined(until: int) -> frozenset[date]:
        before = {each: who for each, who in quiet.items() if each < day(until)}
        return frozenset(before) - days_held_back(before, day(until))

    new = joined(today + later) - joined(today)
    assert joined(today) <= joined(today + later)
    by_week: dict[date, set[int]] = {}
    for each in new:
        by_week.setdefault(monday_of(each), set()).update(quiet[each])
    assert all(len(learners) >= CROWD for learners in by_week.values())
