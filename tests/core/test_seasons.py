"""Seasons from what happened: their days, their ends, and that none overlaps another."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import Misused
from bot.core.seasons import (
    SeasonEvent,
    check_finish,
    first_free_day,
    fold,
    last_day,
    propose_finish,
    running,
    season_on,
)
from tests.core.happenings import Event

FIRST, FINISH = date(2026, 11, 24), date(2027, 1, 15)


def began(number: int = 1, first: date = FIRST, finish: date = FINISH) -> Event:
    return Event(
        number * 10,
        SeasonEvent.BEGAN,
        payload={
            "season": number,
            "title": f"Season {number}",
            "first": first.isoformat(),
            "finish": finish.isoformat(),
        },
    )


def ended(number: int, last: date) -> Event:
    payload = {"season": number, "last": last.isoformat()}
    return Event(number * 10 + 5, SeasonEvent.ENDED, payload=payload)


def test_a_season_runs_until_it_ends() -> None:
    seasons = fold([began()])
    assert running(seasons) == seasons[0]
    assert season_on(seasons, FIRST) == season_on(seasons, FINISH) == seasons[0]
    assert season_on(seasons, FINISH + timedelta(days=1)) is None
    assert season_on(seasons, FIRST - timedelta(days=1)) is None
    over = fold([began(), ended(1, date(2026, 12, 1))])
    assert running(over) is None
    assert season_on(over, date(2026, 12, 1)) == over[0]
    assert season_on(over, date(2026, 12, 2)) is None
    assert over[0].span == "season:1"


def test_one_that_was_taken_back_never_was() -> None:
    assert fold([began(), Event(11, SeasonEvent.UNDONE, payload={"season": 1})]) == ()


def test_a_new_season_begins_after_every_question_that_has_closed() -> None:
    today = date(2026, 11, 24)
    assert first_free_day((), today, None) == today
    assert first_free_day((), today, date(2026, 11, 23)) == today
    assert first_free_day((), today, today) == date(2026, 11, 25)
    before = fold([began(first=date(2026, 11, 2), finish=today), ended(1, today)])
    assert first_free_day(before, today, date(2026, 11, 23)) == date(2026, 11, 25)


def test_a_season_ended_early_holds_what_has_closed_and_no_open_question() -> None:
    season = fold([began()])[0]
    today = date(2026, 12, 1)
    assert last_day(season, today, date(2026, 11, 30)) == date(2026, 11, 30)
    assert last_day(season, today, today) == today
    assert last_day(season, FINISH + timedelta(days=9), date(2027, 1, 14)) == FINISH


@given(
    st.lists(
        st.tuples(st.integers(0, 20), st.integers(1, 40), st.integers(0, 50), st.booleans()),
        max_size=6,
    )
)
def test_whatever_a_lead_does_no_day_lies_in_two_seasons(
    lives: list[tuple[int, int, int, bool]],
) -> None:
    events: list[Event] = []
    today, closed = date(2026, 1, 1), None
    for number, (pause, length, lived, asks) in enumerate(lives, 1):
        today += timedelta(days=pause)
        first = first_free_day(fold(events), today, closed)
        events.append(began(number, first, first + timedelta(days=length)))
        today = max(today, first) + timedelta(days=lived)
        season = fold(events)[-1]
        if asks or closed is None or closed < first:
            closed = max(first, min(today, season.finish))
        events.append(ended(number, last_day(season, today, closed)))
        assert season_on(fold(events), closed) == fold(events)[-1]
    seasons = fold(events)
    for before, after in pairwise(seasons):
        assert before.until < after.first


def test_eight_weeks_are_proposed_up_to_the_last_posting_day() -> None:
    assert propose_finish(FIRST, frozenset({1, 2, 3, 4, 5})) == date(2027, 1, 18)
    assert propose_finish(FIRST, frozenset({5})) == date(2027, 1, 15)
    assert propose_finish(FIRST, frozenset()) == date(2027, 1, 18)


@pytest.mark.parametrize("finish", [FIRST, FIRST - timedelta(days=1), date(2028, 1, 1)])
def test_a_finish_day_must_make_a_season(finish: date) -> None:
    with pytest.raises(Misused, match="finish day"):
        check_finish(FIRST, finish)
