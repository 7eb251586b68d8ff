"""How often things come back: each member's own choice, else their pack's, wherever it is read."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from bot.cards.actions.me import SetMemory
from bot.cards.actions.own import Home
from bot.cards.actions.question import Lock, Tap
from bot.cards.actions.values import Asked, Confidence, Target
from bot.core.packs import Catalogue
from bot.services.library import Library
from bot.services.own_data import data_of
from tests import sample
from tests.databases import sqlite
from tests.services.histories import learner, nothing_to_rebuild, read, rows
from tests.world import World, build, open_group, text

ROUND = Target(Asked.ROUND, 1)


async def days_until_back(world: World, name: str) -> int:
    """Let somebody answer, right and certain, and give the days until it comes back."""
    await world.press(name, Tap(ROUND, 2))
    shown = text(await world.press(name, Lock(ROUND, Confidence.CERTAIN)))
    found = re.search(r"Back in (\d+) days", shown)
    assert found is not None, shown
    return int(found[1])


async def test_a_members_choice_moves_their_own_reviews_and_nobody_elses(world: World) -> None:
    await world.press("Ann", SetMemory(80))
    assert await days_until_back(world, "Ann") > 3 * await days_until_back(world, "Ben") - 3
    await world.pass_time(days=5)
    assert "Nothing is due today." in text(await world.press("Ann", "review"))
    assert "more than usual (95 %)" in text(await world.press("Ann", "me memory more"))
    assert "Review 1" in text(await world.press("Ann", Home()))
    assert "1 review due" in text(await world.press("Ann", "today"))
    assert "Review · 1 of 1" in text(await world.press("Ann", "review"))
    assert "Nothing is due today." in text(await world.press("Ben", "review"))


async def test_the_last_choice_holds_is_kept_once_and_stands_in_ones_own_data(
    world: World,
) -> None:
    for words in ("me memory 85", "me memory 85 %", "me memory 99", "me memory"):
        await world.press("Ann", words)
    await world.press("Ann", "me memory usual")
    kept = await rows(world, "SELECT payload, group_id FROM event WHERE kind = 'retention'")
    assert kept == [('{"percent": 85}', None), ('{"percent": 0}', None)]
    assert "Reviews" not in text(await world.press("Ann", "me"))
    number = await learner(world, "Ann")
    held = await read(world, lambda tx: data_of(tx, number))
    assert held.count(b'"kind": "retention"') == 2
    await nothing_to_rebuild(world)


async def test_the_packs_own_retention_is_the_usual_one(world: World, tmp_path: Path) -> None:
    usual = sample.catalogue()
    pack = replace(usual.pack, retention=0.8)
    folder = tmp_path / "other"
    folder.mkdir()
    other = build(sqlite(folder), Library(catalogues={"sample": Catalogue(pack, usual.items)}))
    await open_group(other, "Ann", "Ben", post=True)
    await world.press("Ben", SetMemory(80))
    assert await days_until_back(other, "Ann") == await days_until_back(world, "Ben")
    shown = text(await other.press("Ann", "me memory"))
    assert "Usual (80 %), now" in shown
    assert "Fewer" not in shown
    await other.press("Ann", SetMemory(90))
    assert await days_until_back(other, "Ann") == await days_until_back(world, "Ann")
    other.database.close()
