"""Actions survive their way through a platform, and nothing else gets in."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.actions import Action
from bot.cards.actions.values import Asked, Target
from bot.cards.wire import WIRE_LIMIT, decode, encode
from bot.core.errors import Misused

WORDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789.-", max_size=32)
IDS = st.integers(0, 10**18 - 1)


PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    Target: st.builds(Target, st.sampled_from(Asked), IDS),
    int: IDS,
    bool: st.booleans(),
    str: WORDS,
}


def values_of(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Make any action of a kind."""
    hints = get_type_hints(kind)
    parts = [
        PLAIN[hint] if hint in PLAIN else st.sampled_from(hint)
        for hint in (hints[field.name] for field in fields(kind))
    ]
    return st.builds(kind, *parts)


ACTIONS = st.one_of([values_of(kind) for kind in get_args(Action)])


@given(ACTIONS)
def test_an_action_comes_back_as_it_went(action: Action) -> None:
    assert decode(encode(action)) == action


@given(ACTIONS)
def test_an_action_fits_the_smallest_platform(action: Action) -> None:
    assert len(encode(action)) <= WIRE_LIMIT


@given(st.text(max_size=120))
def test_anything_else_is_refused_in_words(text: str) -> None:
    try:
        action = decode(text)
    except Misused as no:
        said = str(no)
    else:
        said = "`today`" if encode(action) == text else "something else"
    assert "`today`" in said


@pytest.mark.parametrize(
    "text",
    ["", "1", "2:today", "1:today:x", "1:tap:r1", "1:tap:q1:0", "1:tap:r1:-1", "1:tap:r01:1",
     "1:tap:r１:1", "1:choose-board:2", "1:lock:r1:sure", "1:practise:D1:5",
     "1:notes:9" + "9" * 20],
)  # fmt: skip
def test_near_misses_are_refused(text: str) -> None:
    with pytest.raises(Misused):
        decode(text)
