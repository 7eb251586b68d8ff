"""The tick opens and closes what is due: once, also after a downtime."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cards.actions.boards import ChooseBoard
from bot.cards.actions.lead import Status
from bot.core.identity import Address
from bot.scheduler.ticking import Tick
from bot.services.due import Due
from bot.services.founding import found
from bot.store.tables import Group
from bot.store.tx import Tx
from tests.databases import sqlite
from tests.world import START, World, a_plan, build, text


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Give a Cohort on a Tuesday at eight, an hour before its first question."""
    made = build(sqlite(tmp_path))
    await wrap_future(made.database.write(lambda tx: found(tx, a_plan(), START)))
    yield made
    made.database.close()


async def slots(world: World) -> list[tuple[str, str]]:
    """Give (slot, state) of each slot that was decided, in order."""

    def read(tx: Tx) -> list[tuple[str, str]]:
        rows = tx.run("SELECT slot, state FROM round ORDER BY slot").fetchall()
        return [(row[0], row[1]) for row in rows]

    return await wrap_future(world.database.read(read))


async def test_nothing_is_done_before_its_time(world: World) -> None:
    await world.at(START + timedelta(hours=1) - timedelta(microseconds=1))
    assert await slots(world) == []
    await world.at(START + timedelta(hours=1))
    assert await slots(world) == [("2026-11-24", "open")]


async def test_ten_ticks_post_once(world: World) -> None:
    world.clock.now = START + timedelta(hours=1)
    done = [await world.tick() for _ in range(10)]
    assert done == [1] + [0] * 9
    await world.settle()
    assert len(await world.channel()) == 1


async def test_two_ticks_at_once_post_once(world: World) -> None:
    world.clock.now = START + timedelta(hours=1)
    works = await wrap_future(Due(world.database, world.library, world.clock).find())
    again = await wrap_future(Due(world.database, world.library, world.clock).find())
    outcomes = [await wrap_future(world.database.write(work)) for work in [*works, *again]]
    assert outcomes == [True, False]
    assert await slots(world) == [("2026-11-24", "open")]


async def test_a_question_closes_at_its_hour_once(world: World) -> None:
    await world.at(START + timedelta(hours=1))
    await world.at(START + timedelta(hours=9) - timedelta(seconds=1))
    assert await slots(world) == [("2026-11-24", "open")]
    world.clock.now = START + timedelta(hours=9)
    done = [await world.tick() for _ in range(3)]
    assert done == [1, 0, 0]
    assert await slots(world) == [("2026-11-24", "closed")]


async def test_after_a_week_asleep_one_question_is_caught_up_and_the_rest_is_seen(
    world: World,
) -> None:
    await world.press("Ann", ChooseBoard(True))
    await world.at(START + timedelta(hours=1))
    # The next Wednesday at eleven: four slots were missed, and one is two hours late.
    await world.pass_time(days=8, hours=2)
    assert await slots(world) == [
        ("2026-11-24", "closed"),
        ("2026-11-25", "skipped"),
        ("2026-11-26", "skipped"),
        ("2026-11-27", "skipped"),
        ("2026-11-30", "skipped"),
        ("2026-12-01", "skipped"),
        ("2026-12-02", "open"),
    ]
    status = text(await world.press("Ann", Status()))
    assert "Cohort was not running at this hour." in status


async def test_after_a_week_asleep_in_the_evening_nothing_is_caught_up(world: World) -> None:
    await world.at(START + timedelta(hours=1))
    await world.pass_time(days=8, hours=9)
    decided = await slots(world)
    assert [state for _, state in decided] == ["closed"] + ["skipped"] * 6
    await world.at(START + timedelta(days=9, hours=1))
    assert (await slots(world))[-1] == ("2026-12-03", "open")


async def test_a_question_that_comes_late_stays_open_for_four_hours(world: World) -> None:
    await world.at(START + timedelta(hours=1))
    await world.at(START + timedelta(days=1, hours=6))  # 14:00, five hours late
    await world.pass_time(hours=3, minutes=59)
    assert (await slots(world))[-1] == ("2026-11-25", "open")
    await world.pass_time(minutes=1)
    assert (await slots(world))[-1] == ("2026-11-25", "closed")


async def test_a_clock_that_is_set_back_posts_nothing_twice(world: World) -> None:
    for hours in (1, 25, 2, 1, 25.5, 26):
        await world.at(START + timedelta(hours=hours))
    assert [slot for slot, _ in await slots(world)] == ["2026-11-24", "2026-11-25"]
    assert len(await world.channel()) == 2


async def test_one_groups_trouble_does_not_stand_in_the_way_of_others(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    def break_first(tx: Tx) -> None:
        group = tx.get(Group, 1)
        assert group is not None
        group.zone, group.pack = "Nowhere/Land", "gone"
        tx.add(group)
        found(tx, a_plan(name="other", address=Address("room", "", "other")), START)

    await wrap_future(world.database.write(break_first))
    world.clock.now = START + timedelta(hours=1)
    assert await world.tick() == 1
    assert "could not be done" in caplog.text
    groups = await wrap_future(
        world.database.read(lambda tx: tx.run("SELECT group_id FROM round").fetchall())
    )
    assert [tuple(row) for row in groups] == [(2,)]


async def test_a_mistake_in_one_piece_of_work_does_not_stand_in_the_way_either(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    def mistake(_tx: Tx) -> bool:
        raise ZeroDivisionError("a mistake")

    class WithMistake(Due):
        def works(self, tx: Tx, now: object) -> list[object]:  # type: ignore[override]
            return [mistake, *super().works(tx, world.clock.now)]

    world.clock.now = START + timedelta(hours=1)
    tick = Tick(WithMistake(world.database, world.library, world.clock))
    assert await tick() == 1
    assert "could not be done" in caplog.text


async def test_simulated_groups_are_left_to_their_simulation(world: World) -> None:
    plan = a_plan(name="demo", address=Address("demo", "", "demo"), simulated=True)
    await wrap_future(world.database.write(lambda tx: found(tx, plan, START)))
    world.clock.now = START + timedelta(hours=1)
    assert await world.tick() == 1
    own = Tick(Due(world.database, world.library, world.clock, simulated=True))
    assert await own() == 1
    assert len(await slots(world)) == 2


async def test_it_says_that_something_changed_only_when_it_did(world: World) -> None:
    told: list[str] = []
    due = Due(world.database, world.library, world.clock)
    tick = Tick(due, lambda: told.append("changed"))
    await tick()
    assert told == []
    world.clock.now = START + timedelta(hours=1)
    await tick()
    await tick()
    assert told == ["changed"]
