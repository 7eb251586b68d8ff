from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.streaks import HELD_AT_MOST, Streak, streak_of

MONDAY = date(2026, 11, 2)
DAYS = [MONDAY + timedelta(days=n) for n in range(40) if (MONDAY + timedelta(days=n)).weekday() < 5]
LATER = DAYS[-1] + timedelta(days=1)


def test_weekends_without_a_question_break_nothing() -> None:
    assert streak_of(DAYS[:8], frozenset(DAYS[:8]), LATER).days == 8


def test_a_missed_day_without_a_freeze_begins_anew() -> None:
    answered = frozenset(DAYS[:8]) - {DAYS[2]}
    assert Streak(days=5, freezes=1, best=5) == streak_of(DAYS[:8], answered, LATER)


def test_five_days_earn_a_freeze_that_is_spent_by_itself() -> None:
    answered = frozenset(DAYS[:8]) - {DAYS[5]}
    assert Streak(days=7, freezes=0, best=7) == streak_of(DAYS[:8], answered, LATER)


def test_two_freezes_are_held_at_most() -> None:
    assert Streak(days=20, freezes=2, best=20) == streak_of(DAYS[:20], frozenset(DAYS), LATER)
    answered = frozenset(DAYS[:20])
    assert streak_of(DAYS[:22], answered, LATER).days == 20
    assert streak_of(DAYS[:23], answered, LATER).days == 0


def test_today_can_still_be_answered() -> None:
    answered = frozenset(DAYS[:3])
    assert streak_of(DAYS[:4], answered, today=DAYS[3]).days == 3
    assert streak_of(DAYS[:4], answered, today=DAYS[4]).days == 0


def test_leave_and_repaired_days_neither_break_nor_lengthen() -> None:
    answered = frozenset(DAYS[:6]) - {DAYS[1]}
    assert streak_of(DAYS[:6], answered, LATER, excused={DAYS[1]}).days == 5


@given(answered=st.frozensets(st.sampled_from(DAYS)), more=st.sampled_from(DAYS))
def test_one_more_answer_never_shortens_the_best(answered: frozenset[date], more: date) -> None:
    less, grown = (streak_of(DAYS, days, LATER) for days in (answered, answered | {more}))
    assert 0 <= less.freezes <= HELD_AT_MOST
    assert less.days <= less.best <= len(answered)
    assert less.days <= grown.days
