"""The skills inventory as somebody takes it."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.cards.actions.me import Share
from bot.cards.actions.own import Home, RateSelf
from bot.cards.actions.planning import Inventory
from bot.cards.actions.question import Lock, Tap
from bot.cards.actions.runs import Practise
from bot.cards.actions.values import Confidence, Familiarity
from bot.cards.blocks import Card
from bot.core.packs import Catalogue, Pool
from bot.services.library import Library
from bot.store import runs
from bot.store.tables import RunItem
from bot.store.tx import Tx
from tests import sample, sequel
from tests.answered import answer_many
from tests.databases import sqlite
from tests.services.test_verdicts_at_close import sealed
from tests.world import World, action, build, buttons, open_group, pick, text


def library(letters: str) -> Library:
    """Give the sample pack with practice questions of one tap alone, so many for a concept."""
    pack = replace(sample.pack(), practice_pool=tuple(f"sample/*/{each}" for each in letters))
    items = [sample.single(concept, each) for concept in pack.concepts for each in letters + "a"]
    return replace(sample.library(), catalogues={"sample": Catalogue.of(pack, items)})


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    opened = build(sqlite(tmp_path), library("bc"))
    await open_group(opened, "Ann", "Ben", post=True)
    yield opened
    opened.database.close()


def _item(tx: Tx, number: int) -> RunItem | None:
    return tx.get(RunItem, number)


async def take(world: World, *, right: bool, card: Card, most: int = 99) -> tuple[Card, int]:
    """Answer until the profile comes, always or never right; give it and how many came.

    With ``most`` it is left after so many.
    """
    asked = 0
    while "A" in buttons(card) and asked < most:
        asked += 1
        tap = action(card, "A")
        assert isinstance(tap, Tap)
        item = world.database.read(partial(_item, number=tap.target.id)).result()
        assert item is not None
        key = item.option_order.index(2)
        await world.press("Ann", Tap(tap.target, key if right else (key + 1) % 4))
        card = await world.press("Ann", Lock(tap.target, Confidence.FAIRLY))
        onward = "Next" if "Next" in buttons(card) else "See how it went"
        card = await world.press("Ann", action(card, onward))
    return card, asked


@pytest.mark.parametrize("right", [True, False])
async def test_all_right_or_none_ends_with_a_profile_and_kind_words(
    world: World, right: bool
) -> None:
    card, asked = await take(world, right=right, card=await world.press("Ann", "inventory"))
    shown = text(card)
    assert f"{asked if right else 0} of {asked} questions right." in shown
    assert ("how far above" if right else "everything from here is gain") in shown
    assert asked <= 24
    run = world.database.read(lambda tx: runs.latest_of(tx, 1, "sample", "inventory")).result()
    assert run is not None
    assert run.ended_at is not None
    names = world.database.read(lambda tx: runs.items_of(tx, run.id or 0)).result()
    assert len(set(names)) == len(names)
    catalogue = world.library.catalogue("sample")
    assert {catalogue.pack.pool_of(catalogue.items[name]) for name in names} == {Pool.PRACTICE}
    # The six concepts of the heaviest domain come once each before one comes again.
    heaviest = [catalogue.items[name].concept for name in names if name.startswith("sample/d3")]
    assert len(heaviest) > len(set(heaviest[:6])) == 6
    by_domain = [sum(name.startswith(f"sample/d{d}") for name in names) for d in range(1, 5)]
    assert by_domain[2] == max(by_domain)


async def test_an_inventory_that_was_left_goes_on_and_another_run_ends_it(world: World) -> None:
    first = await world.press("Ann", "inventory")
    assert text(await world.press("Ann", "continue")).splitlines()[0] in text(first)
    assert buttons(await world.press("Ann", "inventory"))["A"] == buttons(first)["A"]
    await world.press("Ann", Practise("", 1))
    # Nothing was answered in it, so it simply begins anew.
    assert "1 of at most" in text(await world.press("Ann", "inventory"))


@pytest.mark.parametrize("after", [0, 3, 23])
async def test_an_inventory_that_was_abandoned_waits_and_then_says_what_it_has(
    world: World, tmp_path: Path, after: int
) -> None:
    left, asked = await take(
        world, right=True, card=await world.press("Ann", "inventory"), most=after
    )
    world.database.close()
    world = build(sqlite(tmp_path), library("bc"), start=world.clock.now + timedelta(days=1))
    # After a restart it goes on with the very question that waits.
    for words in ("inventory", "continue"):
        assert buttons(await world.press("Ann", words)).get("A") == buttons(left).get("A")
    world.clock.now += timedelta(days=30)
    assert "No run is waiting for you." in text(await world.press("Ann", "continue"))
    card = await world.press("Ann", "inventory")
    if not after:
        assert "Inventory · 1 of at most 24" in text(card)
        return
    assert f"{asked} of {asked} questions right." in text(card)
    assert "Another inventory goes on from here" in text(card)
    if after > 3:
        return
    # Another one asks none of what was met, and counts all of it.
    names = world.database.read(lambda tx: runs.items_of(tx, 1)).result()[:asked]
    more, again = await take(
        world, right=False, card=await world.press("Ann", action(card, "Another inventory"))
    )
    assert f"With all you answered before: {asked + again} first answers." in text(more)
    assert not set(names) & set(world.database.read(lambda tx: runs.items_of(tx, 2)).result())
    world.database.close()


async def test_a_group_that_turns_to_another_exam_has_an_inventory_for_each(tmp_path: Path) -> None:
    world = build(sqlite(tmp_path), sequel.library())
    await open_group(world, "Ann", post=True)

    async def turns_to(pack: str) -> None:
        await wrap_future(
            world.database.write(
                lambda tx: tx.run("UPDATE study_group SET pack = ?", (pack,)).fetchall()
            )
        )

    first = await world.press("Ann", "inventory")
    await turns_to("sequel")
    assert "No run is waiting for you." in text(await world.press("Ann", "continue"))
    assert "Inventory · 1 of at most 24" in text(await world.press("Ann", "inventory"))
    await turns_to("sample")
    assert buttons(await world.press("Ann", "continue"))["A"] == buttons(first)["A"]
    world.database.close()


async def test_with_nothing_new_left_it_says_so(tmp_path: Path) -> None:
    small = sample.library().catalogue("sample")
    pack = replace(small.pack, practice_pool=("sample/d1.1-01/b",))
    names = [name for name in small.items if name[-1] == "a" or name == "sample/d1.1-01/b"]
    kept = [small.items[name] for name in names]
    world = build(sqlite(tmp_path), Library(catalogues={"sample": Catalogue.of(pack, kept)}))
    try:
        await open_group(world, "Ann", post=True)
        card = await world.press("Ann", "inventory")
        assert "There is 1 new question for it here" in text(card)
        shown, asked = await take(world, right=True, card=card)
        assert asked == 1
        assert "Another inventory" not in buttons(shown)
        assert "nothing new is left" in text(await world.press("Ann", Inventory(True)))
    finally:
        world.database.close()


async def test_a_profile_waits_while_an_answer_has_no_verdict_yet(world: World) -> None:
    await sealed(world)
    shared = (await world.channel())[-1]
    tap = action(shared, "A")
    assert isinstance(tap, Tap)
    await world.press("Ann", tap)
    await world.press("Ann", Lock(tap.target, Confidence.FAIRLY))
    card, _ = await take(world, right=True, card=await world.press("Ann", "inventory"))
    assert "its verdict comes at the close" in text(card)
    await world.pass_time(hours=12)
    assert "Your profile" in text(await world.press("Ann", "inventory"))


async def offered(world: World, name: str = "Ann") -> list[bool]:
    """Say whether home and progress offer the inventory."""
    cards = [await world.press(name, Home()), await world.press(name, "progress")]
    for card in cards:
        line = "Skills inventory: at most 24 questions, about 20 minutes" in text(card)
        assert line == ("Skills inventory" in buttons(card))
    return ["Skills inventory" in buttons(card) for card in cards]


async def test_a_newcomer_is_offered_it_until_it_is_taken(world: World) -> None:
    assert await offered(world) == [True, True]
    await pick(world, "B", "Ann")
    for index in range(4):
        await world.press("Ann", RateSelf(index, Familiarity.NEW))
    last = await world.press("Ann", Share(False))
    assert "Skills inventory" in buttons(last)
    assert await offered(world) == [True, True]
    card = await world.press("Ann", action(last, "Skills inventory"))
    assert await offered(world) == [True, True]  # begun is not taken
    await take(world, right=True, card=card)
    assert await offered(world) == [False, False]
    assert "Skills inventory" not in buttons(await world.press("Ann", Share(True)))


async def test_it_is_not_offered_with_evidence_enough_nor_in_the_last_week(world: World) -> None:
    await answer_many(world, "Ann", dict.fromkeys(("d1", "d2", "d3", "d4"), (12, 15)))
    await answer_many(world, "Ben", {"d1": (1, 2)})
    assert await offered(world, "Ann") == [False, False]
    assert await offered(world, "Ben") == [True, True]
    await world.press("Ben", "plan 2026-11-29 3")
    assert await offered(world, "Ben") == [False, False]
