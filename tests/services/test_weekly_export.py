"""With the weekly export every lead is told once a week, and nobody else."""

from __future__ import annotations

from asyncio import wrap_future

from bot.cards.actions.setup import NameLead, ProposeSetting
from bot.core.setup import Setting
from bot.services import weekly_export
from bot.store.tables import Group
from bot.store.tx import Tx
from tests.world import World, action, text


async def offer(world: World, week: str) -> None:
    def work(tx: Tx) -> None:
        group = tx.get(Group, 1)
        assert group is not None
        weekly_export.offer(tx, group, week, world.clock.now)

    await wrap_future(world.database.write(work))
    await world.settle()


async def switch_on(world: World) -> None:
    card = await world.press("Ann", ProposeSetting(Setting.EXPORT), {"value": ("on",)})
    await world.press("Ann", action(card, "Save"))


async def test_it_comes_only_where_it_is_wanted(world: World) -> None:
    await offer(world, "2026-W48")
    assert await world.told("Ann") == []
    await switch_on(world)
    await offer(world, "2026-W48")
    (card,) = await world.told("Ann")
    assert "everything up to 2026-W48" in text(card)


async def test_every_lead_is_told_once_a_week_and_nobody_else(world: World) -> None:
    await switch_on(world)
    await offer(world, "2026-W48")
    await offer(world, "2026-W48")
    await world.press("Ann", NameLead(), {"member": ("Ben",)})
    await world.press("Cem", "practice 1")
    await offer(world, "2026-W49")
    assert len(await world.told("Ann")) == 2
    assert len(await world.told("Ben")) == 1
    assert await world.told("Cem") == []
    assert len(await world.channel()) == 1
