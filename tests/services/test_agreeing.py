"""Columns that went wrong are made again from the events; right ones are left alone."""

from __future__ import annotations

from asyncio import wrap_future

from bot.cards.actions.setup import ProposeSetting, UseDays
from bot.core.setup import Setting
from bot.services import agreeing, group_settings
from bot.services.upkeep import rebuild_caches
from bot.store.tables import Group, Schedule
from bot.store.tx import Tx
from tests.world import World, action


async def put_right(world: World) -> int:
    def work(tx: Tx) -> int:
        group = tx.get(Group, 1)
        assert group is not None
        return agreeing.put_right(tx, group)

    return await wrap_future(world.database.write(work))


def kept(world: World) -> tuple[dict[Setting, str], object, object]:
    def read(tx: Tx) -> tuple[dict[Setting, str], object, object]:
        group, schedule = tx.get(Group, 1), tx.get(Schedule, 1)
        assert group is not None
        assert schedule is not None
        return group_settings.current(tx, group), group.dormant_at, schedule.next_at

    return world.database.read_now(read)


async def test_what_is_right_is_left_alone(world: World) -> None:
    assert await put_right(world) == 0
    await world.press("Ann", UseDays("135"))
    before = kept(world)
    assert await put_right(world) == 0
    assert kept(world) == before


async def test_what_went_wrong_is_made_again(world: World) -> None:
    await world.press("Ann", UseDays("135"))
    said = {"value": ("24 Dec - 2 Jan",)}
    card = await world.press("Ann", ProposeSetting(Setting.HOLIDAYS), said)
    await world.press("Ann", action(card, "Save"))
    before = kept(world)

    def spoil(tx: Tx) -> None:
        tx.run("UPDATE schedule SET days = '7', next_at = NULL")
        tx.run("UPDATE study_group SET holidays = '[]', dormant_at = ?", (world.clock.now,))

    await wrap_future(world.database.write(spoil))
    wrong = await wrap_future(world.database.write(rebuild_caches))
    assert wrong["settings"] == 3
    assert kept(world) == before
    assert "settings" not in await wrap_future(world.database.write(rebuild_caches))
