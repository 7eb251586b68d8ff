"""From a press on Discord to its answer: through the adapter, against discord.py alone.

``python -m tests.bench.discord_press``. Both get the same interactions from a stand-in in another
process, and answer with a message as long; the bare client only sends it, by the library's own
way to a button that outlives its view. Then what a presser waits at 200 presses a second, when
1,000 press at once, and when the database is held up for a second.
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import tempfile
import threading
import time
from asyncio import wrap_future
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import discord

from bot.adapters.discord.client import Client
from bot.adapters.discord.easel import Easel
from bot.adapters.discord.layout import layouts
from bot.adapters.discord.marks import TEMPLATE
from bot.adapters.discord.pressing import Counter
from bot.bootstrap import settle
from bot.cards.actions.question import Change, Lock
from bot.cards.actions.values import Asked, Confidence, Target
from bot.cards.blocks import Button, Buttons, Card, Note, Prose
from bot.core.identity import Identity
from bot.services.desk import Desk, Press
from bot.services.founding import found_and_post
from bot.services.reply import Reply, Tell
from bot.services.workshop import Workshop
from tests.adapters.discord.hall import Hall, living
from tests.bench.discord_far import Far
from tests.bench.measure import percentile, say
from tests.databases import sqlite
from tests.world import a_plan

TURNS, RUNS = 600, 5
RATE, SECONDS, BURST = 200, 5, 1_000
_HERE = Target(Asked.ROUND, 1)
#: What a tap answers, made by nobody.
SAME = Card(
    title="Your answer",
    blocks=(
        Note(text="Nobody in your group sees your answers or how sure you were."),
        Prose(text="Which store costs the least?"),
        Prose(text="You picked A: Option 2 of d3.1-06a."),
        Prose(text="How sure are you? It never changes your points."),
        Buttons(
            buttons=tuple(Button(label=each.value, action=Lock(_HERE, each)) for each in Confidence)
        ),
        Buttons(buttons=(Button(label="Change", action=Change(_HERE)),)),
    ),
)


class Bare(discord.ui.DynamicItem[discord.ui.Button[Any]], template=TEMPLATE):
    """discord.py's own way to a button that outlives its view."""

    def __init__(self, item: discord.ui.Button[Any]) -> None:
        super().__init__(item)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: object, /
    ) -> Bare:
        """Take the button as it comes."""
        assert isinstance(item, discord.ui.Button)
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Send what is always sent."""
        (page,) = layouts(SAME)
        await interaction.response.send_message(view=page, ephemeral=True)


@contextmanager
def alone(client: Client) -> Iterator[None]:
    """Let the client answer presses by itself."""
    serve, client.serve = client.serve, None
    client.add_dynamic_items(Bare)
    try:
        yield
    finally:
        client.remove_dynamic_items(Bare)
        client.serve = serve


class AtOnce(Desk):
    """A desk that has its answer ready: what is left is what the adapter takes."""

    def press(self, press: Press, tell: Tell = lambda _: None) -> Future[Reply]:
        """Answer what is always answered."""
        answered: Future[Reply] = Future()
        answered.set_result(Reply(card=SAME, key="r1"))
        return answered


@contextmanager
def at_once(here: Hall) -> Iterator[None]:
    """Let presses be answered without the desk's work."""
    client = here.home.client
    serve, ready = client.serve, AtOnce(here.database, here.library, here.clock)
    client.serve = Counter(ready, Easel(Workshop())).serve
    try:
        yield
    finally:
        client.serve = serve


@contextmanager
def held_up(folder: Path, seconds: float) -> Iterator[None]:
    """Hold the database's writer up for a while."""
    held = threading.Event()

    def hold() -> None:
        path = sqlite(folder).removeprefix("sqlite:///")
        with sqlite3.connect(path, isolation_level=None, timeout=5) as other:
            other.execute("BEGIN IMMEDIATE")
            held.set()
            time.sleep(seconds)
            other.execute("ROLLBACK")

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    yield
    thread.join()


async def measured(far: Far, folder: Path) -> None:
    """Take turns between the adapter and the bare client, and print what came of it."""
    (guild, (channel,)), *_ = far.homes
    async with living(folder, far, guild, channel) as here:  # type: ignore[arg-type]
        lead = Identity(platform="discord", workspace="", external_id="1", name="Ann")
        plan, now = a_plan(address=here.here), here.clock.now
        await wrap_future(
            here.database.write(lambda tx: found_and_post(tx, here.library, plan, (lead,), now))
        )
        await here.settle()
        client = here.home.client
        settle()  # as the program does, so that no full round of the collector falls in between
        theirs, quick, whole = [], [], []
        for _ in range(RUNS):
            with alone(client):
                theirs.append(await far.call("many", TURNS))
            with at_once(here):
                quick.append(await far.call("many", TURNS))
            whole.append(await far.call("many", TURNS))
        say("presses a second, discord.py alone", statistics.median(theirs), "/s")
        say("presses a second, through the adapter", statistics.median(quick), "/s")
        say("presses a second, durable in the database, too", statistics.median(whole), "/s")
        ratio = _ratio(quick, theirs)
        say("adapter / discord.py", ratio, "x", ">= 0.7", ratio >= 0.7)
        say("adapter, desk and database / discord.py", _ratio(whole, theirs), "x")
        with alone(client):
            bare = await far.call("steadily", RATE, SECONDS)
        waits = await far.call("steadily", RATE, SECONDS)
        p99 = 1000 * percentile(waits, 0.99)
        say(f"{RATE}/s, discord.py alone, p99", 1000 * percentile(bare, 0.99), "ms")
        say(f"{RATE}/s, median", 1000 * percentile(waits, 0.5), "ms")
        say(f"{RATE}/s, p99", p99, "ms", "<= 100", p99 <= 100)
        with alone(client):
            bare = await far.call("at_once", BURST)
        waits = await far.call("at_once", BURST)
        p99, longest = 1000 * percentile(waits, 0.99), max(waits)
        say(f"{BURST:,} at once, discord.py alone, p99", 1000 * percentile(bare, 0.99), "ms")
        say(f"{BURST:,} at once, p99", p99, "ms", "<= 750", p99 <= 750)
        say(f"{BURST:,} at once, the longest", longest, "s", "< 3", longest < 3)
        with held_up(folder, 1.0):
            longest = max(await far.call("at_once", RATE))
        say("the longest with the database held up for 1 s", longest, "s", "< 3", longest < 3)


def _ratio(ours: list[float], theirs: list[float]) -> float:
    return statistics.median(own / other for own, other in zip(ours, theirs, strict=True))


def main() -> None:
    """Run against a stand-in that only answers, and does not look at each body twice."""
    with (
        Far(schema=False, recording=False, pace=1_000_000) as far,
        tempfile.TemporaryDirectory() as name,
    ):
        asyncio.run(measured(far, Path(name)))


if __name__ == "__main__":
    main()
