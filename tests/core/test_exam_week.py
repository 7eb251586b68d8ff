from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.core.exam_week import Nearness, moved_from, nearness
from bot.core.seasons import Season

TODAY = date(2026, 11, 24)
OLD = Season(
    number=1, title="One", first=date(2026, 10, 1), finish=date(2027, 1, 29),
    last=TODAY - timedelta(days=1),
)  # fmt: skip
NEW = Season(number=2, title="Two", first=TODAY, finish=date(2026, 12, 18))


@pytest.mark.parametrize(
    ("days", "near"),
    [
        (8, Nearness.FAR), (7, Nearness.WEEK), (2, Nearness.WEEK), (1, Nearness.EVE),
        (0, Nearness.DAY), (-1, Nearness.PAST),
    ],
)  # fmt: skip
def test_a_day_comes_nearer(days: int, near: Nearness) -> None:
    assert nearness(TODAY + timedelta(days=days), TODAY) is near


def test_without_a_day_nothing_is_near() -> None:
    assert nearness(None, TODAY) is Nearness.FAR


def test_a_finish_that_was_moved_is_news_for_three_days() -> None:
    assert moved_from((OLD, NEW), TODAY) == OLD.finish
    assert moved_from((OLD, NEW), TODAY + timedelta(days=3)) is None
    assert moved_from((NEW,), TODAY) is None
    assert moved_from((), TODAY) is None


def test_a_season_that_ran_its_course_was_not_moved() -> None:
    done = replace(OLD, finish=TODAY - timedelta(days=1))
    assert moved_from((done, NEW), TODAY) is None
    assert moved_from((OLD, replace(NEW, finish=OLD.finish)), TODAY) is None
    long_ago = replace(OLD, last=TODAY - timedelta(days=30))
    assert moved_from((long_ago, NEW), TODAY) is None
