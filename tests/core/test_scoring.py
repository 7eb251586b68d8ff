from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import Misused
from bot.core.items import Item, Kind, Response
from bot.core.scoring import (
    MOST_TENTHS,
    Mark,
    mark,
    points,
    practice_bonus,
    validate_response,
)
from tests.core.samples import make_item

SINGLE = make_item(keys=(2,))
MULTIPLE = make_item(Kind.MULTIPLE, size=5, keys=(0, 3))
ORDERING = make_item(Kind.ORDERING, size=4, keys=())
MATCHING = make_item(Kind.MATCHING, size=3, keys=(), pairs=(0, 1, 0))


@st.composite
def answered(draw: st.DrawFn) -> tuple[Item, Response]:
    """Any item of any kind with any valid response to it."""
    size = draw(st.integers(2, 6))
    kind: Kind = draw(st.sampled_from(Kind))
    match kind:
        case Kind.SINGLE:
            item = make_item(kind, size=size, keys=(draw(st.integers(0, size - 1)),))
            return item, (draw(st.integers(0, size - 1)),)
        case Kind.MULTIPLE:
            indexes = st.integers(0, size - 1)
            keys = draw(st.sets(indexes, min_size=1))
            ticks = draw(st.sets(indexes, min_size=len(keys), max_size=len(keys)))
            return make_item(kind, size=size, keys=tuple(keys)), tuple(sorted(ticks))
        case Kind.ORDERING:
            response = tuple(draw(st.permutations(range(size))))
            return make_item(kind, size=size, keys=()), response
        case Kind.MATCHING:
            pairs = draw(st.lists(st.integers(0, 2), min_size=size, max_size=size))
            first = sorted(set(pairs))
            item = make_item(kind, size=size, keys=(), pairs=tuple(map(first.index, pairs)))
            chosen = st.integers(0, len(item.matches) - 1)
            return item, tuple(draw(st.lists(chosen, min_size=size, max_size=size)))


@given(case=answered())
def test_every_share_lies_between_nothing_and_all(case: tuple[Item, Response]) -> None:
    item, response = case
    assert response == validate_response(item, response)
    marked = mark(item, response)
    assert 0.0 <= marked.share <= 1.0
    assert marked.right is (response == item.key)
    assert marked.right is (marked.share == 1.0)


@given(case=answered())
def test_the_key_itself_is_all_right(case: tuple[Item, Response]) -> None:
    assert Mark(True, 1.0) == mark(case[0], case[0].key)


@given(case=answered(), data=st.data())
def test_another_key_marks_as_if_it_were_the_items_own(
    case: tuple[Item, Response], data: st.DataObject
) -> None:
    item, response = case
    key = data.draw(keys_of(item))
    assert key == validate_response(item, key)
    assert Mark(True, 1.0) == mark(item, key, key)
    marked = mark(item, response, key)
    assert marked.right is (response == key) is (marked.share == 1.0)
    assert 0.0 <= marked.share <= 1.0
    assert marked == mark(*keyed(item, response, key))


def keys_of(item: Item) -> st.SearchStrategy[Response]:
    """Any key that an item of this kind and size could have."""
    size = len(item.options)
    match item.kind:
        case Kind.SINGLE:
            return st.tuples(st.integers(0, size - 1))
        case Kind.MULTIPLE:
            count = len(item.key)
            ticks = st.sets(st.integers(0, size - 1), min_size=count, max_size=count)
            return ticks.map(lambda chosen: tuple(sorted(chosen)))
        case Kind.ORDERING:
            return st.permutations(range(size)).map(tuple)
        case Kind.MATCHING:
            chosen = st.integers(0, len(item.matches) - 1)
            return st.lists(chosen, min_size=size, max_size=size).map(tuple)


def keyed(item: Item, response: Response, key: Response) -> tuple[Item, Response]:
    """Write an item with another key as its own, and the response in that item's order."""
    match item.kind:
        case Kind.SINGLE | Kind.MULTIPLE:
            options = tuple(
                replace(option, is_key=n in key) for n, option in enumerate(item.options)
            )
            return replace(item, options=options), response
        case Kind.ORDERING:
            options = tuple(item.options[step] for step in key)
            return replace(item, options=options), tuple(key.index(step) for step in response)
        case Kind.MATCHING:
            options = tuple(
                replace(option, match=m) for option, m in zip(item.options, key, strict=True)
            )
            return replace(item, options=options), response


@pytest.mark.parametrize(
    ("item", "response", "expected"),
    [
        (SINGLE, (2,), Mark(True, 1.0)),
        (SINGLE, (0,), Mark(False, 0.0)),
        (MULTIPLE, (0, 3), Mark(True, 1.0)),
        (MULTIPLE, (0, 1), Mark(False, 0.0)),  # one right less one wrong
        (MULTIPLE, (1, 2), Mark(False, 0.0)),  # never below nothing
        (ORDERING, (0, 1, 2, 3), Mark(True, 1.0)),
        (ORDERING, (1, 0, 2, 3), Mark(False, 5 / 6)),
        (ORDERING, (3, 2, 1, 0), Mark(False, 0.0)),
        (MATCHING, (0, 1, 0), Mark(True, 1.0)),
        (MATCHING, (0, 1, 1), Mark(False, 2 / 3)),
    ],
)
def test_marks(item: Item, response: Response, expected: Mark) -> None:
    assert expected == mark(item, response)


def test_two_of_three_right_and_one_wrong_is_a_third() -> None:
    item = make_item(Kind.MULTIPLE, size=6, keys=(0, 1, 2))
    assert Mark(False, 1 / 3) == mark(item, (0, 1, 5))


def test_every_swap_of_neighbours_away_from_the_right_order_costs_the_same() -> None:
    shares = {mark(ORDERING, order).share for order in permutations(range(4))}
    assert [pytest.approx(kept / 6) for kept in range(7)] == sorted(shares)


@pytest.mark.parametrize(
    ("item", "response", "sentence"),
    [
        (SINGLE, (), "Choose one option."),
        (SINGLE, (0, 1), "Choose one option."),
        (SINGLE, (4,), "Choose one option."),
        (SINGLE, (-1,), "Choose one option."),
        (MULTIPLE, (0,), "Choose two options; you have chosen one."),
        (MULTIPLE, (0, 1, 2), "Choose two options; you have chosen three."),
        (MULTIPLE, (0, 0), "Choose two different options"),
        (MULTIPLE, (0, 5), "Choose two different options"),
        (ORDERING, (0, 1, 2), "each of the four steps"),
        (ORDERING, (0, 1, 2, 2), "each of the four steps"),
        (MATCHING, (0, 1), "a match for each of the three lines"),
        (MATCHING, (0, 1, 2), "a match for each of the three lines"),
    ],
)
def test_an_impossible_response_is_refused_with_what_to_do(
    item: Item, response: Response, sentence: str
) -> None:
    with pytest.raises(Misused) as refusal:
        validate_response(item, response)
    assert sentence in str(refusal.value)


def test_ticks_are_stored_ascending() -> None:
    assert validate_response(MULTIPLE, (3, 0)) == (0, 3)


@pytest.mark.parametrize(
    ("share", "b", "tenths"),
    [
        (1.0, 0.0, 120),
        (0.0, 0.0, 20),
        (0.0, 1.0, 20),
        (1.0, 1.0, 170),
        (1.0, -1.0, 70),
        (1.0, 9.0, 170),
        (0.5, 0.2, 75),
        (1 / 3, 0.0, 53),
    ],
)
def test_points_are_tenths_by_share_and_difficulty(share: float, b: float, tenths: int) -> None:
    assert tenths == points(Mark(share == 1.0, share), b)


def test_the_most_is_what_a_right_answer_gives() -> None:
    assert points(Mark(True, 1.0)) == MOST_TENTHS


@given(low=st.floats(0, 1), high=st.floats(0, 1), b=st.floats(allow_nan=False))
def test_more_right_never_gives_less(low: float, high: float, b: float) -> None:
    low, high = sorted((low, high))
    assert 20 <= points(Mark(False, low), b) <= points(Mark(False, high), b) <= 170


def test_practice_grows_by_its_root_up_to_a_fifth_of_the_week() -> None:
    assert [practice_bonus(n, week_max=480) for n in (0, 1, 2, 4, 9, 16, 10_000)] == [
        0,
        30,
        42,
        60,
        90,
        96,
        96,
    ]
    assert practice_bonus(9, week_max=0) == 0
