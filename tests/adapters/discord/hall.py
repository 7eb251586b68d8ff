"""A whole Cohort in a server of the stand-in for Discord, driven by the real client.

Clock, tick and carrier are the test's own; people act at the stand-in's client.
"""

from __future__ import annotations

import asyncio
from asyncio import wrap_future
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from bot.adapters.discord.client import Ends
from bot.adapters.discord.home import DiscordHome
from bot.core.identity import Address, Identity
from bot.scheduler.carrier import Carrier
from bot.scheduler.simulation import SetClock
from bot.scheduler.ticking import Tick
from bot.services.carriage import Carriage
from bot.services.desk import Desk
from bot.services.due import Due
from bot.services.founding import found_and_post
from bot.services.library import Library
from bot.services.workshop import Workshop
from bot.store.database import Database
from bot.store.engine import read_url
from bot.store.migrate import migrate
from tests import sample
from tests.fakes.discord import Channel, Discord, Guild, Person, Seen
from tests.world import START, a_plan, sqlite


@dataclass
class Hall:
    """One running Cohort in one server with one channel."""

    discord: Discord
    guild: Guild
    channel: Channel
    database: Database
    library: Library
    clock: SetClock
    desk: Desk
    tick: Tick
    carrier: Carrier
    home: DiscordHome
    people: dict[str, Person] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        """Give somebody who is a member of the server, looking at the channel."""
        if name not in self.people:
            self.people[name] = self.discord.person(name, self.guild)
            self.people[name].place = self.channel
        return self.people[name]

    def lead(self, name: str) -> Person:
        """Give somebody who owns the server."""
        found = self.person(name)
        self.guild.owner_id = found.user.id
        return found

    def identity(self, name: str) -> Identity:
        """Give somebody as the program knows them."""
        number = str(self.person(name).user.id)
        return Identity(platform="discord", workspace="", external_id=number, name=name)

    @property
    def here(self) -> Address:
        """The channel as the program knows it."""
        return Address("discord", str(self.guild.id), str(self.channel.id))

    async def found(self, *members: str) -> None:
        """Found a group, the first member leading it, and post its first question."""
        people = tuple(self.identity(name) for name in members)
        plan = a_plan(address=self.here)
        await wrap_future(
            self.database.write(
                lambda tx: found_and_post(tx, self.library, plan, people, self.clock.now)
            )
        )
        await self.settle()

    async def settle(self) -> None:
        """Tick and carry without any time passing."""
        await self.tick()
        await self.carrier.carry()

    async def at(self, moment: datetime) -> None:
        """Set the clock, then tick and carry."""
        self.clock.now = moment
        await self.settle()

    async def pass_time(self, **amount: float) -> None:
        """Let time pass, then tick and carry."""
        await self.at(self.clock.now + timedelta(**amount))

    def shown(self, channel: Channel | None = None) -> list[Seen]:
        """Give what everybody sees in the channel, or in another one."""
        place = channel or self.channel
        return [Seen(each) for each in place.messages.values() if each.kind in (0, 19, 20)]

    def thread(self) -> list[Seen]:
        """Give what everybody sees in the latest thread."""
        threads = [each for each in self.guild.channels.values() if each.is_thread]
        return self.shown(threads[-1])


@asynccontextmanager
async def hall(
    folder: Path,
    *,
    start: datetime = START,
    speed: float = 1.0,
    pace: float = 100.0,
    pictures: Workshop | None = None,
    discord: Discord | None = None,
    schema: bool = True,
) -> AsyncIterator[Hall]:
    """Run Cohort against a stand-in, with the client connected; ``pictures`` draws charts."""
    async with discord or Discord(speed=speed, pace=pace, schema=schema) as there:
        guild = there.world.add_guild("Study hall")
        channel = there.world.add_channel(guild, "study")
        async with running(folder, there, guild, channel, start=start, pictures=pictures) as made:
            yield made


@asynccontextmanager
async def running(
    folder: Path,
    discord: Discord,
    guild: Guild,
    channel: Channel,
    *,
    start: datetime = START,
    pictures: Workshop | None = None,
) -> AsyncIterator[Hall]:
    """Run Cohort in a server that is there already, on the database of the folder."""
    url = read_url(sqlite(folder))
    migrate(url)
    # One that takes no work in: charts are told in words.
    workshop = pictures or Workshop(waiting_at_most=0)
    with Database(url) as database, workshop:
        library, clock = sample.library(), SetClock(start)
        ends = Ends(api=discord.api_url, gateway=discord.gateway_url)
        home = DiscordHome(discord.token, workshop, ends)
        carriage = Carriage(database, library, clock, (home.platform,))
        carrier = Carrier(carriage, {home.platform: home.surface})
        desk = Desk(
            database, library, clock, carrier.wake, Random("hall"), workshop, zone="Europe/Berlin"
        )
        made = Hall(
            discord=discord,
            guild=guild,
            channel=channel,
            database=database,
            library=library,
            clock=clock,
            desk=desk,
            tick=Tick(Due(database, library, clock), carrier.wake),
            carrier=carrier,
            home=home,
        )
        living = asyncio.create_task(home.live(desk))
        try:
            while home.client.get_channel(channel.id) is None:
                if living.done():
                    await living
                await asyncio.sleep(0.005)
            yield made
        finally:
            await home.close()
            living.cancel()
            with suppress(asyncio.CancelledError):
                await living


#: A Tuesday, five past nine in the morning in Berlin.
MORNING = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)
