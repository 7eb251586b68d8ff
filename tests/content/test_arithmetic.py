"""Arithmetic is worked out, and nothing that somebody may write makes it raise anything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.arithmetic import Unreadable, is_true

PIECES = ("1", "-8", "0.5", "**", "*", "/", "%", "(", ")", "[", "]", ",", "<", "==", "min",
          "sum", "round", "sqrt", "log", "and", "lambda", "x", "1e999", " ", "in")  # fmt: skip


@pytest.mark.parametrize(
    "expression",
    ["sum([1, 2, 3]) == 6", "sum(1, 2, 3) == 6", "min([4, 2]) == 2 < max(3, 2)", "+3 == 3",
     "round(2.345, 1) == 2.3", "log(8, 2) == 3", "2 ** -1 == 0.5"],
)  # fmt: skip
def test_lists_and_functions_are_worked_out(expression: str) -> None:
    assert is_true(expression)


@pytest.mark.parametrize(
    "expression",
    ["sqrt(1, 2) == 1", "round() == 1", "min() == 1", "(-8) ** 0.5 < 3", "round(1, 2, 3) == 1",
     "sqrt(-1) == 1", "'a' == 'a'", "1 in [1]", "sum(x for x in [1]) == 1", "min([[1]]) == 1"],
)  # fmt: skip
def test_what_cannot_be_worked_out_is_said_and_stops_nothing(expression: str) -> None:
    with pytest.raises(Unreadable):
        is_true(expression)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=40))
def test_any_expression_is_true_or_false_or_unreadable(expression: str) -> None:
    try:
        said = is_true(expression)
    except Unreadable:
        said = False
    assert said in (True, False)
