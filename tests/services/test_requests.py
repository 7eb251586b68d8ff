"""What the command line asks for, and of which group."""

from __future__ import annotations

from asyncio import wrap_future
from functools import partial

import pytest

from bot.core.errors import NotFound
from bot.core.identity import Address
from bot.services import requests
from bot.services.founding import found
from bot.store.tables import Request
from tests.world import World, a_plan


async def also(world: World, platform: str, *, begins: bool = True) -> None:
    """Found another group that is called as the usual one."""
    plan = a_plan(address=Address(platform, "T1", "C1"))
    await wrap_future(
        world.database.write(partial(found, plan=plan, now=world.clock.now, begins=begins))
    )


def asked(world: World, name: str) -> int | None:
    return world.database.read_now(lambda tx: requests.group_to_ask(tx, name).id)


async def test_a_group_is_named_with_or_without_its_sign(world: World) -> None:
    assert asked(world, "main") == asked(world, "#main") == asked(world, "") == asked(world, "1")


async def test_of_two_groups_of_one_name_the_number_says_which(world: World) -> None:
    await also(world, "slack")
    with pytest.raises(NotFound, match=r"1 \(Room #main\), 2 \(Slack #main\)"):
        asked(world, "main")
    assert asked(world, "2") == 2
    with pytest.raises(NotFound, match="There is no group `3`"):
        asked(world, "3")


async def test_the_room_shows_its_own_group_of_a_name(world: World) -> None:
    await also(world, "slack")
    view = await wrap_future(world.book.view("main", lambda _: ""))
    assert [member.name for member in view.members] == ["Ann", "Ben"]
    assert len(view.doors) == 1


async def test_nothing_is_posted_in_a_group_that_has_not_begun(world: World) -> None:
    await also(world, "slack", begins=False)

    def ask(tx: object) -> int:
        return requests.ask(tx, requests.group_to_ask(tx, "2"), world.clock.now)  # type: ignore[arg-type]

    number = await wrap_future(world.database.write(ask))
    await world.settle()
    row = world.database.read_now(lambda tx: tx.get(Request, number))
    assert row is not None
    assert row.outcome.startswith("not done: The group has not begun")
    assert world.posted("slack") == []
