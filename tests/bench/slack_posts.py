"""A question in 1,000 channels of one workspace, and in 1,000 workspaces: as fast as Slack lets us.

``python -m tests.bench.slack_posts``. The stand-in enforces the limits in a process of its own,
with its clock (and ours) running faster. The floor of one workspace is what its limits allow. In
many workspaces no limit binds; there stands beside it what bare clients take, as many at once as we
are, that neither claim what they post nor write down what became of it. Every channel has a group
and a question of its own.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import tempfile
import time
from asyncio import wrap_future
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.pacing import Pacer
from bot.adapters.slack.running import Keys, posting
from bot.adapters.slack.views import message
from bot.adapters.slack.workspaces import Installation
from bot.cards.blocks import Card
from bot.core.identity import Address
from bot.scheduler.carrier import AT_ONCE, Carrier
from bot.scheduler.simulation import SetClock
from bot.services import daily, occasions
from bot.services.carriage import Carriage
from bot.services.founding import found_and_post
from bot.services.workshop import Workshop
from bot.store.database import Database
from bot.store.engine import read_url
from bot.store.migrate import migrate
from bot.store.tx import Tx
from tests import sample
from tests.bench.measure import say
from tests.databases import sqlite
from tests.fakes.slack import Slack
from tests.world import START, a_plan

CHANNELS = 1_000
#: How much faster than ours the limits' clock runs for one workspace.
SCALE = 10.0


@dataclass(frozen=True)
class Yard:
    """A stand-in's workspaces: where it is, and each workspace's token and channels."""

    api: str
    tokens: dict[str, str]
    places: list[tuple[str, str]]
    spare: list[tuple[str, str]]
    floor: float


@dataclass(frozen=True)
class Refusals:
    """What the stand-in has refused, and how often it was asked again too soon."""

    refused: int
    early: int


def _serve(pipe: Connection, workspaces: int, scale: float) -> None:
    async def main() -> None:
        # The schema of Slack's types would take longer than everything that is measured.
        os.environ.pop("COHORT_SHARED", None)
        async with Slack(scale=scale) as slack:
            guilds = [slack.workspace(f"Guild {number}") for number in range(workspaces)]
            each = CHANNELS // workspaces
            places = [(g.id, slack.channel(g, f"c{n}").id) for g in guilds for n in range(each)]
            spare = [(g.id, slack.channel(g, f"s{n}").id) for g in guilds for n in range(each)]
            counts = Counter(("chat.postMessage", *place) for place in places)
            tokens = {guild.id: guild.token for guild in guilds}
            floor = slack.limits.floor(counts)
            pipe.send(Yard(slack.base_url, tokens, places, spare, floor))
            while await asyncio.to_thread(pipe.recv):
                refused = sum(slack.limits.refused.values())
                pipe.send(Refusals(refused, len(slack.limits.early)))

    asyncio.run(main())


@contextmanager
def stand_in(workspaces: int, scale: float) -> Iterator[tuple[Yard, Callable[[], Refusals]]]:
    """Run a stand-in in a process of its own."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, workspaces, scale), daemon=True)
    process.start()

    def refusals() -> Refusals:
        ours.send(True)
        found: Refusals = ours.recv()
        return found

    try:
        yield ours.recv(), refusals
    finally:
        ours.send(False)
        process.join(10)


class Guilds:
    """Cohort installed in the stand-in's workspaces."""

    def __init__(self, tokens: dict[str, str]) -> None:
        self.own = {
            name: Installation(workspace=name, token=token) for name, token in tokens.items()
        }

    async def find(self, workspace: str, enterprise: str = "") -> Installation | None:
        """Give one."""
        return self.own.get(workspace)

    async def every(self) -> list[Installation]:
        """Give all."""
        return list(self.own.values())

    async def holds(self, workspace: str) -> bool:
        """Say that all hold."""
        return workspace in self.own

    async def forget(self, workspace: str) -> None:
        """Forget one."""
        self.own.pop(workspace, None)


async def post(yard: Yard, scale: float) -> float:
    """Let Cohort post a question to every place, and give the seconds it takes."""
    with tempfile.TemporaryDirectory() as folder:
        url = read_url(sqlite(Path(folder)))
        migrate(url)
        keys = Keys(bot_token="", signing_secret="x", api=yard.api)
        pacer = Pacer(lambda: time.monotonic() * scale, lambda wait: asyncio.sleep(wait / scale))
        with Database(url) as database, Workshop() as workshop:
            clock, library = SetClock(START), sample.library()
            for place in yard.places:
                await wrap_future(database.write(partial(owe, place=place, clock=clock)))
            guilds = Guilds(yard.tokens)
            async with posting(keys, workshop, installations=guilds, pacer=pacer) as out:
                carriage = Carriage(database, library, clock, ("slack",))
                carrier = Carrier(carriage, {"slack": out.surface})
                begun = time.perf_counter()
                sent = await carrier.carry()
                took = time.perf_counter() - begun
    assert sent == len(yard.places), f"{sent} of {len(yard.places)}"
    return took


def owe(tx: Tx, place: tuple[str, str], clock: SetClock) -> None:
    """Found a group in a channel, and owe it its first question."""
    plan = a_plan(name="-".join(place), address=Address("slack", *place))
    assert found_and_post(tx, sample.library(), plan, (), clock.now)


def a_question() -> Card:
    """Give the card that is posted."""
    with tempfile.TemporaryDirectory() as folder:
        url = read_url(sqlite(Path(folder)))
        migrate(url)
        with Database(url) as database:
            clock = SetClock(START)
            database.write(lambda tx: owe(tx, ("T", "C"), clock)).result()
            return database.read_now(
                lambda tx: occasions.card_of(tx, sample.library(), "round", 1, daily.QUESTION)
            )


async def bare(yard: Yard) -> float:
    """Let bare clients post a question to every spare channel; give the seconds it takes."""
    async with aiohttp.ClientSession() as session:
        clients = {
            name: AsyncWebClient(token=token, base_url=yard.api, session=session)
            for name, token in yard.tokens.items()
        }
        body = message(a_question())
        waiting = iter(yard.spare)

        async def go_on() -> None:
            for workspace, channel in waiting:
                sent = {"channel": channel, **body}
                await clients[workspace].api_call("chat.postMessage", json=sent)

        begun = time.perf_counter()
        await asyncio.gather(*(go_on() for _ in range(AT_ONCE)))
        return time.perf_counter() - begun


async def one_workspace() -> None:
    """Measure 1,000 channels of one workspace."""
    with stand_in(1, SCALE) as (yard, refusals):
        took = await post(yard, SCALE)
        no = refusals()
        say(f"{CHANNELS} channels: the limits' floor", yard.floor, "s")
        say(f"{CHANNELS} channels of one workspace", took, "s")
        say("against the floor", took / yard.floor, "x", "<= 1.2", took <= 1.2 * yard.floor)
        say("refused by Slack", no.refused, "calls", "<= 10", no.refused <= 10)
        say("asked again too soon", no.early, "calls", "0", not no.early)


async def many_workspaces() -> None:
    """Measure a channel in each of 1,000 workspaces."""
    with stand_in(CHANNELS, 1.0) as (yard, refusals):
        before = await bare(yard)
        took = await post(yard, 1.0)
        floor = (before + await bare(yard)) / 2
        no = refusals()
        say(f"{CHANNELS} workspaces: bare clients, {AT_ONCE} at once", floor, "s")
        say(f"{CHANNELS} workspaces", took, "s")
        say("against bare clients", took / floor, "x")
        say("refused by Slack", no.refused, "calls", "0", no.refused == 0)


async def main() -> None:
    """Print both."""
    logging.disable(logging.WARNING)
    await one_workspace()
    await many_workspaces()


if __name__ == "__main__":
    asyncio.run(main())
