from __future__ import annotations

import math
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.facility import (
    IDLE_FROM,
    Concern,
    Doubt,
    Facility,
    carried_over,
    doubts,
    drawn,
    guess_floor,
    wilson,
)
from bot.core.items import Item, Kind, Option
from tests.core.samples import make_item

answers = st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    # By the formula in Wilson (1927) with z = 1.6448536, worked out by hand.
    [(7, 10, 0.4416, 0.8731), (0, 5, 0.0, 0.3511), (5, 5, 0.6489, 1.0), (60, 100, 0.5178, 0.6769)],
)
def test_the_interval_of_a_share_is_wilsons(right: int, n: int, low: float, high: float) -> None:
    assert wilson(right, n) == pytest.approx((low, high), abs=1e-4)


def test_without_answers_a_share_may_be_anything() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert Facility(0, 0).share == 0.0


@given(answers)
def test_a_share_lies_within_its_interval(pair: tuple[int, int]) -> None:
    right, n = pair
    low, high = wilson(right, n)
    assert 0.0 <= low <= right / n <= high <= 1.0
    assert low < high
    assert wilson(n - right, n) == pytest.approx((1 - high, 1 - low))


@given(answers)
def test_ten_times_the_answers_narrow_the_interval(pair: tuple[int, int]) -> None:
    right, n = pair
    low, high = wilson(right, n)
    narrow_low, narrow_high = wilson(10 * right, 10 * n)
    assert narrow_high - narrow_low < high - low


def test_guessing_is_as_likely_as_its_responses_are_few() -> None:
    assert guess_floor(make_item(size=4)) == 0.25
    assert guess_floor(make_item(Kind.MULTIPLE, size=5, keys=(0, 3))) == 0.1
    ordering = make_item(Kind.ORDERING, size=4)
    assert guess_floor(ordering) == 1 / len(list(permutations(range(4))))
    matching = make_item(Kind.MATCHING, size=3, pairs=(0, 1, 0))
    assert guess_floor(replace(matching, matches=("x", "y"))) == 1 / 8


def test_options_draw_those_who_chose_them() -> None:
    single = make_item(size=4, keys=(2,))
    assert drawn(single, {(2,): 7, (0,): 3}, single.key) == (3, 0, 7, 0)
    multiple = make_item(Kind.MULTIPLE, size=5, keys=(0, 3))
    assert drawn(multiple, {(0, 3): 2, (0, 4): 1}, multiple.key) == (3, 0, 0, 2, 1)


def test_steps_and_pairs_count_who_had_them_right() -> None:
    ordering = make_item(Kind.ORDERING, size=3)
    assert drawn(ordering, {(0, 1, 2): 4, (0, 2, 1): 1}, ordering.key) == (5, 4, 4)
    matching = make_item(Kind.MATCHING, size=3, pairs=(0, 1, 0))
    assert drawn(matching, {(0, 1, 0): 1, (1, 1, 1): 2}, matching.key) == (1, 3, 1)


def moved(item: Item, *order: int) -> Item:
    """Give an item with its options in another order."""
    return replace(item, options=tuple(item.options[index] for index in order))


def test_a_tick_follows_its_text_into_a_newer_version() -> None:
    older = make_item(Kind.MULTIPLE, size=4, keys=(0, 1))
    newer = moved(older, 2, 3, 1, 0)
    assert carried_over(older, newer, (0, 2)) == (0, 3)
    assert carried_over(older, older, (0, 2)) == (0, 2)


def test_a_tick_whose_text_is_gone_is_not_carried_over() -> None:
    older = make_item(size=4)
    newer = replace(older, options=(Option(text="new", is_key=True), *older.options[1:]))
    assert carried_over(older, newer, (0,)) is None
    assert carried_over(older, newer, (3,)) == (3,)
    assert carried_over(older, newer, (9,)) is None
    ordering = make_item(Kind.ORDERING, size=3)
    assert carried_over(ordering, moved(ordering, 1, 0, 2), (0, 1, 2)) is None


def test_what_nearly_everybody_knows_is_worth_a_look() -> None:
    assert doubts(Facility(30, 30), 0.25, {}) == (Doubt(Concern.TOO_EASY),)
    assert doubts(Facility(10, 10), 0.25, {}) == ()


def test_what_is_no_better_than_guessing_is_worth_a_look() -> None:
    assert doubts(Facility(5, 40), 0.25, {}) == (Doubt(Concern.TOO_HARD),)
    assert doubts(Facility(12, 40), 0.25, {}) == ()


def test_an_option_that_draws_nobody_is_named_from_forty_answers_on() -> None:
    wrong = {0: 1, 1: 13, 3: 0}
    few, enough = Facility(20, IDLE_FROM - 1), Facility(26, IDLE_FROM)
    assert doubts(few, 0.25, wrong) == ()
    assert doubts(enough, 0.25, wrong) == (
        Doubt(Concern.IDLE_OPTION, 0),
        Doubt(Concern.IDLE_OPTION, 3),
    )


@given(answers, st.floats(0.01, 0.5))
def test_nothing_is_too_easy_and_too_hard(pair: tuple[int, int], floor: float) -> None:
    concerns = {doubt.concern for doubt in doubts(Facility(*pair), floor, {})}
    assert not concerns >= {Concern.TOO_EASY, Concern.TOO_HARD}
    assert not math.isnan(Facility(*pair).share)
