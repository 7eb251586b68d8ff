"""Every screen of a mock exam with the questions that are shipped, to be looked at."""

from __future__ import annotations

import asyncio
import tempfile
from asyncio import wrap_future
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from bot.cards.actions.mock import (
    AskHandIn,
    EndBreak,
    HandIn,
    LeaveMock,
    MarkPlace,
    Mock,
    Navigate,
    ReviewPlace,
    TakeBreak,
    TurnTo,
)
from bot.cards.blocks import Card
from bot.core.items import Kind
from bot.services.founding import found_and_post
from bot.services.shelf import load_library
from bot.store import rounds
from bot.store.tables import Group
from bot.store.tx import Tx
from tests.databases import sqlite
from tests.mocks import answer, begin, items
from tests.running import ROOT
from tests.world import World, a_plan, build, who


def every() -> Mapping[str, Card]:
    """Give every screen by name, of a group of its own whose lead allows breaks."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_lived(Path(folder)))


async def _lived(folder: Path) -> Mapping[str, Card]:
    world = build(sqlite(folder), load_library(ROOT, ROOT, date.today()))
    try:
        await wrap_future(world.database.write(lambda tx: _found(tx, world)))
        return await screens(world)
    finally:
        world.database.close()


def _found(tx: Tx, world: World) -> None:
    plan = a_plan(pack="mls-c01")
    found_and_post(tx, world.library, plan, (who("Ann"),), world.clock.now)
    group = tx.get(Group, 1)
    assert group is not None
    group.mock_breaks = True
    tx.add(group)


async def screens(world: World) -> Mapping[str, Card]:
    """Let Ann sit a half mock in a group of the shipped pack; give its screens by name."""
    ann = "Ann"
    found = {
        "mock": await world.press(ann, Mock("")),
        "rules": await world.press(ann, Mock("half")),
    }
    sitting = await begin(world, form="half")
    kinds = [kind_of(world, each.version) for each in items(world, sitting)]
    single, many = kinds.index(Kind.SINGLE) + 1, kinds.index(Kind.MULTIPLE) + 1
    found["single"] = await world.press(ann, TurnTo(sitting, single))
    found["many"] = await world.press(ann, TurnTo(sitting, many))
    for place in range(1, 29):
        world.clock.now += timedelta(minutes=2, seconds=place)
        await answer(world, sitting, place, right=place % 4 > 0)
    await answer(world, sitting, single, right=False)
    await answer(world, sitting, single)
    found["answered"] = await world.press(ann, MarkPlace(sitting, single, True))
    await world.press(ann, MarkPlace(sitting, 30, True))
    found["many-answered"] = await world.press(ann, TurnTo(sitting, many))
    found["all"] = await world.press(ann, Navigate(sitting))
    found["hand-in"] = await world.press(ann, AskHandIn(sitting))
    found["left"] = await world.press(ann, LeaveMock(sitting))
    found["break"] = await world.press(ann, TakeBreak(sitting))
    await world.press(ann, EndBreak(sitting))
    found["result"] = await world.press(ann, HandIn(sitting))
    found["review"] = await world.press(ann, ReviewPlace(sitting, single))
    found["review-open"] = await world.press(ann, ReviewPlace(sitting, 33))
    found["mock-past"] = await world.press(ann, Mock(""))
    return found


def kind_of(world: World, version: str) -> Kind:
    """Say how a question asks."""
    return world.database.read_now(lambda tx: rounds.read_version(tx, version).kind)
