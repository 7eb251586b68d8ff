from __future__ import annotations

from datetime import date

import pytest

from bot.core.ability import Term
from bot.core.growth import GROWTH_FROM, growth, weeks_until


def test_growth_is_the_change_against_the_doubt_of_both_moments() -> None:
    then = {"a": Term(0.0, 0.08, 20), "b": Term(0.5, 0.3, 0)}
    now = {"a": Term(0.8, 0.08, 40), "b": Term(0.9, 0.3, 0)}
    found = growth(then, now)
    assert found.change == pytest.approx(0.8 / 0.4)
    assert (found.within, found.before) == (20, 20)
    assert found.listed


def test_each_domain_weighs_what_was_newly_answered_in_it() -> None:
    then = {"a": Term(0.0, 0.1, 20), "b": Term(0.0, 0.1, 20)}
    now = {"a": Term(1.0, 0.1, 50), "b": Term(0.0, 0.1, 30)}
    assert growth(then, now).change == pytest.approx(0.75 / 0.2**0.5)


@pytest.mark.parametrize("before", [0, GROWTH_FROM - 1])
def test_whoever_is_new_is_not_told_to_have_grown(before: int) -> None:
    found = growth({"a": Term(0.0, 0.7, before)}, {"a": Term(2.0, 0.1, before + 40)})
    assert not found.told
    assert not found.listed


def test_no_answers_are_no_growth_and_going_back_is_listed_nowhere() -> None:
    same = {"a": Term(0.3, 0.1, 30)}
    assert (growth(same, same).change, growth(same, same).told) == (0.0, False)
    found = growth(same, {"a": Term(-0.3, 0.1, 60)})
    assert found.told
    assert not found.listed


def test_the_weeks_end_with_the_last_whole_one() -> None:
    weeks = (date(2026, 10, 26), date(2026, 11, 23))
    assert weeks_until(date(2026, 11, 23)) == weeks
    assert weeks_until(date(2026, 11, 29)) == weeks
