"""The real client against the stand-in, set up once for the stand-in's own tests.

Knows a small bot that hands every interaction to a function of the test; must not know Cohort.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import discord as api
from discord.ext import commands
from discord.http import Route

from tests.fakes.discord.entities import Channel, Guild, Kind, Overwrite, User
from tests.fakes.discord.errors import Json
from tests.fakes.discord.person import Person
from tests.fakes.discord.server import Discord
from tests.fakes.discord.serving import running

Answer: TypeAlias = Callable[[api.Interaction], Awaitable[None]]
PING: Json = {"name": "ping", "description": "Answer"}


class Probe(commands.AutoShardedBot):
    """A bot that answers an interaction with what the test has put into `answers`."""

    def __init__(self, *, intents: api.Intents | None = None, shards: int | None = None) -> None:
        super().__init__(
            "!",
            intents=intents or api.Intents(guilds=True),
            allowed_mentions=api.AllowedMentions.none(),
            shard_count=shards,
        )
        self.heard: list[api.Interaction] = []
        self.events: list[str] = []
        self.answer: Answer | None = None
        self.wait_before_identify: Callable[[], Awaitable[None]] | None = None

    async def on_interaction(self, interaction: api.Interaction) -> None:
        """Hand an interaction to the test's answer."""
        self.heard.append(interaction)
        if self.answer is not None:
            await self.answer(interaction)

    async def on_socket_event_type(self, name: str) -> None:
        """Note the name of every event."""
        self.events.append(name)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait as the test says, not for five real seconds."""
        if self.wait_before_identify is not None:
            await self.wait_before_identify()

    async def call(self, method: str, path: str, body: object = None, **params: Any) -> Any:
        """Send a request of one's own through the client's HTTP."""
        route = Route(method, path, **params)
        return await (
            self.http.request(route) if body is None else self.http.request(route, json=body)
        )


@dataclass(slots=True)
class Stage:
    """A server with a channel, a person in it, and the bot running."""

    discord: Discord
    guild: Guild
    channel: Channel
    ann: Person
    bot: Probe

    def place(self, channel: Channel | None = None) -> api.TextChannel:
        """Return the channel as the client knows it."""
        found = self.bot.get_channel((channel or self.channel).id)
        assert isinstance(found, api.abc.Messageable)
        return found  # type: ignore[return-value]

    async def adds(self, name: str, kind: Kind, *overwrites: Overwrite) -> Channel:
        """Make a channel and wait until the client has heard of it."""
        made = self.discord.world.add_channel(self.guild, name, kind, overwrites=overwrites)
        await self.ann.until(lambda: self.bot.get_channel(made.id) is not None)
        return made

    def user(self, user: User) -> api.Object:
        """Return somebody as the client addresses them."""
        return api.Object(user.id)


@contextlib.asynccontextmanager
async def stage(
    *,
    speed: float = 1.0,
    pace: float = 100.0,
    bot: Probe | None = None,
    schema: bool = True,
    registered: list[Json] | None = None,
) -> AsyncIterator[Stage]:
    """Run the bot against a stand-in with one server, one channel and Ann."""
    async with Discord(speed=speed, pace=pace, schema=schema) as discord:
        guild = discord.world.add_guild("Study hall")
        channel = discord.world.add_channel(guild, "general")
        ann = discord.person("Ann", guild)
        ann.place = channel
        probe = bot or Probe()
        async with running(discord, probe):
            if registered is not None:
                await probe.call(
                    "PUT",
                    "/applications/{application_id}/commands",
                    registered,
                    application_id=discord.world.bot.id,
                )
            yield Stage(discord, guild, channel, ann, probe)
