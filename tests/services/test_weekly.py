"""The weekly slot: due at its hour in the group's zone, once, also after a downtime."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.content.schedules import Template
from bot.core.errors import Misused
from bot.services import weekly
from bot.services.due import Due
from bot.services.founding import found_and_post, usual_plan
from bot.store.tables import Group, Schedule
from bot.store.tx import Tx
from tests import sample
from tests.databases import sqlite
from tests.services.weeks import berlin, count, found_six, live_until, newest
from tests.world import HERE, START, World, action, build, open_group, text, who

REVIEWS = "SELECT COUNT(*) FROM bulletin WHERE kind = 'review'"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Give a group of six on a Tuesday, its review on Fridays at four."""
    made = build(sqlite(tmp_path))
    await found_six(made)
    yield made
    made.database.close()


async def titles(world: World) -> list[str]:
    return [card.title for card in await world.channel()]


async def weeks(world: World) -> list[str]:
    def read(tx: Tx) -> list[str]:
        rows = tx.run("SELECT slot FROM bulletin WHERE kind = 'review' ORDER BY id").fetchall()
        return [row[0] for row in rows]

    return await wrap_future(world.database.read(read))


async def plan(world: World, day: int, at: str) -> Schedule:
    def work(tx: Tx) -> Schedule:
        group = tx.get(Group, 1)
        assert group is not None
        return weekly.ensure_schedule(tx, group, day, at, world.clock.now)

    return await wrap_future(world.database.write(work))


async def test_at_its_hour_the_review_comes_with_an_exercise_beside_it(world: World) -> None:
    await live_until(world, "2026-11-27 15:59")
    assert "Weekly review" not in await titles(world)
    await world.at(berlin("2026-11-27 16:00"))
    assert (await titles(world))[-2:] == ["Weekly review", "Design round"]
    assert await weeks(world) == ["2026-W48"]


async def test_exercises_alternate_and_the_promise_is_kept(world: World) -> None:
    beside, domains, promises = [], [], []
    for friday in ("2026-11-27", "2026-12-04", "2026-12-11", "2026-12-18"):
        await live_until(world, f"{friday} 16:00")
        shown = await world.channel()
        beside.append(shown[-1].title)
        lines = text(shown[-2]).splitlines()
        domains.append(lines[0].split()[1])
        promises.append(lines[-1].removeprefix("Next week: ").rstrip("."))
    assert beside == ["Design round", "Lab", "Design round", "Lab"]
    assert domains[1:] == promises[:-1]
    assert len(set(domains)) > 2


async def test_ten_ticks_at_once_post_one_review(world: World) -> None:
    await live_until(world, "2026-11-27 15:59")
    world.clock.now = berlin("2026-11-27 16:00")
    works = [
        work
        for _ in range(10)
        for work in await wrap_future(Due(world.database, world.library, world.clock).find())
    ]
    outcomes = [await wrap_future(world.database.write(work)) for work in works]
    assert outcomes == [True] + [False] * 9
    await world.settle()
    assert await weeks(world) == ["2026-W48"]


async def test_after_a_month_asleep_one_review_is_caught_up_and_the_rest_is_seen(
    world: World,
) -> None:
    await live_until(world, "2026-11-27 15:00")
    await world.at(berlin("2026-12-19 12:00"))
    assert await weeks(world) == ["2026-W51"]
    assert (await titles(world)).count("Weekly review") == 1
    skipped = "SELECT COUNT(*) FROM round WHERE schedule_id = 2 AND state = 'skipped'"
    assert await count(world, skipped) == 3
    assert "Next review" in text(await world.press("Ann", "status"))


async def test_a_review_is_caught_up_over_a_weekend_and_not_longer(world: World) -> None:
    await live_until(world, "2026-11-27 15:00")
    await world.at(berlin("2026-11-30 15:59"))
    assert await weeks(world) == ["2026-W48"]
    await world.at(berlin("2026-12-08 09:00"))
    assert await weeks(world) == ["2026-W48"]
    await world.at(berlin("2026-12-11 16:00"))
    assert await weeks(world) == ["2026-W48", "2026-W50"]


async def test_a_clock_that_is_set_back_reviews_nothing_twice(world: World) -> None:
    await live_until(world, "2026-11-27 16:00")
    first = text(await newest(world, "Weekly review"))
    await world.at(berlin("2026-11-24 12:00"))
    await world.at(berlin("2026-11-27 16:30"))
    assert await weeks(world) == ["2026-W48"]
    assert text(await newest(world, "Weekly review")) == first
    await world.at(berlin("2026-12-04 16:00"))
    assert await weeks(world) == ["2026-W48", "2026-W49"]


async def test_a_dormant_group_gets_its_review_all_the_same(world: World) -> None:
    def sleep(tx: Tx) -> None:
        group = tx.get(Group, 1)
        assert group is not None
        group.dormant_at = START
        tx.add(group)

    await wrap_future(world.database.write(sleep))
    await world.at(berlin("2026-11-27 16:00"))
    assert await weeks(world) == ["2026-W48"]


async def test_pause_holds_the_review_back_and_resume_does_not_catch_it_up(world: World) -> None:
    await world.press("Ann", "pause")
    await world.at(berlin("2026-11-28 12:00"))
    assert await weeks(world) == []
    assert "Next review" not in text(await world.press("Ann", "status"))
    await world.press("Ann", "resume")
    await world.settle()
    assert await weeks(world) == []
    assert "Next review: Fri 4 Dec, 16:00" in text(await world.press("Ann", "status"))
    await world.at(berlin("2026-12-04 16:00"))
    assert await weeks(world) == ["2026-W49"]


async def test_skip_leaves_a_question_out_and_skip_review_a_review(world: World) -> None:
    assert "Wed 25 Nov is left out" in text(await world.press("Ann", "skip"))
    said = await world.press("Ann", "skip review")
    assert "The review of Fri 27 Nov is left out." in text(said)
    assert "The next review comes Fri 4 Dec, 16:00" in text(said)
    await world.press("Ann", action(said, "Bring it back"))
    again = await world.press("Ann", "skip review")
    assert "The review of Fri 27 Nov is left out." in text(again)
    await world.at(berlin("2026-11-28 12:00"))
    assert await weeks(world) == []
    assert "Review Fri 27 Nov | The lead left it out." in text(await world.press("Ann", "status"))
    await world.at(berlin("2026-12-04 16:00"))
    assert await weeks(world) == ["2026-W49"]


async def test_only_the_lead_skips_and_only_what_there_is(world: World) -> None:
    assert "Only the group's lead" in text(await world.press("Ben", "skip review"))
    assert "`skip review` the next review" in text(await world.press("Ann", "skip it"))


async def test_a_group_without_a_weekly_slot_has_none_until_it_is_given_one(
    tmp_path: Path,
) -> None:
    world = build(sqlite(tmp_path))
    await open_group(world, "Ann", post=True)
    assert "no weekly review" in text(await world.press("Ann", "skip review"))
    await world.at(berlin("2026-11-28 12:00"))
    assert await weeks(world) == []
    await plan(world, 6, "12:30")
    await world.at(berlin("2026-11-28 12:30"))
    assert await weeks(world) == ["2026-W48"]
    world.database.close()


async def test_moving_the_slot_within_a_week_gives_no_second_review(world: World) -> None:
    await live_until(world, "2026-11-27 16:00")
    await plan(world, 6, "10:00")
    assert "Next review" in text(await world.press("Ann", "status"))
    assert "Sat 5 Dec, 10:00" in text(await world.press("Ann", "status"))
    await world.at(berlin("2026-11-28 10:00"))
    assert await weeks(world) == ["2026-W48"]
    await world.at(berlin("2026-12-05 10:00"))
    assert await weeks(world) == ["2026-W48", "2026-W49"]
    assert await count(world, "SELECT COUNT(*) FROM schedule WHERE kind = 'weekly'") == 1


async def test_a_slot_moved_while_paused_waits_for_the_resume(world: World) -> None:
    await world.press("Ann", "pause")
    schedule = await plan(world, 4, "10:00")
    assert schedule.next_at is None
    await world.press("Ann", "resume")
    assert "Thu 26 Nov, 10:00" in text(await world.press("Ann", "status"))


async def test_a_day_that_does_not_exist_is_refused(world: World) -> None:
    with pytest.raises(Misused, match="Monday"):
        await plan(world, 8, "10:00")
    with pytest.raises(Misused, match="08:30"):
        await plan(world, 5, "25:00")


async def test_a_slot_taken_away_leaves_nothing_behind(world: World) -> None:
    await world.press("Ann", "skip review")

    def end(tx: Tx) -> None:
        group = tx.get(Group, 1)
        assert group is not None
        weekly.end_schedule(tx, group)

    await wrap_future(world.database.write(end))
    await world.press("Ann", "pause")
    await world.press("Ann", "resume")
    await world.at(START + timedelta(days=12))
    assert await count(world, REVIEWS) == 0
    assert "review" not in text(await world.press("Ann", "status")).lower()


async def test_a_new_group_has_its_review_from_the_template(tmp_path: Path) -> None:
    template = Template(
        id="x", title="X", days="13", opens="09:00", closes="17:00", late_hours=6, default=True,
        review_day=3, review_at="15:30",
    )  # fmt: skip
    world = build(sqlite(tmp_path), replace(sample.library(), templates=(template,)))
    plan = usual_plan(world.library, "main", HERE, "sample", "Europe/Berlin")
    await wrap_future(
        world.database.write(
            lambda tx: found_and_post(tx, world.library, plan, (who("Ann"),), START)
        )
    )
    assert "Next review: Wed 25 Nov, 15:30" in text(await world.press("Ann", "status"))
    world.database.close()
