"""G5: many posts on Discord against what its own limits allow, and not one too many.

``python -m tests.bench.discord_posts [POSTS]``; 1,000 where nothing is said, 10,000 for the goal.
A group in each channel is owed its question; the carrier brings them, through the real client, to
a stand-in in another process that enforces 50 requests a second and the bucket of each channel.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from asyncio import wrap_future
from pathlib import Path

from bot.core.identity import Address, Identity
from bot.services.founding import found_and_post
from bot.store.tx import Tx
from tests.adapters.discord.hall import Hall, living
from tests.bench.discord_far import Far
from tests.bench.measure import say
from tests.world import a_plan

POSTS, CHANNELS, AT_ONCE = 1_000, 100, 50
#: Requests that Discord allows in a second, over all its routes.
OVER_ALL = 50


async def owe(here: Hall, places: list[Address]) -> None:
    """Found a group in each place, and owe it its first question."""
    now, lead = here.clock.now, Identity(platform="x", workspace="", external_id="1", name="Ann")

    def work(tx: Tx, few: list[Address]) -> None:
        for place in few:
            found_and_post(
                tx, here.library, a_plan(name=place.address, address=place), (lead,), now
            )

    for start in range(0, len(places), AT_ONCE):
        few = places[start : start + AT_ONCE]
        await wrap_future(here.database.write(lambda tx, few=few: work(tx, few)))  # type: ignore[misc]


async def measured(far: Far, folder: Path) -> None:
    """Owe, carry, and print how long that took against the floor."""
    first, channels = far.homes[0]
    async with living(folder, far, first, channels[0]) as here:  # type: ignore[arg-type]
        places = [
            Address("discord", str(guild.id), str(channel.id))
            for guild, many in far.homes
            for channel in many
        ]
        await owe(here, places)
        floor = len(places) / OVER_ALL
        begun, cpu = time.perf_counter(), time.process_time()
        posted = await here.carrier.carry()
        took, cpu = time.perf_counter() - begun, time.process_time() - cpu
        refused, messages = await far.call("outcome")
    assert posted == messages == len(places), (posted, messages)
    say(f"{posted:,} posts", took, "s")
    say("what the limits allow", floor, "s")
    say("posts / limits", took / floor, "x", "<= 1.11", took / floor <= 1.11)
    say("refused as too many (429)", refused, "", "0", refused == 0)
    share = 100 * cpu / took
    say("CPU of the wall time", share, "%", "<= 10", share <= 10)


def main() -> None:
    """Run for as many posts as are asked for."""
    posts = int(sys.argv[1]) if len(sys.argv) > 1 else POSTS
    guilds = -(-posts // CHANNELS)
    with (
        Far(guilds=guilds, channels=CHANNELS, schema=False, recording=False) as far,
        tempfile.TemporaryDirectory() as name,
    ):
        asyncio.run(measured(far, Path(name)))


if __name__ == "__main__":
    main()
