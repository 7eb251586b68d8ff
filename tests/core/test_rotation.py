"""Whose turn it is: by weight and weakness, never twice running, and the same for the same week."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.core.rotation import choose_domain, choose_exercise

WEIGHTS = {"d1": 0.20, "d2": 0.24, "d3": 0.36, "d4": 0.20}
LEVEL = dict.fromkeys(WEIGHTS, 0.0)


def live(weeks: int, weakness: dict[str, float] = LEVEL, group: str = "1") -> list[str]:
    """Let so many weeks go by."""
    reviewed: list[str] = []
    for week in range(weeks):
        meaning = ("sample", group, f"2026-W{week:02}")
        reviewed.append(choose_domain(WEIGHTS, reviewed, weakness, meaning=meaning))
    return reviewed


def test_the_heaviest_domain_comes_first() -> None:
    assert live(1) == ["d3"]


def test_over_a_year_each_domain_gets_its_share() -> None:
    counts = Counter(live(52))
    assert {name: abs(counts[name] - 52 * weight) <= 2 for name, weight in WEIGHTS.items()} == (
        dict.fromkeys(WEIGHTS, True)
    )


def test_weakness_brings_a_domain_back_more_often_but_never_twice_running() -> None:
    weak = live(52, {"d1": 1.0, "d2": -0.3, "d3": -0.4, "d4": -0.3})
    assert Counter(weak)["d1"] > Counter(live(52))["d1"]
    assert all(one != other for one, other in pairwise(weak))


def test_equals_are_decided_by_a_lot_that_the_week_seeds() -> None:
    even = {"a": 0.5, "b": 0.5}
    drawn = [
        choose_domain(even, [], dict.fromkeys(even, 0.0), meaning=("p", str(group), "2026-W48"))
        for group in range(40)
    ]
    again = [
        choose_domain(even, [], dict.fromkeys(even, 0.0), meaning=("p", str(group), "2026-W48"))
        for group in range(40)
    ]
    assert drawn == again
    assert set(drawn) == {"a", "b"}


def test_the_choice_can_be_narrowed_to_domains_with_something_to_say() -> None:
    chosen = choose_domain(WEIGHTS, [], LEVEL, meaning=("x",), among=frozenset({"d1"}))
    assert chosen == "d1"


def test_a_pack_of_one_domain_has_it_every_week() -> None:
    assert choose_domain({"d1": 1.0}, ["d1"], {"d1": 0.0}, meaning=("x",)) == "d1"


@given(st.integers(1, 10_000))
def test_no_group_waits_longer_than_eight_weeks_for_a_domain(group: int) -> None:
    lived = live(40, group=str(group))
    for name in WEIGHTS:
        at = [week for week, domain in enumerate(lived) if domain == name]
        assert max(b - a for a, b in zip([-1, *at], [*at, 40], strict=True)) <= 8


def test_exercises_come_once_before_any_comes_twice() -> None:
    used: list[str] = []
    for week in range(6):
        chosen = choose_exercise(["a", "b", "c"], used, meaning=("1", str(week)))
        assert chosen is not None
        used.insert(0, chosen)
    assert sorted(used[:3]) == sorted(used[3:]) == ["a", "b", "c"]
    assert used[:3] == used[3:]


def test_without_exercises_there_is_none_to_choose() -> None:
    assert choose_exercise([], ["a"], meaning=("1",)) is None
