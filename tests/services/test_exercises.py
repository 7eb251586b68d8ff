"""What is set beside a review: of its domain, in turn, and each once before any twice."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.exercises import Exercise
from bot.services import exercises
from bot.services.exercises import Week, exercise_of
from bot.services.library import Library
from bot.store.tables import Bulletin, Group
from bot.store.tx import Tx
from tests import sample
from tests.databases import sqlite
from tests.services.weeks import berlin, found_six
from tests.world import World, build

CLOSE = berlin("2026-12-03 16:00")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Give a group of six."""
    made = build(sqlite(tmp_path))
    await found_six(made)
    yield made
    made.database.close()


def library(*made: Exercise) -> Library:
    return Library(catalogues={"sample": sample.catalogue()}, exercises=made)


async def set_beside(world: World, kept: Library, slot: str, domain: str = "d3") -> str:
    """Set an exercise beside a week's review and give its id; empty where there was none."""

    def work(tx: Tx) -> str:
        group = tx.get(Group, 1)
        assert group is not None
        week = Week(slot=slot, domain=domain, seq=0, closes_at=CLOSE)
        number = exercises.set_beside(tx, kept, group, week, world.clock.now)
        bulletin = tx.get(Bulletin, number) if number else None
        return exercise_of(bulletin).id if bulletin else ""

    return await wrap_future(world.database.write(work))


async def test_designs_and_labs_take_turns_in_the_reviews_domain(world: World) -> None:
    kept = world.library
    got = [
        await set_beside(world, kept, f"w{n}", domain)
        for n, domain in enumerate(("d1", "d2", "d1"))
    ]
    assert got == ["sample/design/d1", "sample/lab/d2", "sample/design/d1"]


async def test_where_a_kind_is_missing_the_other_one_comes(world: World) -> None:
    only = library(sample.lab("d3"))
    assert [await set_beside(world, only, slot) for slot in ("a", "b")] == ["sample/lab/d3"] * 2


async def test_a_domain_without_any_goes_without(world: World) -> None:
    assert await set_beside(world, library(sample.lab("d1")), "a") == ""


async def test_none_comes_twice_before_all_have_come(world: World) -> None:
    three = [replace(sample.lab("d3"), id=f"sample/lab/{name}") for name in "abc"]
    got = [await set_beside(world, library(*three), str(n)) for n in range(6)]
    assert sorted(got[:3]) == sorted(got[3:]) == [each.id for each in three]
    assert got[:3] == got[3:]


async def test_a_week_has_one_of_a_kind(world: World) -> None:
    only = library(sample.lab("d3"))
    assert await set_beside(world, only, "a")
    assert await set_beside(world, only, "a") == ""


async def test_what_was_posted_stays_when_its_file_changes(world: World) -> None:
    await set_beside(world, library(sample.design("d3")), "a")

    def read(tx: Tx) -> Bulletin | None:
        return tx.get(Bulletin, 1)

    bulletin = await wrap_future(world.database.read(read))
    assert bulletin is not None
    assert exercise_of(bulletin) == sample.design("d3")
    assert bulletin.closes_at == CLOSE
