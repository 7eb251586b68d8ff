"""Texts are counted as the stricter platform does, and shortened without harming a letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.limits import cut, units


@pytest.mark.parametrize(("text", "size"), [("a", 1), ("é", 1), ("e\u0301", 2), ("🙂", 2), ("", 0)])
def test_units_are_those_of_the_stricter_platform(text: str, size: int) -> None:
    assert units(text) == size


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("Ann", 3, "Ann"),
        ("Annika", 4, "Ann…"),
        ("Ann Lee", 5, "Ann…"),
        ("Ane\u0301x", 4, "An…"),
        ("A🙂B", 3, "A…"),
        ("👩\u200d🚀 flies", 5, "…"),
    ],
)
def test_a_letter_keeps_its_marks_or_goes_whole(text: str, most: int, short: str) -> None:
    assert cut(text, most) == short


@given(st.text(min_size=1, max_size=120), st.integers(1, 100))
def test_what_is_cut_fits_and_begins_the_same(text: str, most: int) -> None:
    short = cut(text, most)
    assert units(short) <= most
    assert short == text or text.startswith(short.removesuffix("…"))
