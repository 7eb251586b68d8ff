"""Every screen of a mock exam with the questions that are shipped, to be looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

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
from bot.store import rounds
from tests.mocks import answer, begin, items
from tests.world import World


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
