"""A reminder comes at one's own hour, only while something waits, and never twice."""

from __future__ import annotations

from asyncio import wrap_future
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.cards.actions.lead import Pause
from bot.cards.actions.me import NotToday, SetReminders, Snooze
from bot.cards.actions.own import Today
from bot.cards.actions.question import Lock, Tap
from bot.cards.actions.values import Asked, Confidence, Target
from tests.services.histories import rows
from tests.world import World, action, text

ROUND = Target(Asked.ROUND, 1)
BERLIN = ZoneInfo("Europe/Berlin")


async def switch_on(world: World, name: str, at: str = "12:30", **more: str) -> str:
    given = {"at": at, "zone": "Berlin", **more}
    inputs: dict[str, tuple[str, ...]] = {key: (value,) for key, value in given.items()}
    return text(await world.press(name, SetReminders(), inputs))


def berlin(day: int, clock: str, month: int = 11) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


async def told(world: World, name: str) -> int:
    return len(await world.told(name))


async def test_a_question_that_waits_is_spoken_of_once_a_day(world: World) -> None:
    assert "at 12:30, Europe/Berlin" in await switch_on(world, "Ben")
    await world.at(berlin(24, "12:29"))
    assert await told(world, "Ben") == 0
    for minute in ("12:30", "12:31", "13:15", "16:59"):
        await world.at(berlin(24, minute))
    assert await told(world, "Ben") == 1
    assert await told(world, "Ann") == 0
    await world.at(berlin(25, "12:31"))
    assert await told(world, "Ben") == 2


async def test_nothing_is_said_where_nothing_waits(world: World) -> None:
    await switch_on(world, "Ben")
    await switch_on(world, "Cem")
    await world.press("Ben", Tap(ROUND, 0))
    await world.press("Cem", Tap(ROUND, 0))
    await world.press("Cem", Lock(ROUND, Confidence.FAIRLY))
    await world.at(berlin(24, "12:31"))
    assert (await told(world, "Ben"), await told(world, "Cem")) == (0, 0)
    await world.press("Dea", Today())
    await switch_on(world, "Dea")
    await world.at(berlin(28, "12:31"))  # Saturday: no question is open, and she has no reviews
    assert await told(world, "Dea") == 0


async def test_where_no_question_waits_reviews_that_are_due_do(world: World) -> None:
    await switch_on(world, "Cem")
    await world.press("Cem", Tap(ROUND, 0))
    await world.press("Cem", Lock(ROUND, Confidence.FAIRLY))
    await world.at(berlin(28, "12:31"))  # Saturday
    (card,) = await world.told("Cem")
    assert "1 review due, one minute." in text(card)
    begun = await world.press("Cem", action(card, "1 now"))
    assert "Review · 1 of 1" in text(begun)
    await world.press("Cem", action(card, "Not today"))
    await world.at(berlin(28, "18:00"))
    assert await told(world, "Cem") == 1


async def test_after_a_downtime_there_is_one_at_most_and_none_that_is_stale(world: World) -> None:
    await switch_on(world, "Ben")
    await world.at(berlin(26, "13:10"))
    assert await told(world, "Ben") == 1
    await world.at(berlin(30, "14:00"))
    assert await told(world, "Ben") == 1
    await world.at(berlin(1, "12:30", month=12))
    assert await told(world, "Ben") == 2


async def test_a_clock_that_is_set_back_reminds_of_nothing_twice(world: World) -> None:
    await switch_on(world, "Ben")
    await world.at(berlin(24, "12:31"))
    await world.at(berlin(24, "11:30"))
    await world.at(berlin(24, "12:31"))
    assert await told(world, "Ben") == 1
    await world.at(berlin(25, "12:31"))
    assert await told(world, "Ben") == 2


async def test_a_clock_that_jumps_a_day_ahead_and_back_leaves_the_days_after_as_they_were(
    world: World,
) -> None:
    await switch_on(world, "Ben")
    await world.at(berlin(24, "11:00"))
    await world.at(berlin(25, "11:00"))  # today's hour went by unseen: it is stale
    await world.at(berlin(24, "11:05"))
    await world.at(berlin(24, "12:31"))
    assert await told(world, "Ben") == 0
    for day in (25, 26, 27):
        await world.at(berlin(day, "09:01"))
        await world.at(berlin(day, "12:31"))
    assert await told(world, "Ben") == 3


async def test_a_paused_group_reminds_nobody(world: World) -> None:
    await switch_on(world, "Ben")
    await world.press("Ann", Pause())
    await world.at(berlin(24, "12:31"))
    assert await told(world, "Ben") == 0


async def test_it_is_never_quiet_hours_when_it_comes(world: World) -> None:
    said = await switch_on(world, "Ben", "20:30")
    assert "20:30" in said
    # The question stays open late today, and the program wakes in the quiet hours.
    await wrap_future(
        world.database.write(
            lambda tx: tx.run("UPDATE round SET closes_at = ? WHERE id = 1", (berlin(25, "08:30"),))
        )
    )
    await world.at(berlin(24, "21:05"))
    assert await told(world, "Ben") == 0
    assert "lies in your quiet hours" in await switch_on(world, "Ben", "21:30")
    assert "21:30" in await switch_on(world, "Ben", "21:30", quiet_from="22", quiet_to="7")


async def test_snoozed_it_comes_again_in_an_hour(world: World) -> None:
    await switch_on(world, "Ben")
    await world.at(berlin(24, "12:30"))
    said = text(await world.press("Ben", action((await world.told("Ben"))[0], "Snooze an hour")))
    assert "13:30 (Europe/Berlin)" in said
    await world.at(berlin(24, "13:29"))
    assert await told(world, "Ben") == 1
    await world.at(berlin(24, "13:30"))
    assert await told(world, "Ben") == 2
    await world.at(berlin(25, "12:30"))
    assert await told(world, "Ben") == 3


@pytest.mark.parametrize(
    ("clock", "closes", "why"),
    [("16:10", "17:00", "closes before that"), ("20:10", "23:00", "quiet then")],
)
async def test_a_snooze_that_would_be_too_late_is_left_for_tomorrow(
    world: World, clock: str, closes: str, why: str
) -> None:
    await switch_on(world, "Ben", clock)
    await wrap_future(
        world.database.write(
            lambda tx: tx.run("UPDATE round SET closes_at = ? WHERE id = 1", (berlin(24, closes),))
        )
    )
    await world.at(berlin(24, clock))
    assert await told(world, "Ben") == 1
    said = text(await world.press("Ben", Snooze()))
    assert why in said
    assert "Wed 25 Nov" in said


async def test_not_today_means_until_tomorrow(world: World) -> None:
    await switch_on(world, "Ben")
    await world.press("Ben", NotToday())
    await world.at(berlin(24, "12:31"))
    assert await told(world, "Ben") == 0
    await world.at(berlin(25, "12:31"))
    assert await told(world, "Ben") == 1


async def test_off_is_off_and_keeps_the_time(world: World) -> None:
    await switch_on(world, "Ben", "11:45")
    await world.press("Ben", "me reminders off")
    await world.at(berlin(24, "11:46"))
    assert await told(world, "Ben") == 0
    assert "are not reminded here" in text(await world.press("Ben", Snooze()))
    assert "Off." in text(await world.press("Ben", "me reminders"))
    assert await rows(world, "SELECT at, next_at FROM reminder") == [("11:45", None)]


async def test_the_zone_is_asked_for_when_reminders_are_switched_on(world: World) -> None:
    asked = text(await world.press("Ben", "me reminders 12:30"))
    assert "Whose clock is that?" in asked
    assert await rows(world, "SELECT COUNT(*) FROM reminder") == [(0,)]
    await world.press("Ben", SetReminders(), {"at": ("12:30",), "zone": ("Lisbon",)})
    await world.at(berlin(24, "12:31"))
    assert await told(world, "Ben") == 0
    await world.at(berlin(24, "13:31"))
    assert await told(world, "Ben") == 1
    # Known now, it is not asked for again.
    assert "11:00, Europe/Lisbon" in text(await world.press("Ben", "me reminders 11"))


async def test_reminders_follow_a_new_zone(world: World) -> None:
    await switch_on(world, "Ben")
    await world.press("Ben", "me timezone Lisbon")
    await world.at(berlin(24, "12:31"))
    assert await told(world, "Ben") == 0
    await world.at(berlin(24, "13:31"))
    assert await told(world, "Ben") == 1


async def test_where_the_clocks_jump_there_is_still_one_a_day(world: World) -> None:
    await switch_on(world, "Ben", "02:30", quiet_from="23", quiet_to="1")
    seen = []
    await world.at(datetime(2027, 3, 27, 0, 0, tzinfo=UTC))
    for _ in range(2 * 24 * 4):
        before = await rows(world, "SELECT next_at FROM reminder")
        await world.at(world.clock.now + timedelta(minutes=15))
        after = await rows(world, "SELECT next_at FROM reminder")
        if before != after:
            seen.append(world.clock.now.astimezone(BERLIN).strftime("%d %H:%M"))
    assert seen == ["27 02:30", "28 03:00"]


async def test_a_reminder_that_could_not_be_sent_in_time_is_not_sent_at_all(world: World) -> None:
    await switch_on(world, "Ben")
    world.clock.now = berlin(24, "12:31")
    await world.tick()
    await world.at(berlin(24, "17:30"))
    assert await told(world, "Ben") == 0
    assert await rows(world, "SELECT error FROM delivery WHERE state = 'skipped'") == [
        ("the question closed before anybody could be reminded",)
    ]
