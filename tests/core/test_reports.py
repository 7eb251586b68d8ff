from __future__ import annotations

import pickle
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.facility import Concern, Doubt, Facility
from bot.core.reports import (
    CROWD,
    Answered,
    Band,
    Counted,
    Score,
    TeamLine,
    band_of,
    bands,
    not_right_since,
    own_weeks,
    team_line,
    total,
)
from tests.sheets.samples import group_report, member_report

MONDAY = date(2026, 11, 2)
counted = st.builds(
    lambda learner, domain, n, missed: Counted(learner, domain, n, max(0, n - missed)),
    st.integers(1, 12),
    st.sampled_from(("d1", "d2")),
    st.integers(0, 20),
    st.integers(0, 20),
)


def answer(day: int, item: str, right: bool, *, shared: bool = True) -> Answered:
    """Make an answer on a day after the first Monday."""
    when = MONDAY + timedelta(days=day)
    return Answered(day=when, item=item, domain="d1", concept="c", is_right=right, shared=shared)


@pytest.mark.parametrize(
    ("right", "n", "band"),
    [
        (4, 4, None),
        (2, 5, Band.SHAKY),
        (3, 6, Band.MIXED),
        (69, 100, Band.MIXED),
        (7, 10, Band.FIRM),
        (0, 0, None),
    ],
)
def test_a_band_needs_five_answers(right: int, n: int, band: Band | None) -> None:
    assert band_of(right, n) is band


@given(st.lists(counted, max_size=30))
def test_no_total_has_fewer_than_five_people_behind_it(counts: list[Counted]) -> None:
    found = total(counts)
    people = {count.learner for count in counts if count.n}
    assert (found is None) == (len(people) < CROWD)
    if found is not None:
        assert found.people >= CROWD
        assert 0 <= found.right <= found.n
        assert found.n == sum(count.n for count in counts)


def test_a_total_adds_up() -> None:
    counts = [Counted(learner, "d1", 2, 1) for learner in range(5)]
    assert total(counts) == Score(5, 10, 5)
    assert total(counts[:4]) is None
    assert Score(0, 0, 0).share is None


def test_bands_stand_in_the_order_of_the_domains() -> None:
    counts = [Counted(1, "d2", 5, 5), Counted(1, "d1", 3, 3)]
    assert bands(counts, ("d1", "d2", "d3")) == (None, Band.FIRM, None)


def test_a_small_team_has_a_band_only_where_all_agreed() -> None:
    counts = [Counted(1, "d1", 4, 3), Counted(2, "d1", 4, 3), Counted(9, "d1", 4, 0)]
    team = frozenset({1, 2})
    assert team_line("Owls", team, counts, frozenset({1})) == TeamLine("Owls", 2, None, None)
    assert team_line("Owls", team, counts, team) == TeamLine("Owls", 2, None, Band.FIRM)


def test_a_team_of_five_has_a_share_without_anybodys_consent() -> None:
    counts = [Counted(learner, "d1", 2, 1) for learner in range(6)]
    team = frozenset(range(5))
    line = team_line("Owls", team, counts, frozenset())
    assert line == TeamLine("Owls", 5, Score(5, 10, 5), Band.MIXED)


def test_own_weeks_begin_on_monday_and_withhold_nothing() -> None:
    given = [answer(6, "a", True), answer(7, "b", False), answer(0, "c", False, shared=False)]
    first, second = own_weeks(given)
    assert (first.monday, first.answers, first.practised, first.score) == (
        MONDAY, 1, 1, Score(1, 2, 1),
    )  # fmt: skip
    assert (second.monday, second.answers) == (MONDAY + timedelta(days=7), 1)


def test_a_miss_is_forgotten_once_the_item_is_right() -> None:
    given = [
        answer(0, "a", False), answer(1, "b", False), answer(2, "a", False), answer(3, "c", False),
        answer(4, "b", True), answer(5, "c", False), answer(6, "a", False),
    ]  # fmt: skip
    days = {name: MONDAY + timedelta(days=day) for name, day in (("a", 6), ("c", 5))}
    assert not_right_since(given) == {"a": (3, days["a"]), "c": (2, days["c"])}
    assert list(not_right_since(given)) == ["a", "c"]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=20))
def test_what_was_right_last_is_never_to_be_revisited(given: list[tuple[str, bool]]) -> None:
    last = dict(given)
    found = not_right_since([answer(n, item, right) for n, (item, right) in enumerate(given)])
    assert set(found) == {item for item, right in last.items() if not right}


def test_reports_travel_to_another_process() -> None:
    for report in (group_report(), member_report()):
        assert pickle.loads(pickle.dumps(report)) == report
    assert datetime(2026, 11, 24, 9, 30) == group_report().made_at
    item = group_report().items[0]
    assert item.facility == Facility(30, 30)
    assert item.doubts == (Doubt(Concern.TOO_EASY),)
