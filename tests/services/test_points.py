"""How boards add up: every longer span is the sum of shorter ones, each counted once."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.core.leaderboard import Window, span_key
from bot.core.seasons import Season
from bot.services.points import sums_of

SEASON = Season(number=3, title="S", first=date(2026, 3, 1), finish=date(2026, 4, 30))
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(days, st.booleans())
def test_every_span_of_a_day_is_counted_once(day: date, latest: bool) -> None:
    levels = sums_of(day, "d1", [SEASON], is_latest=latest)
    counted = Counter(whole for pairs in levels for _, whole in pairs)
    assert set(counted.values()) == {1}
    spans = {span_key(window, day) for window in Window if latest or window is not Window.TODAY}
    spans |= {SEASON.span} if SEASON.holds(day) else set()
    assert set(counted) == spans | {f"{span}/d1" for span in spans}


@given(days, st.booleans())
def test_a_span_is_made_of_what_stands_one_level_below(day: date, latest: bool) -> None:
    below = {""}  # the question itself
    for pairs in sums_of(day, "d1", [SEASON], is_latest=latest):
        assert {part for part, _ in pairs} <= below
        below = {whole for _, whole in pairs}


@given(days, days)
def test_what_a_span_is_made_of_does_not_depend_on_the_day(first: date, second: date) -> None:
    makes: dict[str, int] = {}
    for day in (first, second):
        for level, pairs in enumerate(sums_of(day, "d1", [SEASON], is_latest=False)):
            for _, whole in pairs:
                assert makes.setdefault(whole, level) == level
