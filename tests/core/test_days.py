"""Days that stand apart, as they are kept and as they are typed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.days import Days, Stretch, one_day, read_day, read_days
from bot.core.errors import Misused

TODAY = date(2026, 11, 24)
stretches = st.tuples(st.dates(), st.dates()).map(lambda pair: Stretch(min(pair), max(pair)))


@given(st.lists(stretches, max_size=4), st.dates())
def test_days_hold_what_lies_in_one_of_their_stretches(found: list[Stretch], day: date) -> None:
    inside = any(each.first <= day <= each.last for each in found)
    assert (day in Days(tuple(found))) is inside
    assert (day in Days(tuple(found)) | Days((one_day(day),))) is True


@given(st.lists(stretches, max_size=4))
def test_kept_days_come_back(found: list[Stretch]) -> None:
    texts = [f"{each.first.isoformat()}/{each.last.isoformat()}" for each in found]
    assert read_days(texts) == Days(tuple(found))


def test_a_single_day_needs_no_slash() -> None:
    days = read_days(["2026-12-24", "2026-12-31/2027-01-01"])
    assert date(2026, 12, 24) in days
    assert date(2027, 1, 1) in days
    assert date(2026, 12, 25) not in days
    assert "2026-12-24" not in days


def test_people_may_say_today_and_tomorrow() -> None:
    assert read_day("Today", TODAY) == TODAY
    assert read_day(" tomorrow ", TODAY) == TODAY + timedelta(days=1)
    assert read_day("2026-12-24", TODAY) == date(2026, 12, 24)


@pytest.mark.parametrize(
    "text", ["", "soon", "24.12.2026", "2026-13-01", "2026-W52", "20261224", "٢٠٢٦-12-24"]
)
def test_anything_else_is_answered_with_an_example(text: str) -> None:
    with pytest.raises(Misused, match="2026-12-24"):
        read_day(text, TODAY)
