from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.core.items import Kind
from bot.core.scoring import mark
from bot.core.shuffle import (
    match_order,
    option_order,
    permutation,
    pick,
    seeded_rng,
    show,
    show_order,
)
from tests.core.samples import make_item

SINGLE = make_item(size=5)
ORDERING = make_item(Kind.ORDERING, size=4, keys=())
MATCHING = make_item(Kind.MATCHING, size=4, keys=(), pairs=(0, 1, 2, 1))

meanings = st.lists(st.text(max_size=8), max_size=4).map(tuple)


def test_the_same_meaning_draws_the_same_for_ever() -> None:
    # Fixed values: a new Python must not move the options of a round that is open.
    rng = seeded_rng("mls-c01", "7", "2026-11-23")
    assert [rng.random(), rng.random()] == [0.25634816870248056, 0.6797416754595953]
    assert option_order(SINGLE, "mls-c01", "7", "2026-11-23") == (1, 2, 0, 3, 4)


def test_parts_do_not_run_into_each_other() -> None:
    draws = {seeded_rng(*parts).random() for parts in (("ab", "c"), ("a", "bc"), ("abc",), ())}
    assert len(draws) == 4


@given(meaning=meanings, size=st.integers(2, 8))
def test_an_order_is_a_permutation_that_a_seed_repeats(meaning: tuple[str, ...], size: int) -> None:
    item = make_item(size=size)
    order = option_order(item, *meaning)
    assert list(range(size)) == sorted(order)
    assert order == option_order(item, *meaning)


@given(meaning=meanings, size=st.integers(2, 8))
def test_steps_are_never_shown_in_their_right_order(meaning: tuple[str, ...], size: int) -> None:
    item = make_item(Kind.ORDERING, size=size, keys=())
    order = option_order(item, *meaning)
    assert list(range(size)) == sorted(order)
    assert item.key != order


@given(meaning=meanings)
def test_matches_are_shuffled_apart_from_their_prompts(meaning: tuple[str, ...]) -> None:
    options, matches = option_order(MATCHING, *meaning), match_order(MATCHING, *meaning)
    assert sorted(matches) == [0, 1, 2]
    assert options + matches == show_order(MATCHING, *meaning)


@given(meaning=meanings)
def test_what_is_pressed_in_shown_positions_comes_back_in_source_order(
    meaning: tuple[str, ...],
) -> None:
    for item in (SINGLE, ORDERING, MATCHING):
        showing = show(item, *meaning)
        assert mark(item, showing.to_source(showing.to_shown(item.key))).right


def test_every_place_is_equally_likely_for_the_key() -> None:
    places = Counter(option_order(SINGLE, str(n)).index(0) for n in range(5000))
    assert all(900 < places[place] < 1100 for place in range(5))


def test_drawing_reaches_both_ends() -> None:
    rng = seeded_rng("ends")
    assert {"a", "b", "c"} == {pick(rng, "abc") for _ in range(100)}
    assert permutation(rng, 0) == ()
