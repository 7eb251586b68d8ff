"""A quiet group: its leads are asked once, its questions rest, and any answer wakes them."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.cards.actions.question import Lock, Reveal, Tap
from bot.cards.actions.setup import NameLead, ProposeSetting, UseDays
from bot.cards.actions.values import Asked, Confidence, Target
from bot.core import silence as core
from bot.core.setup import Setting
from bot.core.silence import SilenceEvent
from bot.services import silence
from bot.services.founding import found_and_post
from bot.store import events, rounds
from bot.store.tables import Group, Schedule
from bot.store.tx import Tx
from tests import sample
from tests.databases import sqlite
from tests.world import World, a_plan, action, build, buttons, open_group, text, who

BERLIN = ZoneInfo("Europe/Berlin")


def group_of(world: World) -> Group:
    group = world.database.read_now(lambda tx: tx.get(Group, 1))
    assert group is not None
    return group


def happened(world: World) -> list[str]:
    kinds = tuple(SilenceEvent)
    found = world.database.read_now(lambda tx: events.events_among(tx, kinds, group_id=1))
    return [event.kind for event in found]


def latest_round(world: World) -> int:
    return world.database.read_now(lambda tx: rounds.shown_rounds(tx, 1, 1)[0].id) or 0


async def answer(world: World, *names: str) -> None:
    """Let people lock the first option of the latest question."""
    target = Target(Asked.ROUND, latest_round(world))
    for name in names:
        await world.press(name, Tap(target, 0))
        await world.press(name, Lock(target, Confidence.FAIRLY))


async def day(world: World, *names: str) -> None:
    """Live through the next posting day, on which these people answer."""
    now = world.clock.now.astimezone(BERLIN)
    if now.hour >= 9:
        now += timedelta(days=1)
    while now.isoweekday() > 5:
        now += timedelta(days=1)
    await world.at(now.replace(hour=9, minute=0).astimezone(UTC))
    await answer(world, *names)
    await world.at(now.replace(hour=17, minute=0).astimezone(UTC))


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Give a group of five that answered its first question, on a Tuesday evening."""
    made = build(sqlite(tmp_path), sample.singles())
    await open_group(made, "Ann", "Ben", "Cem", "Dea", "Eva", post=True)
    await answer(made, "Ann", "Ben", "Cem", "Dea", "Eva")
    await made.pass_time(hours=10)
    yield made
    made.database.close()


async def test_three_quiet_days_running_and_the_lead_is_asked_in_private(world: World) -> None:
    await day(world, "Ann", "Ben")
    await day(world, "Ann")
    assert await world.told("Ann") == []
    await day(world, "Ben", "Cem")
    (card,) = await world.told("Ann")
    assert "The last three questions had 2, 1 and 2 answers." in text(card)
    assert await world.told("Ben") == []
    assert all("quiet" not in text(shown) for shown in await world.channel())
    assert group_of(world).nudged_at == world.clock.now


async def test_it_is_asked_once(world: World) -> None:
    for _ in range(8):
        await day(world, "Ann")
    assert len(await world.told("Ann")) == 1


async def test_a_lively_day_between_breaks_the_run(world: World) -> None:
    await day(world, "Ann")
    await day(world, "Ann")
    await day(world, "Ann", "Ben", "Cem")
    await day(world, "Ann")
    await day(world, "Ann")
    assert await world.told("Ann") == []


async def test_a_new_silence_is_asked_about_after_four_weeks(world: World) -> None:
    for _ in range(3):
        await day(world, "Ann")
    await day(world, "Ann", "Ben", "Cem")
    for _ in range(5):
        await day(world, "Ann")
    assert len(await world.told("Ann")) == 1
    for _ in range(14):
        await day(world, "Ann")
    assert len(await world.told("Ann")) == 2


async def test_every_lead_is_asked(world: World) -> None:
    await world.press("Ann", NameLead(), {"member": ("Ben",)})
    for _ in range(3):
        await day(world, "Cem")
    assert len(await world.told("Ann")) == len(await world.told("Ben")) == 1


async def test_its_buttons_do_it_and_take_it_back(world: World) -> None:
    for _ in range(3):
        await day(world)
    (card,) = await world.told("Ann")
    assert "Nobody answered the last three questions." in text(card)
    done = await world.press("Ann", action(card, "Three a week"))
    assert "Saved. Days: Mon, Wed and Fri." in text(done)
    await world.press("Ann", action(done, "Undo"))
    assert "Hour" in text(await world.press("Ann", action(card, "Another hour")))
    paused = await world.press("Ann", action(card, "Pause"))
    assert "Running." in text(await world.press("Ann", action(paused, "Resume")))
    assert "Only the group's lead" in text(await world.press("Ben", action(card, "Three a week")))


async def test_who_is_asked_three_times_a_week_already_is_not_offered_that(world: World) -> None:
    await world.press("Ann", UseDays("135"))
    for _ in range(6):
        await day(world)
    (card,) = await world.told("Ann")
    assert "Three a week" not in buttons(card)
    assert "Another hour, or pause?" in text(card)


async def test_a_week_without_an_answer_and_the_questions_rest(world: World) -> None:
    for _ in range(4):
        await day(world)
    assert group_of(world).dormant_at is None
    await day(world)  # the next Tuesday, a week after the last answer
    assert group_of(world).dormant_at == world.clock.now
    shown = len(await world.channel())
    await world.pass_time(days=9)
    assert len(await world.channel()) == shown
    for name, words in (("Ann", "status"), ("Ben", "today"), ("Ann", "setup check")):
        assert "The daily questions rest" in text(await world.press(name, words))


async def rest(world: World) -> None:
    for _ in range(5):
        await day(world)
    await world.pass_time(days=9, hours=-7.5)  # Thursday, 09:30
    assert group_of(world).dormant_at is not None


async def test_a_practised_answer_wakes_them_from_the_next_slot_on(world: World) -> None:
    await rest(world)
    shown = len(await world.channel())
    card = await world.press("Ben", "practice 1")
    tapped = next(each.action for each in buttons(card).values() if isinstance(each.action, Tap))
    card = await world.press("Ben", tapped)
    await world.press("Ben", action(card, "Guessing"))
    assert group_of(world).dormant_at is None
    assert len(await world.channel()) == shown
    await world.pass_time(days=1)
    assert len(await world.channel()) == shown + 1


async def test_looking_and_tapping_do_not_wake_them_a_late_answer_does(world: World) -> None:
    await rest(world)
    target = Target(Asked.ROUND, latest_round(world))
    await world.press("Ben", "today")
    await world.press("Ben", Reveal(target))
    assert group_of(world).dormant_at is not None
    await world.press("Ben", Tap(target, 0))
    assert group_of(world).dormant_at is None


async def test_a_lead_resumes_them_at_once(world: World) -> None:
    await rest(world)
    assert "Running." in text(await world.press("Ann", "resume"))
    assert group_of(world).dormant_at is None
    shown = len(await world.channel())
    await world.pass_time(days=1)
    assert len(await world.channel()) == shown + 1


async def test_a_tap_on_a_question_posted_by_hand_wakes_them_at_its_close(world: World) -> None:
    await rest(world)
    await world.press("Ann", "post now")
    await world.press("Ben", Tap(Target(Asked.ROUND, latest_round(world)), 0))
    assert group_of(world).dormant_at is not None
    await world.pass_time(hours=8)
    assert group_of(world).dormant_at is None
    assert happened(world)[-1] == SilenceEvent.WOKE


async def test_woken_in_a_pause_they_come_when_it_ends(world: World) -> None:
    await rest(world)
    await world.press("Ann", "pause")
    await world.press("Ben", Tap(Target(Asked.ROUND, latest_round(world)), 0))
    shown = len(await world.channel())
    await world.pass_time(days=2)
    assert len(await world.channel()) == shown
    await world.press("Ann", "resume")
    await world.pass_time(days=3)
    assert len(await world.channel()) == shown + 1


async def test_awake_again_a_week_is_counted_anew(world: World) -> None:
    await rest(world)
    await world.press("Ben", Tap(Target(Asked.ROUND, latest_round(world)), 0))
    await day(world)
    await day(world)
    await day(world)
    assert group_of(world).dormant_at is None


async def test_holidays_are_no_silence(world: World) -> None:
    said: dict[str, tuple[str, ...]] = {"value": ("25 Nov - 11 Dec",)}
    card = await world.press("Ann", ProposeSetting(Setting.HOLIDAYS), said)
    await world.press("Ann", action(card, "Save"))
    await world.pass_time(days=19, hours=-2)
    await day(world)
    assert happened(world) == []


async def test_a_pause_is_no_silence(world: World) -> None:
    await day(world)
    await day(world)
    await world.press("Ann", "pause")
    await world.pass_time(days=30)
    await world.press("Ann", "resume")
    await day(world)
    assert happened(world) == []


async def test_downtime_is_no_silence(world: World) -> None:
    await world.pass_time(days=30)
    await world.pass_time(hours=12)
    assert happened(world) == []


async def test_clocks_going_back_make_no_day_twice(tmp_path: Path) -> None:
    # Berlin's clocks go back on Sunday, 25 October 2026.
    made = build(sqlite(tmp_path), sample.singles(), start=datetime(2026, 10, 22, 6, tzinfo=UTC))
    await open_group(made, "Ann", "Ben", "Cem", post=True)
    await answer(made, "Ann", "Ben", "Cem")
    await made.pass_time(hours=10)
    await day(made)
    await day(made)
    assert await made.told("Ann") == []
    await day(made)
    assert len(await made.told("Ann")) == 1
    await day(made)
    assert group_of(made).dormant_at is None  # Wednesday: six days and an hour
    await day(made)
    assert group_of(made).dormant_at is not None
    made.database.close()


@pytest.mark.parametrize(
    ("members", "answering", "asked"),
    [
        (("Ann",), ("Ann",), False),
        (("Ann",), (), True),
        (("Ann", "Ben"), ("Ann", "Ben"), False),
        (("Ann", "Ben"), ("Ann",), True),
        (("Ann", "Ben", "Cem"), ("Ann", "Ben", "Cem"), False),
    ],
)
async def test_a_small_group_is_measured_by_its_size(
    tmp_path: Path, members: tuple[str, ...], answering: tuple[str, ...], asked: bool
) -> None:
    made = build(sqlite(tmp_path), sample.singles())
    await open_group(made, *members, post=True)
    await answer(made, *members)
    await made.pass_time(hours=10)
    for _ in range(3):
        await day(made, *answering)
    assert bool(await made.told("Ann")) is asked
    made.database.close()


async def test_a_group_without_a_member_rests_and_asks_nobody(tmp_path: Path) -> None:
    made = build(sqlite(tmp_path), sample.singles())
    await open_group(made, post=True)
    await made.pass_time(hours=10)
    for _ in range(5):
        await day(made)
    assert happened(made) == [SilenceEvent.RESTED]
    made.database.close()


async def test_a_group_asked_once_a_week_is_not_put_to_sleep_by_one_missed_question(
    world: World,
) -> None:
    await world.press("Ann", UseDays("3"))
    for week in range(1, 4):
        await world.at(datetime(2026, 11, 25, 8, tzinfo=UTC) + timedelta(weeks=week - 1))
        assert group_of(world).dormant_at is None
        await world.pass_time(hours=9)
    assert group_of(world).dormant_at is not None


async def test_simulated_groups_are_left_alone(tmp_path: Path) -> None:
    made = build(sqlite(tmp_path), sample.singles(), simulated=True)
    plan = a_plan(simulated=True)
    people = (who("Ann"), who("Ben"))
    await wrap_future(
        made.database.write(
            lambda tx: found_and_post(tx, made.library, plan, people, made.clock.now)
        )
    )
    for _ in range(9):
        await day(made)
    assert happened(made) == []
    assert group_of(made).dormant_at is None
    made.database.close()


async def test_the_columns_are_what_the_events_say(world: World) -> None:
    async def agree() -> None:
        kinds = tuple(SilenceEvent)
        found = world.database.read_now(lambda tx: events.events_among(tx, kinds, group_id=1))
        group = group_of(world)
        assert core.fold(found) == core.Silence(group.nudged_at, group.dormant_at)

    await rest(world)
    await agree()
    await world.press("Ann", "resume")
    await agree()
    assert happened(world) == [SilenceEvent.ASKED, SilenceEvent.RESTED, SilenceEvent.WOKE]


async def test_weekly_schedules_go_on_while_questions_rest(world: World) -> None:
    def give_weekly(tx: Tx) -> None:
        tx.add(
            Schedule(
                group_id=1, kind="weekly", days="5", at="16:00", closes="16:00", late_within_s=0,
                seen_until=world.clock.now, next_at=world.clock.now + timedelta(days=900),
            )
        )  # fmt: skip

    await wrap_future(world.database.write(give_weekly))
    for _ in range(5):
        await day(world)

    def due(tx: Tx) -> list[tuple[str, bool]]:
        rows = tx.run("SELECT kind, next_at IS NULL FROM schedule ORDER BY id").fetchall()
        return [(row[0], bool(row[1])) for row in rows]

    assert world.database.read_now(due) == [("daily", True), ("weekly", False)]
    assert silence.KIND == "quiet"
