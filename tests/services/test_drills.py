"""Drills ask what they are about, and how an intent was read is kept and told afterwards."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.cards.actions.question import Lock, Tap
from bot.cards.actions.runs import BeginDrill, Continue, ReadIntent
from bot.cards.actions.values import Asked, Confidence, Drill, Target
from bot.core.items import Decides
from bot.services import intents
from bot.store import people
from bot.store.tx import Tx
from tests.databases import sqlite
from tests.services.histories import rows
from tests.world import World, build, buttons, open_group, text

FIRST = Target(Asked.RUN, 1)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = build(sqlite(tmp_path))
    await open_group(made, "Ann", "Ben", post=True)
    yield made
    made.database.close()


async def plan(world: World) -> str:
    found = await rows(world, "SELECT plan FROM run ORDER BY id DESC LIMIT 1")
    return str(found[0][0])


async def test_overlooked_asks_the_concepts_that_the_pack_marks(world: World) -> None:
    card = await world.press("Ann", BeginDrill(Drill.OVERLOOKED, "", 5))
    assert "Overlooked · 1 of 4" in text(card)
    assert "There are 4 questions for it here." in text(card)
    asked = await plan(world)
    assert asked.count("1-04") == asked.count("sample/") == 4


async def test_overlap_keeps_to_a_service_and_names_those_it_knows(world: World) -> None:
    card = await world.press("Ann", BeginDrill(Drill.OVERLAP, "lake", 2))
    assert "Overlap · 1 of 2" in text(card)
    assert (await plan(world)).count("1-05/b") == 2
    wrong = await world.press("Ann", BeginDrill(Drill.OVERLAP, "lakes", 2))
    assert "Did you mean `practice overlap lake`?" in text(wrong)


async def test_an_intent_is_read_before_the_options_are_seen(world: World) -> None:
    card = await world.press("Ann", BeginDrill(Drill.INTENT, "", 1))
    assert "Option 1 of" not in text(card)
    assert {"Cost", "Latency", "The least effort"} <= set(buttons(card))
    shown = await world.press("Ann", ReadIntent(FIRST, Decides.LATENCY))
    assert "You said that latency decides." in text(shown)
    assert "Option 1 of" in text(shown)
    # A second thought comes too late: the first word counts.
    again = await world.press("Ann", ReadIntent(FIRST, Decides.COST))
    assert "You said that latency decides." in text(again)
    await world.press("Ann", Tap(FIRST, 0))
    verdict = await world.press("Ann", Lock(FIRST, Confidence.FAIRLY))
    assert "You read latency; it was cost that decides." in text(verdict)
    assert await rows(world, "SELECT intent, source FROM attempt") == [("latency", "drill")]
    summed = await world.press("Ann", Continue())
    assert "You read 0 of 1 intent rightly." in text(summed)


async def test_the_share_of_intents_read_rightly_is_kept(world: World) -> None:
    await world.press("Ann", BeginDrill(Drill.INTENT, "", 3))
    for number, said in enumerate((Decides.COST, Decides.SCALE, Decides.COST), 1):
        target = Target(Asked.RUN, number)
        await world.press("Ann", ReadIntent(target, said))
        await world.press("Ann", Tap(target, 0))
        await world.press("Ann", Lock(target, Confidence.FAIRLY))
        await world.press("Ann", Continue())

    def look(tx: Tx) -> tuple[int, int]:
        account = next(each for _, each in people.members_of(tx, 1) if each.name == "Ann")
        return intents.intents_read(tx, account.learner_id, "sample")

    assert await wrap_future(world.database.read(look)) == (2, 3)


async def test_nobody_reads_an_intent_of_somebody_else_s_run(world: World) -> None:
    await world.press("Ann", BeginDrill(Drill.INTENT, "", 1))
    card = await world.press("Ben", ReadIntent(FIRST, Decides.COST))
    assert "not here" in text(card)
    assert await rows(world, "SELECT intent FROM run_item") == [(None,)]


async def test_five_more_are_of_the_same_drill(world: World) -> None:
    await world.press("Ann", BeginDrill(Drill.OVERLAP, "lake", 1))
    await world.press("Ann", Tap(FIRST, 0))
    await world.press("Ann", Lock(FIRST, Confidence.FAIRLY))
    card = await world.press("Ann", Continue())
    more = [b.action for block in card.blocks for b in getattr(block, "buttons", ())]
    assert BeginDrill(Drill.OVERLAP, "lake", 5) in more
