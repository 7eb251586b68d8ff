"""A Cohort on Slack with its first question posted, for tests of single presses."""

from __future__ import annotations

import time
from asyncio import wrap_future
from collections.abc import AsyncIterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from bot.adapters.slack import people
from bot.store.tables import Attempt, Draft
from bot.store.tx import Tx
from tests.adapters.slack.guild import GuildWorld, guild_world
from tests.fakes.slack import Message


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look people up without waiting for a quieter moment."""
    monkeypatch.setattr(people, "LATER", 0.001)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[GuildWorld]:
    """Give a group in a channel; Ann leads it and its first question is posted."""
    async with guild_world(tmp_path) as made:
        await made.open_group("Ann", "Ben")
        yield made


def question(world: GuildWorld) -> Message:
    """Give the newest question in the channel."""
    return [each for each in world.study.messages.values() if each.by_app and not each.thread][-1]


async def count(world: GuildWorld, table: type[Draft] | type[Attempt]) -> int:
    """Count the rows of a table."""
    name = table.__tablename__

    def work(tx: Tx) -> int:
        return int(tx.run(f"SELECT count(*) FROM {name}").fetchone()[0])  # type: ignore[index]

    return await wrap_future(world.database.read(work))


def stall(world: GuildWorld, seconds: float) -> Future[None]:
    """Let the one writer stand still for a while: a slow disk, a long commit."""
    return world.database.write(lambda _: time.sleep(seconds))
