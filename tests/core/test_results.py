"""Real results: which one holds, and how far the chances told before them did."""

from __future__ import annotations

import pytest

from bot.core import results
from bot.core.results import Outcome, ResultEvent
from tests.core.happenings import Event


def kept(seq: int, learner: int | None, on: str, outcome: Outcome, **more: float) -> Event:
    payload = {"pack": "x", "on": on, "outcome": outcome.value, **more}
    return Event(seq, ResultEvent.KEPT.value, learner, payload)


def test_of_one_day_the_latest_word_holds_and_another_day_stands_beside_it() -> None:
    events = [
        kept(1, 1, "2027-01-12", Outcome.FAILED, chance=0.4),
        kept(2, 1, "2027-01-12", Outcome.PASSED),
        kept(3, 2, "2027-01-12", Outcome.FAILED),
        kept(4, 1, "2027-03-01", Outcome.PASSED, chance=0.8),
    ]
    found = results.fold(events)
    assert [(each.id, each.passed, each.chance) for each in found] == [
        (2, True, None),
        (3, False, None),
        (4, True, 0.8),
    ]


def test_a_result_taken_back_or_without_an_owner_is_gone() -> None:
    events = [
        kept(1, 1, "2027-01-12", Outcome.PASSED),
        Event(2, ResultEvent.DROPPED.value, 1, {"pack": "x", "result": 1}),
        kept(3, None, "2027-01-12", Outcome.PASSED),
    ]
    assert results.fold(events) == ()


def test_chances_that_hold_have_no_error_and_bands_are_those_that_members_see() -> None:
    pairs = [(0.75, True)] * 3 + [(0.75, False)] + [(1.0, True)]
    found = results.reliability(pairs)
    assert found.ece == pytest.approx(0.0)
    assert found.brier == pytest.approx((3 * 0.0625 + 0.5625) / 5)
    assert [(each.n, each.passed) for each in found.bins] == [(0, 0), (0, 0), (4, 3), (1, 1)]
    assert not found.is_enough


def test_chances_that_promise_too_much_show_it() -> None:
    found = results.reliability([(0.8, False)] * 10 + [(0.8, True)] * 10)
    assert found.ece == pytest.approx(0.3)
    assert found.is_enough


def test_without_results_nothing_breaks() -> None:
    found = results.reliability([])
    assert (found.n, found.brier, found.ece) == (0, 0.0, 0.0)
