"""Hours and weekdays are read as people type them, and never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import Misused
from bot.core.wall_words import (
    closes_next_day,
    days_in_words,
    read_hour,
    read_weekdays,
    three_of,
)

weeks = st.sets(st.integers(1, 7), min_size=1).map(
    lambda days: "".join(str(day) for day in sorted(days))
)


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("9", "09:00"), ("9.30", "09:30"), ("0930", "09:30"), ("09:30", "09:30"),
        (" 8 : 05 ", "08:05"), ("4 pm", "16:00"), ("4.30PM", "16:30"), ("12 am", "00:00"),
        ("12 pm", "12:00"), ("7h30", "07:30"), ("18h", "18:00"), ("noon", "12:00"),
        ("Midnight", "00:00"), ("4 p.m.", "16:00"), ("23:59", "23:59"),
    ],
)  # fmt: skip
def test_an_hour_is_read_in_many_ways(typed: str, hour: str) -> None:
    assert read_hour(typed) == hour


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("25:00", "There is no 25:00: hours go from 00:00 to 23:59."),
        ("24:00", "Midnight is 00:00."),
        ("9:75", "There is no 9:75"),
        ("13 pm", "There is no 13 pm"),
        ("0 am", "There is no 0 am"),
        ("", "as a time of day. Write it like 08:30."),
        ("soon", "“soon” as a time of day"),
        ("９", "as a time of day"),
        ("-1", "as a time of day"),
        ("9" * 400, "as a time of day"),
    ],
)
def test_an_impossible_hour_is_refused_with_what_would_do(typed: str, said: str) -> None:
    with pytest.raises(Misused, match=said) as no:
        read_hour(typed)
    assert len(str(no.value)) < 120


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("Mon Wed Fri", "135"), ("mon, wed and fri", "135"), ("mon-thu", "1234"),
        ("Monday to Thursday", "1234"), ("Fri – Mon", "1567"), ("1,3,5", "135"), ("135", "135"),
        ("1-3", "123"), ("weekdays", "12345"), ("Every Day", "1234567"), ("weekend", "67"),
        ("Tuesdays and Thursdays", "24"), ("tues, thurs.", "24"), ("fri fri", "5"),
        ("mon-wed, fri", "1235"),
    ],
)  # fmt: skip
def test_days_are_read_in_many_ways(typed: str, days: str) -> None:
    assert read_weekdays(typed) == days


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Name at least one day"),
        (" and , ", "Name at least one day"),
        ("frday", "Did you mean Fri?"),
        ("t", "I don't know the day “t”"),
        ("8", "I don't know the day “8”"),
        ("mon-", "I don't know the day"),
        ("x" * 400, "I don't know the day"),
    ],
)
def test_a_day_that_does_not_exist_is_named_with_the_closest(typed: str, said: str) -> None:
    with pytest.raises(Misused, match=said) as no:
        read_weekdays(typed)
    assert len(str(no.value)) < 140


@given(weeks)
def test_days_in_words_are_read_back(days: str) -> None:
    assert read_weekdays(days_in_words(days)) == days


@given(weeks)
def test_three_of_a_week_are_three_of_its_days(days: str) -> None:
    fewer = three_of(days)
    assert set(fewer) <= set(days)
    assert len(fewer) == min(3, len(days))
    assert list(fewer) == sorted(set(fewer))


def test_a_close_that_is_not_after_the_opening_is_on_the_next_day() -> None:
    assert closes_next_day("09:00", "08:00")
    assert closes_next_day("09:00", "09:00")
    assert not closes_next_day("09:00", "17:00")
