"""What comes of a sitting: shares, bands, changed answers, and numbers in short."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.bands import Band
from bot.core.sittings import Judged, ranges, result_of


def judged(number: int, **changes: object) -> Judged:
    values: dict[str, object] = {
        "number": number,
        "domain": "d1",
        "task": "1.1",
        "scored": True,
        "met": False,
        "is_right": True,
        "first_right": True,
        "first": (0,),
        "response": (0,),
        "spent": timedelta(seconds=number),
        **changes,
    }
    return Judged(**values)  # type: ignore[arg-type]


def test_trial_items_count_in_no_share() -> None:
    places = [judged(1), judged(2, is_right=False), judged(3, scored=False, is_right=False)]
    result = result_of(places, ["d1"], ["1.1"])
    assert (result.whole.right, result.whole.n, result.percent) == (1, 2, 50)
    assert (result.trial, result.total, result.answered) == (1, 3, 3)


def test_an_open_place_counts_as_wrong() -> None:
    opened = judged(2, is_right=False, first_right=False, first=None, response=None)
    result = result_of([judged(1), opened], ["d1"], ["1.1"])
    assert (result.answered, result.percent, result.changes) == (1, 50, {})


def test_parts_stand_in_the_order_of_the_blueprint() -> None:
    places = [judged(1, domain="d2", task="2.1"), judged(2), judged(3, task="1.2")]
    result = result_of(places, ["d1", "d2"], ["1.1", "1.2", "2.1"])
    assert [part.name for part in result.domains] == ["d1", "d2"]
    assert [(part.name, part.right, part.n) for part in result.tasks] == [
        ("1.1", 1, 1), ("1.2", 1, 1), ("2.1", 1, 1),
    ]  # fmt: skip
    assert result.domains[0].band is None


def test_a_band_is_told_from_enough_answers_on() -> None:
    result = result_of([judged(n, is_right=n > 2) for n in range(1, 12)], ["d1"], ["1.1"])
    assert result.whole.band is Band.FIRM
    low, high = result.interval
    assert low < 9 / 11 < high


def test_changed_answers_are_counted_by_what_they_brought() -> None:
    places = [
        judged(1, first=(1,), first_right=False),
        judged(2, first=(1,), is_right=False),
        judged(3, first=(1,), first_right=False, response=(2,), is_right=False),
        judged(4),
    ]
    result = result_of(places, ["d1"], ["1.1"])
    assert result.changes == {(False, True): 1, (True, False): 1, (False, False): 1}


def test_the_slowest_are_three_at_most_and_none_that_was_never_looked_at() -> None:
    places = [judged(1, spent=timedelta()), judged(2), judged(9), judged(4), judged(3)]
    result = result_of(places, ["d1"], ["1.1"])
    assert [each.number for each in result.slowest] == [9, 4, 3]


@pytest.mark.parametrize(
    ("numbers", "text"),
    [([], ""), ([4], "4"), ([1, 2, 3], "1–3"), ([7, 1, 2, 9, 10], "1–2, 7, 9–10")],
)
def test_numbers_are_written_in_short(numbers: list[int], text: str) -> None:
    assert ranges(numbers) == text


@given(st.sets(st.integers(1, 99)))
def test_no_number_is_lost(numbers: set[int]) -> None:
    found: set[int] = set()
    for part in filter(None, ranges(numbers).split(", ")):
        first, _, last = part.partition("–")
        found |= set(range(int(first), int(last or first) + 1))
    assert found == numbers
