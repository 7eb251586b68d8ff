from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.leaderboard import (
    Entry,
    Window,
    accuracy,
    count_week,
    others_shown,
    page,
    rank,
    rank_by_accuracy,
    span_key,
    week_points,
)

entries = st.lists(
    st.builds(Entry, st.integers(1, 500), st.integers(0, 60)),
    unique_by=lambda entry: entry.learner,
    max_size=40,
)


def test_equals_share_a_rank_and_leave_the_next_one_out() -> None:
    standings = rank([Entry(4, 50), Entry(1, 90), Entry(3, 70), Entry(2, 70)])
    assert [standing.rank for standing in standings] == [1, 2, 2, 4]
    assert [standing.entry.learner for standing in standings] == [1, 2, 3, 4]


@given(found=entries)
def test_a_rank_is_one_more_than_those_above(found: list[Entry]) -> None:
    standings = rank(found)
    assert sorted(found, key=hash) == sorted((each.entry for each in standings), key=hash)
    for standing in standings:
        above = sum(other.points > standing.entry.points for other in found)
        assert above + 1 == standing.rank


@given(found=entries)
def test_standings_do_not_depend_on_the_order_of_the_rows(found: list[Entry]) -> None:
    assert rank(found) == rank(list(reversed(found)))


def test_the_own_rank_is_added_when_off_the_page() -> None:
    standings = rank(Entry(learner, 100 - learner) for learner in range(1, 31))
    far = page(standings, own=17, size=10)
    assert len(far.standings) == 10
    assert far.own is not None
    assert far.own.rank == 17
    assert far.listed == 30
    assert page(standings, own=3, size=10).own is None
    assert page(standings, own=99, size=10).own is None
    assert [each.rank for each in page(standings, own=3, size=10, number=1).standings][:1] == [11]


def test_a_lucky_few_do_not_lead_by_accuracy() -> None:
    found = [Entry(1, 0, 15, 15), Entry(2, 0, 200, 190), Entry(3, 0, 14, 14), Entry(4, 0, 100, 50)]
    ranked = rank_by_accuracy(found, mean=269 / 329)
    assert [standing.entry.learner for standing in ranked] == [2, 1, 4]


def test_accuracy_is_drawn_to_the_mean_by_twenty_answers() -> None:
    assert pytest.approx(accuracy(20, 20, mean=0.6)) == 0.8
    assert pytest.approx(accuracy(0, 0, mean=0.6)) == 0.6


def test_all_but_one_of_the_closed_rounds_count() -> None:
    assert count_week([], closed=0) == 0
    assert count_week([120], closed=1) == 120
    assert count_week([120, 20], closed=2) == 120
    assert count_week([120, 20, 120], closed=3) == 240
    assert count_week([120, 20], closed=3) == 140, "the missed round is the one left out"


@given(given=st.lists(st.integers(20, 170), max_size=7), missed=st.integers(0, 3))
def test_a_week_from_totals_is_the_week_from_rounds(given: list[int], missed: int) -> None:
    closed = len(given) + missed
    lowest = min(given, default=0)
    assert count_week(given, closed) == week_points(
        sum(given), lowest, len(given), 0, closed=closed, week_max=480
    )


def test_practice_is_added_up_to_a_fifth() -> None:
    assert week_points(260, 20, 3, 100, closed=3, week_max=240) == 240 + 48


def test_others_are_shown_once_three_rounds_have_closed() -> None:
    assert [others_shown(closed) for closed in range(4)] == [False, False, False, True]


def test_a_study_day_lies_in_one_span_of_each_window() -> None:
    day = date(2026, 11, 23)
    assert [span_key(window, day) for window in Window] == [
        "day:2026-11-23", "week:2026-W48", "month:2026-11", "all",
    ]  # fmt: skip
    assert span_key(Window.WEEK, date(2026, 11, 29)) == "week:2026-W48"
