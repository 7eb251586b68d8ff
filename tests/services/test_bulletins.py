"""Bulletins: each slot once, carried like questions, and told to one person alone where meant."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.services import bulletins
from bot.store import people
from bot.store.groups import places_of
from bot.store.tables import Account, Delivery
from bot.store.tx import Tx
from tests.databases import sqlite
from tests.world import World, build, open_group, who


@pytest.fixture
async def world(tmp_path: Path) -> Iterator[World]:  # type: ignore[misc]
    made = build(sqlite(tmp_path))
    await open_group(made, "Ann", "Ben", post=True)
    yield made
    made.database.close()


def account(tx: Tx, name: str) -> Account:
    found = people.find_account(tx, who(name))
    assert found is not None
    return found


async def issue(world: World, slot: str, **more: object) -> int | None:
    return await wrap_future(
        world.database.write(
            lambda tx: bulletins.issue(tx, 1, "probe", slot, {}, world.clock.now, **more)  # type: ignore[arg-type]
        )
    )


async def test_a_slot_of_a_kind_is_issued_once(world: World) -> None:
    assert await issue(world, "2026-W48") is not None
    assert await issue(world, "2026-W48") is None
    assert await issue(world, "2026-W49") is not None


async def test_it_is_owed_to_every_shared_place(world: World) -> None:
    number = await issue(world, "2026-W48")
    owed = world.database.read_now(
        lambda tx: [
            (each.place_id, each.state)
            for each in (tx.get(Delivery, n) for n in range(1, 9))
            if each is not None and each.occasion_kind == bulletins.OCCASION
        ]
    )
    assert number == 1
    assert owed == [(1, "pending")]


async def test_what_is_for_one_person_gets_a_place_of_their_own(world: World) -> None:
    def work(tx: Tx) -> tuple[str, int | None]:
        bulletins.issue(tx, 1, "probe", "x", {}, world.clock.now, to=account(tx, "Ben"))
        (place,) = people.private_places(tx, places_of(tx, 1), account(tx, "Ben"))
        assert [shared.account_id for shared in places_of(tx, 1)] == [None]
        return place.address, place.account_id

    address, owner = await wrap_future(world.database.write(work))
    assert address == "main@ben"
    assert owner == world.database.read_now(lambda tx: account(tx, "Ben").id)
