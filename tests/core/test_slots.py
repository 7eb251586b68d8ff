from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import Misused
from bot.core.slots import (
    Lateness,
    Rhythm,
    after_downtime,
    instant,
    late_closing,
    month_of,
    next_opening,
    read_rhythm,
    slot_on,
    slots_between,
    study_day,
    suffixed,
    week_of,
    when_late,
)

EVERY_DAY = frozenset(range(1, 8))
ZONES = sorted(available_timezones())
HALF_HOURS = [time(minutes // 60, minutes % 60) for minutes in range(0, 1440, 30)]
WEEKDAYS = Rhythm(
    zone="Europe/Berlin", days=frozenset({1, 2, 3, 4, 5}), opens=time(9), closes=time(17)
)

zones = st.sampled_from(ZONES)
days = st.dates(date(2007, 1, 1), date(2027, 12, 31))
walls = st.times().map(lambda wall: wall.replace(second=0, microsecond=0))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


HOURS_OF_A_WEEK = [timedelta(minutes=30) * n for n in range(7 * 48 + 1)]
WEEKS = [datetime(2007, 1, 1, tzinfo=UTC) + timedelta(days=7 * n) for n in range(1096)]


@cache
def changes(zone: str) -> tuple[tuple[datetime, timedelta], ...]:
    """Give the last half hours of 20 years before the zone's offset changes, and the offsets."""
    tz, found = ZoneInfo(zone), []
    for week, next_week in pairwise(WEEKS):
        if week.astimezone(tz).utcoffset() != next_week.astimezone(tz).utcoffset():
            for one, other in pairwise(week + hours for hours in HOURS_OF_A_WEEK):
                before = one.astimezone(tz).utcoffset()
                if before is not None and before != other.astimezone(tz).utcoffset():
                    found.append((one, before))
    return (*found, (WEEKS[-1], WEEKS[-1].astimezone(tz).utcoffset() or timedelta()))


@cache
def clocks() -> list[str]:
    """Give every zone, those that are another name of the same clock once."""
    return sorted({changes(zone): zone for zone in ZONES}.values())


@cache
def odd_days(zone: str) -> list[date]:
    """Give the days of 20 years around which the zone's offset changes."""
    days = [at.astimezone(ZoneInfo(zone)).date() for at, _ in changes(zone)[:-1]]
    return sorted({day + timedelta(days=n) for day in days for n in (-1, 0, 1, 2)})


def test_the_instant_of_an_ordinary_wall_time_is_that_wall_time() -> None:
    assert utc("2026-11-23T08:00") == instant(date(2026, 11, 23), time(9), "Europe/Berlin")


@pytest.mark.parametrize(
    ("zone", "day", "wall", "expected"),
    [
        ("Africa/Cairo", "2024-04-26", "00:00", "2024-04-25T22:00"),  # midnight does not exist
        ("America/Santiago", "2024-09-08", "00:00", "2024-09-08T04:00"),
        ("America/Santiago", "2024-04-06", "23:30", "2024-04-07T02:30"),  # comes twice
        ("Australia/Lord_Howe", "2024-10-06", "02:10", "2024-10-05T15:30"),  # half an hour
        ("Australia/Lord_Howe", "2024-04-07", "01:45", "2024-04-06T14:45"),
        ("Pacific/Apia", "2011-12-30", "09:00", "2011-12-30T10:00"),  # no such day
        ("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:00"),
        ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30"),
        ("America/Nuuk", "2024-03-30", "23:30", "2024-03-31T01:00"),  # a gap up to midnight
    ],
)
def test_a_gap_gives_its_end_and_a_fold_its_first_time(
    zone: str, day: str, wall: str, expected: str
) -> None:
    assert utc(expected) == instant(date.fromisoformat(day), time.fromisoformat(wall), zone)


@pytest.mark.long
def test_in_every_zone_instants_round_each_change_are_valid_and_in_order() -> None:
    for zone in clocks():
        tz = ZoneInfo(zone)
        for day in odd_days(zone):
            instants = [instant(day, wall, zone) for wall in HALF_HOURS]
            assert sorted(instants) == instants, (zone, day)
            for wall, at in zip(HALF_HOURS, instants, strict=True):
                meant = datetime.combine(day, wall)
                assert meant <= at.astimezone(tz).replace(tzinfo=None), (zone, day, wall)
                assert meant > (at - timedelta(seconds=1)).astimezone(tz).replace(tzinfo=None)


def test_in_every_zone_each_date_has_one_slot_or_does_not_exist() -> None:
    for zone in clocks():
        tz = ZoneInfo(zone)
        for opens, closes in ((time(0), time(0, 30)), (time(2, 30), time(2))):
            rhythm = Rhythm(zone=zone, days=EVERY_DAY, opens=opens, closes=closes)
            for day in odd_days(zone)[-40::4]:
                start = datetime.combine(day - timedelta(days=2), time(12), UTC)
                end = start + timedelta(days=7)
                slots = slots_between(rhythm, start, end)
                names = [slot.name for slot in slots]
                assert len(set(names)) == len(names), (zone, names)
                for one, other in pairwise(slots):
                    assert one.opens_at < other.opens_at, (zone, one, other)
                    assert other.day - one.day == timedelta(days=1) or zone in NO_30_DECEMBER
                for slot in slots:
                    assert slot.opens_at < slot.closes_at, (zone, slot)
                    assert slot.opens_at.astimezone(tz).date() == slot.day or slot.day in (
                        slot.opens_at.astimezone(tz).date() - timedelta(days=1),
                    )


NO_30_DECEMBER = {"Pacific/Apia", "Pacific/Fakaofo"}


def test_a_date_that_a_zone_leaves_out_has_no_slot() -> None:
    rhythm = Rhythm(zone="Pacific/Apia", days=EVERY_DAY, opens=time(9), closes=time(17))
    slots = slots_between(rhythm, utc("2011-12-28T20:00"), utc("2012-01-01T00:00"))
    assert [slot.name for slot in slots] == ["2011-12-29", "2011-12-31", "2012-01-01"]


@given(zone=zones, day=days, wall=walls)
def test_an_instant_is_the_first_moment_at_which_the_wall_time_is_reached(
    zone: str, day: date, wall: time
) -> None:
    tz, meant, at = ZoneInfo(zone), datetime.combine(day, wall), instant(day, wall, zone)
    assert UTC is at.tzinfo
    assert meant <= at.astimezone(tz).replace(tzinfo=None)
    earlier = [at - timedelta(seconds=1), *(at - timedelta(minutes=30 * n) for n in range(1, 60))]
    assert all(meant > moment.astimezone(tz).replace(tzinfo=None) for moment in earlier)


@given(zone=zones, day=days, opens=walls, closes=walls, on=st.sets(st.integers(1, 7), min_size=1))
def test_walking_from_opening_to_opening_meets_each_posting_day_once(
    zone: str, day: date, opens: time, closes: time, on: set[int]
) -> None:
    rhythm = Rhythm(zone=zone, days=frozenset(on), opens=opens, closes=closes)
    start = datetime.combine(day, time(12), UTC)
    end = start + timedelta(days=21)
    walked, after = [], start
    while (slot := next_opening(rhythm, after)).opens_at <= end:
        walked.append(slot)
        after = slot.opens_at
    assert tuple(walked) == slots_between(rhythm, start, end)
    assert all(slot.day.isoweekday() in on for slot in walked)
    assert len({slot.name for slot in walked}) == len(walked)
    assert all(slot == slot_on(rhythm, slot.day) for slot in walked)


@given(zone=zones, day=days, opens=walls, split=st.integers(0, 21 * 24))
def test_no_slot_is_lost_or_doubled_wherever_the_clock_looks(
    zone: str, day: date, opens: time, split: int
) -> None:
    rhythm = Rhythm(zone=zone, days=EVERY_DAY, opens=opens, closes=opens)
    start = datetime.combine(day, time(12), UTC)
    middle, end = start + timedelta(hours=split), start + timedelta(days=21)
    halves = slots_between(rhythm, start, middle) + slots_between(rhythm, middle, end)
    assert slots_between(rhythm, start, end) == halves


def weekly(zone: str, day: int, opens: time) -> Rhythm:
    return Rhythm(zone=zone, days=frozenset({day}), opens=opens, closes=opens, weekly=True)


def test_a_weekly_slot_is_named_by_its_week() -> None:
    slot = next_opening(weekly("Europe/Berlin", 5, time(16)), utc("2026-11-24T07:00"))
    assert slot.name == "2026-W48"
    assert utc("2026-11-27T15:00") == slot.opens_at


def test_what_comes_weekly_has_one_day() -> None:
    with pytest.raises(Misused, match="needs one day"):
        read_rhythm("UTC", "15", "16:00", "16:00", weekly=True)


def test_a_weekly_slot_on_a_day_that_does_not_exist_comes_at_the_first_instant_after() -> None:
    # Apia had no Friday 30 December 2011: Thursday's midnight was Saturday's morning.
    rhythm = weekly("Pacific/Apia", 5, time(16))
    slots = slots_between(rhythm, utc("2011-12-24T12:00"), utc("2012-01-07T12:00"))
    assert [slot.name for slot in slots] == ["2011-W52", "2012-W01"]
    assert utc("2011-12-30T10:00") == slots[0].opens_at
    for before in ("2011-12-29T20:00", "2011-12-30T09:59"):
        assert slots[0] == next_opening(rhythm, utc(before))
    assert slots[1] == next_opening(rhythm, utc("2011-12-30T10:00"))


@given(zone=zones, first=days, day=st.integers(1, 7), opens=walls)
def test_no_week_in_any_zone_goes_without_its_slot_or_has_two(
    zone: str, first: date, day: int, opens: time
) -> None:
    rhythm = weekly(zone, day, opens)
    start = datetime.combine(first, time(12), UTC)
    found = slots_between(rhythm, start, start + timedelta(weeks=60))
    assert len({slot.name for slot in found}) == len(found)
    assert all(slot.name == week_of(slot.day) for slot in found)
    for one, other in pairwise(found):
        assert other.day - one.day == timedelta(weeks=1)
        assert timedelta(days=5) < other.opens_at - one.opens_at < timedelta(days=9)


def test_in_every_zone_the_odd_weeks_have_their_slot_at_the_first_instant() -> None:
    for zone in clocks():
        tz = ZoneInfo(zone)
        for odd in odd_days(zone)[1::4][-12:]:
            for opens in (time(0), time(2, 30), time(23, 45)):
                rhythm = weekly(zone, odd.isoweekday(), opens)
                start = datetime.combine(odd - timedelta(days=3), time(12), UTC)
                slot = next_opening(rhythm, start)
                assert slot.day == odd, (zone, odd, opens)
                meant = datetime.combine(odd, opens)
                assert meant <= slot.opens_at.astimezone(tz).replace(tzinfo=None)
                earlier = slot.opens_at - timedelta(seconds=1)
                assert meant > earlier.astimezone(tz).replace(tzinfo=None)


def test_a_close_that_is_not_after_the_opening_is_on_the_next_day() -> None:
    rhythm = Rhythm(zone="UTC", days=EVERY_DAY, opens=time(17), closes=time(9))
    slot = next_opening(rhythm, utc("2026-11-23T12:00"))
    assert utc("2026-11-23T17:00") == slot.opens_at
    assert utc("2026-11-24T09:00") == slot.closes_at


def test_a_question_whose_hours_fall_into_a_gap_stays_open_as_long_as_meant() -> None:
    rhythm = Rhythm(zone="Europe/Berlin", days=EVERY_DAY, opens=time(2), closes=time(2, 30))
    slot = slot_on(rhythm, date(2026, 3, 29))
    assert timedelta(minutes=30) == slot.closes_at - slot.opens_at


def test_weekends_are_left_out() -> None:
    slot = next_opening(WEEKDAYS, utc("2026-11-20T08:00"))
    assert slot.name == "2026-11-23"


def test_a_rhythm_is_read_from_a_schedule_row() -> None:
    assert read_rhythm("Europe/Berlin", "12345", "09:00", "17:00") == WEEKDAYS


@pytest.mark.parametrize(
    ("zone", "on", "opens", "sentence"),
    [
        ("Europe/Berln", "12345", "09:00", "Europe/Berlin"),
        ("UTC", "", "09:00", "at least one day"),
        ("UTC", "128", "09:00", "at least one day"),
        ("UTC", "1x", "09:00", "digits"),
        ("UTC", "1", "25:00", "08:30"),
    ],
)
def test_a_rhythm_that_cannot_be_is_refused_in_words(
    zone: str, on: str, opens: str, sentence: str
) -> None:
    with pytest.raises(Misused, match=sentence):
        read_rhythm(zone, on, opens, "17:00")


def test_a_second_post_on_a_day_gets_a_suffix() -> None:
    assert suffixed("2026-11-23", ()) == "2026-11-23"
    assert suffixed("2026-11-23", {"2026-11-23"}) == "2026-11-23+1"
    assert suffixed("2026-11-23", {"2026-11-23", "2026-11-23+1"}) == "2026-11-23+2"


def test_a_slot_is_posted_unless_it_is_too_late() -> None:
    slot = slot_on(WEEKDAYS, date(2026, 11, 23))
    assert Lateness.POST is when_late(slot, slot.opens_at + timedelta(hours=5, minutes=59))
    assert Lateness.SKIP is when_late(slot, slot.opens_at + timedelta(hours=6, minutes=1))
    assert Lateness.POST is when_late(slot, slot.opens_at + timedelta(seconds=4), timedelta(0))


def test_after_a_week_away_only_the_latest_is_caught_up() -> None:
    plan = after_downtime(WEEKDAYS, utc("2026-11-13T12:00"), utc("2026-11-20T10:00"))
    assert plan.post is not None
    assert plan.post.name == "2026-11-20"
    assert [slot.name for slot in plan.skipped] == [
        "2026-11-16",
        "2026-11-17",
        "2026-11-18",
        "2026-11-19",
    ]
    assert utc("2026-11-23T08:00") == plan.next_at


def test_a_catch_up_that_is_too_late_is_left_out_too() -> None:
    plan = after_downtime(WEEKDAYS, utc("2026-11-19T12:00"), utc("2026-11-20T20:00"))
    assert plan.post is None
    assert [slot.name for slot in plan.skipped] == ["2026-11-20"]


def test_the_very_first_start_posts_however_late_it_is() -> None:
    plan = after_downtime(
        WEEKDAYS, utc("2026-11-19T12:00"), utc("2026-11-20T20:00"), first_start=True
    )
    assert plan.post is not None
    assert plan.skipped == ()


def test_years_away_do_not_name_every_day_missed() -> None:
    plan = after_downtime(WEEKDAYS, utc("2016-01-01T00:00"), utc("2026-11-20T10:00"))
    assert len(plan.skipped) == 22


@given(zone=zones, day=days, gaps=st.lists(st.integers(1, 100), min_size=1, max_size=12))
def test_however_often_the_clock_stops_each_slot_is_decided_once(
    zone: str, day: date, gaps: list[int]
) -> None:
    rhythm = Rhythm(zone=zone, days=EVERY_DAY, opens=time(9), closes=time(17))
    start = seen = datetime.combine(day, time(12), UTC)
    decided: list[str] = []
    for gap in gaps:
        now = seen + timedelta(hours=gap)
        plan = after_downtime(rhythm, seen, now)
        decided += [slot.name for slot in plan.skipped]
        decided += [plan.post.name] if plan.post else []
        assert plan.next_at == next_opening(rhythm, now).opens_at
        seen = now
    assert [slot.name for slot in slots_between(rhythm, start, seen)] == decided


def test_a_late_round_stays_open_for_four_hours() -> None:
    close = utc("2026-11-23T17:00")
    assert close == late_closing(close, utc("2026-11-23T09:00"))
    assert utc("2026-11-23T19:00") == late_closing(close, utc("2026-11-23T15:00"))


def test_a_late_evening_belongs_to_the_day_before() -> None:
    assert date(2026, 11, 23) == study_day(utc("2026-11-24T01:59"), "Europe/Berlin")
    assert date(2026, 11, 24) == study_day(utc("2026-11-24T02:00"), "Europe/Berlin")
    assert date(2026, 11, 24) == study_day(utc("2026-11-23T22:00"), "Asia/Kathmandu")


def test_a_study_day_once_begun_is_not_taken_back_when_clocks_are() -> None:
    # Casey's clocks went from 04:00 back to 01:00.
    moments = [utc("2018-03-10T15:30") + timedelta(minutes=15 * n) for n in range(24)]
    found = [study_day(moment, "Antarctica/Casey") for moment in moments]
    assert sorted(found) == found
    assert {date(2018, 3, 10), date(2018, 3, 11)} == set(found)


@given(zone=zones, day=days, minutes=st.integers(0, 1439))
def test_the_study_day_never_goes_back(zone: str, day: date, minutes: int) -> None:
    start = datetime.combine(day, time(0), UTC) + timedelta(minutes=minutes)
    found = [study_day(start + timedelta(minutes=30 * n), zone) for n in range(96)]
    assert sorted(found) == found


def test_weeks_and_months_have_names_that_sort() -> None:
    assert week_of(date(2026, 11, 23)) == "2026-W48"
    assert week_of(date(2025, 12, 29)) == "2026-W01"
    assert month_of(date(2026, 11, 23)) == "2026-11"
