"""What a lead is told of the whole group: one figure, and nothing of anybody by any difference."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cards.actions.me import Erase, GroupProgress
from tests.answered import answer_many
from tests.services.histories import rows
from tests.services.test_readiness import founded
from tests.world import World, text

FIVE = ("Ben", "Cem", "Dan", "Eva", "Fay")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Give a bookable exam's group in which five people had enough evidence as the week began."""
    made = await founded(tmp_path, "sequel")
    await met(made, FIVE, right=30)
    await made.pass_time(days=7)
    yield made
    made.database.close()


async def met(world: World, names: tuple[str, ...], *, right: int) -> None:
    """Let people meet enough new questions, so many of each forty right."""
    for name in names:
        await answer_many(world, name, {"s1": (right, 40), "s2": (right, 40)})


async def line(world: World) -> str:
    shown = text(await world.press("Ann", GroupProgress()))
    return shown.partition("## Everybody together\n")[2].partition("\n## ")[0]


def percent(shown: str) -> int:
    found = re.search(r"about (\d+) % of new questions", shown)
    assert found is not None
    return int(found[1])


async def test_a_group_hears_its_strength_and_never_a_chance(world: World) -> None:
    shown = await line(world)
    assert shown.startswith("Strength on the SQL-1 blueprint: about ")
    assert 65 <= percent(shown) <= 80
    assert "As of 30 November 2026." in shown
    assert "to pass" not in shown
    whole = text(await world.press("Ann", GroupProgress()))
    assert not any(name in whole for name in FIVE)
    assert "Only the group's lead" in text(await world.press("Ben", GroupProgress()))


async def test_one_who_joins_is_not_read_off_before_four_more_do(world: World) -> None:
    before = await line(world)
    await met(world, ("Gil",), right=4)
    assert await line(world) == before
    for _ in range(2):
        await world.pass_time(days=7)
        assert await line(world) == before
    await met(world, ("Hal", "Ida", "Jon", "Kim"), right=4)
    assert await line(world) == before  # the week is not over
    await world.pass_time(days=7)
    after = await line(world)
    assert "As of 21 December 2026." in after
    assert percent(after) < percent(before) - 10
    kept = await rows(world, "SELECT COUNT(*) FROM event WHERE kind = 'group-strength'")
    assert kept == [(2,)]


async def test_fewer_than_five_who_study_on_move_nothing(world: World) -> None:
    before = await line(world)
    await met(world, FIVE[:4], right=0)
    await world.pass_time(days=7)
    assert await line(world) == before
    await answer_many(world, FIVE[4], {"s1": (0, 1)})
    await world.pass_time(days=7)
    assert "As of 14 December 2026." in await line(world)


async def test_the_figure_holds_whatever_the_model_learns_and_whoever_is_erased(
    world: World,
) -> None:
    before = await line(world)
    await world.press("Ben", Erase(), {"word": ("erase",)})
    await met(world, ("Gil",), right=40)
    await world.settle()
    assert await line(world) == before


async def test_with_fewer_people_or_an_unfinished_week_it_is_too_early(tmp_path: Path) -> None:
    world = await founded(tmp_path, "sample")
    for name in FIVE:
        await answer_many(world, name, dict.fromkeys(("d1", "d2", "d3", "d4"), (12, 16)))
    assert (await line(world)).startswith("Too early to say.\n")
    world.clock.now += timedelta(days=7)
    assert (await line(world)).startswith("Strength on the SMP-1 blueprint: about ")
    world.database.close()
