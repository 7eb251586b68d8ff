from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.talks import halfway, split_in_words, usual_day

OPENS = datetime(2026, 11, 25, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "day"), [("12345", "3"), ("135", "3"), ("24", "4"), ("1234567", "4"), ("5", "5")]
)
def test_the_usual_argue_day_is_a_middle_posting_day(days: str, day: str) -> None:
    assert usual_day(days) == day


def test_the_split_comes_in_the_middle() -> None:
    assert halfway(OPENS, OPENS + timedelta(hours=8)) == OPENS + timedelta(hours=4)


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({"A": 2, "B": 4, "C": 2, "D": 3}, "4 B, 3 D, 4 others: convince each other."),
        ({"A": 1, "B": 4, "C": 0, "D": 3}, "4 B, 3 D, 1 A: convince each other."),
        ({"A": 3, "B": 3, "C": 0, "D": 0}, "3 A, 3 B: convince each other."),
        (
            {"A": 0, "B": 7},
            "All 7 picked B. What would have to change for another one to hold?",
        ),
    ],
)
def test_a_split_is_said_in_letters_and_numbers(counts: dict[str, int], words: str) -> None:
    assert split_in_words(counts) == words


@given(st.dictionaries(st.sampled_from("ABCDE"), st.integers(0, 30), min_size=1))
def test_every_pick_is_counted_and_the_order_of_the_letters_says_nothing(
    counts: dict[str, int],
) -> None:
    total = sum(counts.values())
    if not total:
        return
    words = split_in_words(dict(reversed(list(counts.items()))))
    assert words == split_in_words(counts)
    head = words.split(":")[0]
    numbers = [int(word) for word in head.replace(",", "").split() if word.isdecimal()]
    assert sum(numbers) == total or words.startswith(f"All {total} ")
