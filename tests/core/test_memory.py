"""When a concept comes back: what answers are worth, exam dates, and the order of what is due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.memory import (
    DAILY_CAP,
    LEAST_LEAD,
    MOST_LEAD,
    Memory,
    Pace,
    Recall,
    answered,
    due_concepts,
    due_on,
    folded,
    interval,
    lead_of,
    left_today,
    recall_of,
    retrievability,
)

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = NOW.date()
memories = st.builds(
    Memory,
    st.floats(0.05, 400),
    st.floats(1, 10),
    st.integers(0, 300).map(lambda days: NOW - timedelta(days=days)),
)
paces = st.builds(
    Pace,
    retention=st.floats(0.5, 1.2),
    until=st.none() | st.integers(-30, 400).map(lambda days: TODAY + timedelta(days=days)),
)


@pytest.mark.parametrize(
    ("is_right", "confidence", "first", "recall"),
    [
        (False, "certain", True, Recall.AGAIN),
        (False, None, False, Recall.AGAIN),
        (True, "guessing", True, Recall.HARD),
        (True, "fairly", True, Recall.GOOD),
        (True, None, True, Recall.GOOD),
        (True, "certain", True, Recall.EASY),
        (True, "certain", False, Recall.GOOD),
    ],
)
def test_an_answer_is_worth_what_it_says_of_remembering(
    is_right: bool, confidence: str | None, first: bool, recall: Recall
) -> None:
    assert recall_of(is_right=is_right, confidence=confidence, first=first) is recall


def test_the_numbers_are_those_of_py_fsrs() -> None:
    from fsrs import Card, Rating, Scheduler

    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card, memory, at = Card(1, due=NOW), None, NOW
    for rating, days in [(3, 0), (3, 4), (1, 12), (2, 1), (3, 3), (4, 0)]:
        at += timedelta(days=days)
        card, _ = scheduler.review_card(card, Rating(rating), at)
        memory = answered(memory, Recall(rating), at)
        assert memory.stability == card.stability
        assert memory.difficulty == card.difficulty
        assert at + timedelta(days=interval(memory, Pace())) == card.due
        later = at + timedelta(days=9)
        assert retrievability(memory, later) == scheduler.get_card_retrievability(card, later)


def test_a_miss_comes_back_before_a_guess_and_a_guess_before_what_is_known() -> None:
    after = {recall: interval(answered(None, recall, NOW), Pace()) for recall in Recall}
    assert after[Recall.AGAIN] <= after[Recall.HARD] <= after[Recall.GOOD] < after[Recall.EASY]
    assert after[Recall.AGAIN] == 1


def test_an_answer_that_comes_in_late_never_turns_time_back() -> None:
    memory = answered(None, Recall.GOOD, NOW)
    late = answered(memory, Recall.GOOD, NOW - timedelta(days=3))
    assert late.last == NOW


@given(memories, paces)
def test_everything_comes_back_and_never_before_the_next_day(memory: Memory, pace: Pace) -> None:
    due = due_on(memory, pace, learner=4, concept="d1.1-02")
    days = (due - memory.last.date()).days
    assert 1 <= days <= 180
    if pace.until is not None and pace.until > memory.last.date() + timedelta(days=MOST_LEAD):
        assert due <= pace.until - timedelta(days=LEAST_LEAD)


@given(memories)
def test_who_wants_to_know_more_reviews_sooner(memory: Memory) -> None:
    days = [interval(memory, Pace(retention=share)) for share in (0.8, 0.9, 0.95)]
    assert days == sorted(days, reverse=True)
    assert interval(memory, Pace(retention=0.2)) == days[0]  # no wish goes further


def test_an_exam_date_that_is_past_or_today_changes_nothing() -> None:
    memory = answered(None, Recall.EASY, NOW)
    plain = due_on(memory, Pace(), learner=1, concept="c")
    for days in (-400, -1, 0):
        pace = Pace(until=TODAY + timedelta(days=days))
        assert due_on(memory, pace, learner=1, concept="c") == plain


def test_with_the_exam_tomorrow_nothing_is_pushed_beyond_its_own_day() -> None:
    memory = answered(None, Recall.AGAIN, NOW)
    due = due_on(memory, Pace(until=TODAY + timedelta(days=1)), learner=1, concept="c")
    assert due == TODAY + timedelta(days=1)


def test_the_last_pass_before_an_exam_is_spread_and_the_weak_have_it_first() -> None:
    exam = TODAY + timedelta(days=60)
    firm, weak = Memory(300, 5, NOW), Memory(2, 5, NOW)
    leads = {lead_of(firm, learner=1, concept=f"c{n}") for n in range(60)}
    early = {lead_of(weak, learner=1, concept=f"c{n}") for n in range(60)}
    assert leads == {2, 3, 4, 5, 6}
    assert early == {6, 7, 8, 9, 10}
    days = {due_on(firm, Pace(until=exam), learner=1, concept=f"c{n}") for n in range(60)}
    assert days == {exam - timedelta(days=60 - 30)}  # half the time left caps the interval
    near = Pace(until=TODAY + timedelta(days=12))
    spread = {due_on(firm, near, learner=1, concept=f"c{n}") for n in range(60)}
    assert max(spread) <= near.until - timedelta(days=LEAST_LEAD)  # type: ignore[operator]


def test_what_is_most_at_risk_in_the_heaviest_domain_comes_first() -> None:
    long_ago = NOW - timedelta(days=40)
    kept = {
        "light": Memory(2, 5, long_ago),
        "heavy": Memory(2, 5, long_ago),
        "firm": Memory(30, 5, long_ago),
        "later": Memory(100, 5, NOW),
    }
    found = due_concepts(
        kept, Pace(), learner=1, today=TODAY, now=NOW,
        weight={"light": 0.1, "heavy": 0.4, "firm": 0.4, "later": 0.4}.__getitem__,
    )  # fmt: skip
    assert [each.concept for each in found] == ["heavy", "firm", "light"]
    assert all(each.due <= TODAY for each in found)


@given(st.lists(memories, max_size=12), paces, st.integers(0, 30))
def test_nothing_that_is_due_is_passed_over(found: list[Memory], pace: Pace, later: int) -> None:
    kept = {f"c{number}": memory for number, memory in enumerate(found)}
    today = TODAY + timedelta(days=later)
    due = due_concepts(
        kept, pace, learner=1, today=today, now=NOW + timedelta(days=later), weight=lambda _: 0.25
    )
    assert {each.concept for each in due} == {
        name for name, memory in kept.items()
        if due_on(memory, pace, learner=1, concept=name) <= today
    }  # fmt: skip


def test_a_day_holds_fifteen_reviews_at_most() -> None:
    assert left_today(0) == DAILY_CAP == 15
    assert left_today(12) == 3
    assert left_today(40) == 0


def test_a_history_folds_into_the_last_memory() -> None:
    history = [(True, "certain", NOW), (False, "fairly", NOW + timedelta(days=3))]
    step = answered(answered(None, Recall.EASY, NOW), Recall.AGAIN, NOW + timedelta(days=3))
    assert folded(history) == step
    assert folded([]) is None


def test_dates_are_plain_days() -> None:
    assert isinstance(
        due_on(answered(None, Recall.GOOD, NOW), Pace(), learner=1, concept="c"), date
    )
