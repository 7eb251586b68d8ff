"""A person is reminded at their own hour, wherever the clocks go, and never in quiet hours."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import Misused
from bot.core.quiet import Wish, read_wall, read_wish, within

ZONES = st.sampled_from(
    ["Europe/Berlin", "America/Santiago", "Africa/Cairo", "Asia/Kolkata", "Pacific/Apia",
     "Australia/Lord_Howe", "America/St_Johns", "UTC"]
)  # fmt: skip
MOMENTS = st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)
WALLS = st.times().map(lambda wall: f"{wall:%H:%M}")


@given(ZONES, MOMENTS, WALLS)
def test_the_next_reminder_lies_ahead_within_two_days_and_there_is_one_a_day(
    zone: str, now: datetime, at: str
) -> None:
    wish = Wish(at=at, zone=zone)
    first = wish.next_after(now)
    second = wish.next_after(first)
    assert now < first <= now + timedelta(days=2)
    days = [moment.astimezone(ZoneInfo(zone)).date() for moment in (first, second)]
    assert days[0] < days[1]


@given(ZONES, MOMENTS, WALLS)
def test_not_today_means_a_later_day(zone: str, now: datetime, at: str) -> None:
    moment = Wish(at=at, zone=zone).tomorrow(now)
    tz = ZoneInfo(zone)
    assert moment.astimezone(tz).date() > now.astimezone(tz).date()
    assert moment - now <= timedelta(days=3)


@given(WALLS, WALLS, st.times())
def test_a_span_and_the_rest_of_the_day_share_nothing(first: str, last: str, wall: time) -> None:
    if first != last:
        assert within(wall, first, last) != within(wall, last, first)


@pytest.mark.parametrize(
    ("wall", "quiet"),
    [("20:59", False), ("21:00", True), ("23:59", True), ("00:00", True), ("07:59", True),
     ("08:00", False), ("12:30", False)],
)  # fmt: skip
def test_the_night_is_quiet(wall: str, quiet: bool) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    now = datetime.combine(datetime(2026, 11, 24), time.fromisoformat(wall), berlin)
    assert Wish(at="12:30", zone="Europe/Berlin").is_quiet(now.astimezone(UTC)) is quiet


@pytest.mark.parametrize(
    ("typed", "wall"),
    [("8", "08:00"), ("8:30", "08:30"), ("08.30", "08:30"), ("1830", "18:30"), (" 18h ", "18:00"),
     ("23:59", "23:59"), ("0", "00:00")],
)  # fmt: skip
def test_a_time_of_day_is_read_as_people_type_it(typed: str, wall: str) -> None:
    assert read_wall(typed) == wall


@pytest.mark.parametrize("typed", ["", "24", "8:60", "half past", "8:3", "-1", "١٢:٣٠", "8 pm"])
def test_what_is_no_time_of_day_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Misused, match="18:30"):
        read_wall(typed)


def test_a_wish_within_its_own_quiet_hours_is_refused() -> None:
    with pytest.raises(Misused, match="quiet hours, 21:00 to 08:00"):
        read_wish("22", "UTC", "", "")
    assert read_wish("22", "UTC", "23", "7").at == "22:00"
