"""The self-check names what stands in the way of posting, and what to do about it."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cards.actions.setup import ProposeSetting
from bot.core.packs import Catalogue
from bot.core.setup import Setting
from bot.services import seasons
from bot.services.library import Broken, Library
from bot.store.tables import Group, Place
from bot.store.tx import Tx
from tests import sample
from tests.databases import sqlite
from tests.world import World, action, build, open_group, text


async def check(world: World) -> str:
    return text(await world.press("Ann", "setup check"))


async def write(world: World, work: Callable[[Tx], object]) -> None:
    await wrap_future(world.database.write(work))


def group(tx: Tx) -> Group:
    found = tx.get(Group, 1)
    assert found is not None
    return found


async def set_up(world: World, setting: Setting, **said: str) -> None:
    inputs: dict[str, tuple[str, ...]] = {name: (value,) for name, value in said.items()}
    card = await world.press("Ann", ProposeSetting(setting), inputs)
    await world.press("Ann", action(card, "Save"))


async def test_where_nothing_is_missing_it_says_so(world: World) -> None:
    await set_up(world, Setting.REVIEW, value="5", at="16:00")
    said = await check(world)
    assert "Nothing is missing." in said
    assert "Place: Room #main" in said
    assert "Time zone: Europe/Berlin, where it is 08:00 now" in said


async def test_a_missing_review_is_named(world: World) -> None:
    said = await check(world)
    assert "1 thing to look at." in said
    assert "Weekly review: There is none." in said


async def test_a_place_that_refuses_us_is_named_with_its_reason(world: World) -> None:
    def refuse(tx: Tx) -> None:
        place = tx.get(Place, 1)
        assert place is not None
        place.paused_at, place.pause_reason = world.clock.now, "channel_not_found"
        tx.add(place)

    await write(world, refuse)
    said = await check(world)
    assert "Room #main has refused us since Tue 24 Nov, 08:00: channel_not_found." in said


async def test_without_a_channel_it_says_what_to_do(world: World) -> None:
    def leave(tx: Tx) -> None:
        tx.run("DELETE FROM delivery")
        tx.run("UPDATE place SET group_id = 1, account_id = 1")

    await write(world, leave)
    assert "There is no channel to post in. Add Cohort to a channel." in await check(world)


@pytest.mark.parametrize("state", ["failed", "ambiguous"])
async def test_a_message_that_did_not_arrive_is_named_with_its_error(
    world: World, state: str
) -> None:
    await write(
        world,
        lambda tx: tx.run(f"UPDATE delivery SET state = '{state}', error = 'no_scope'") and None,
    )
    said = await check(world)
    assert "1 message of the last 1 did not arrive: no_scope." in said


async def test_a_message_that_hangs_is_named(world: World) -> None:
    await write(world, lambda tx: tx.run("UPDATE delivery SET state = 'pending'"))
    world.clock.now += timedelta(minutes=3)
    assert "1 message wait to be sent, the oldest since Tue 24 Nov, 08:00." in await check(world)


async def test_a_pause_and_an_hour_to_come_are_told(world: World) -> None:
    assert "the next one comes Wed 25 Nov, 09:00" in await check(world)
    await world.press("Ann", "pause")
    assert "Questions: Paused since Tue 24 Nov, 08:00." in await check(world)


async def test_a_zone_that_is_gone_is_named(world: World) -> None:
    def break_zone(tx: Tx) -> None:
        group(tx).zone = "Nowhere/Land"
        tx.add(group(tx))

    await set_up(world, Setting.REVIEW, value="5", at="16:00")
    await write(world, break_zone)
    card = await world.press("Ann", "setup check")
    assert "There is no time zone “Nowhere/Land”." in text(card)


async def test_a_clock_that_was_set_back_is_noticed(world: World) -> None:
    await world.press("Ann", "skip")
    world.clock.now -= timedelta(hours=3)
    said = await check(world)
    assert "Clock: It is behind: something happened here at Tue 24 Nov, 08:00 already." in said


async def test_the_season_is_told_or_that_there_is_none(world: World) -> None:
    assert "Season: none; `/study setup` proposes one" in await check(world)
    await write(world, lambda tx: seasons.begin(tx, group(tx), world.clock.now))
    assert "Season: to 18 January 2027" in await check(world)


async def test_few_questions_and_broken_files_are_named(tmp_path: Path) -> None:
    few = Catalogue.of(sample.pack(), list(sample.catalogue().items.values())[:20])
    broken = (Broken(path="questions/x.md", reason="The stem is missing."),)
    world = build(sqlite(tmp_path), Library(catalogues={"sample": few}, broken=broken))
    await open_group(world, "Ann", post=True)
    said = await check(world)
    assert "Content: questions/x.md left out. The stem is missing." in said
    assert "Pack: SMP-1: 9 questions not asked yet, for 1 week." in said
    world.database.close()


async def test_a_pack_that_is_gone_is_named(tmp_path: Path) -> None:
    world = build(sqlite(tmp_path))
    await open_group(world, "Ann", post=True)
    world.database.close()
    other = replace(sample.pack(), id="other")
    library = Library(catalogues={"other": Catalogue.of(other, [])})
    world = build(sqlite(tmp_path), library)
    assert "`sample` is not among the content any more" in await check(world)
    world.database.close()
