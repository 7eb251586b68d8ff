"""The connection to Discord: one client, as few intents as there are, and who hears what.

It keeps no view, no message and no member in memory; servers, channels and roles are there for
looking up permissions. Addresses can be set, for proxies. Where Discord advises several shards,
it opens as many.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.adapters.discord.comings import Comings
from bot.adapters.discord.faults import TROUBLE
from bot.adapters.discord.syncing import sync
from bot.core.errors import Refusal

log = logging.getLogger(__name__)
OFFICIAL = "https://discord.com/api/v10"
RETRY_FIRST, RETRY_MOST = 1.0, 60.0
#: A request that is asked to wait longer than this is given up for now.
WAIT_MOST = 30.0
#: How often the library may look which buckets it can forget, in seconds.
CLEARED_EVERY = 10.0
_REFUSED = (
    "Discord does not accept DISCORD_TOKEN. Copy it again from the developer portal (your "
    "application, Bot, Reset Token), and start anew."
)


@dataclass(frozen=True, slots=True)
class Ends:
    """Where the API and the gateway are; an empty gateway means that the API is asked for it."""

    api: str = OFFICIAL
    gateway: str = ""


# Nothing here speaks, so nobody has to be told that it cannot.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


class Client(discord.AutoShardedClient):
    """The library's client. ``serve`` is given every interaction, ``comings`` who came and went."""

    def __init__(self, ends: Ends | None = None) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_ratelimit_timeout=WAIT_MOST,
        )
        self.say: Callable[[str], None] = lambda _: None
        self.serve: Callable[[discord.Interaction], Awaitable[None]] | None = None
        self.comings: Comings | None = None
        # For each new bucket the library looks at every other one: with a channel's bucket for each
        # of 10,000 posts that took longer than posting them.
        self.http._try_clear_expired_ratelimits = _sparingly(  # type: ignore[method-assign]
            self.http._try_clear_expired_ratelimits, CLEARED_EVERY
        )
        self._ends = ends or Ends()
        # The library has one address for all clients of a process.
        Route.BASE = self._ends.api.rstrip("/")
        if self._ends.gateway:
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(self._ends.gateway)

    async def live(self, token: str) -> None:
        """Log in, register the commands and stay connected until closed.

        While Discord cannot be reached it tries again. Raises ``Refusal`` on a wrong token.
        """
        await self._log_in(token)
        try:
            await sync(self)
        except TROUBLE as wrong:
            log.warning("the commands could not be compared with Discord's: %s", wrong)
        try:
            await self.connect()
        except discord.ConnectionClosed as wrong:
            if wrong.code == 4004:
                raise Refusal(_REFUSED) from wrong
            raise

    async def setup_hook(self) -> None:
        """Ask how many shards there should be; the library does so itself where it may."""
        if self._ends.gateway:
            self.shard_count, _, _ = await self.http.get_bot_gateway()

    async def on_connect(self) -> None:
        """Tell the operator, once, that it has come so far."""
        self.say(f"Cohort is on Discord as {self.user}.")
        self.say = lambda _: None

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Hand on whatever somebody did."""
        if self.serve is not None:
            await self.serve(interaction)

    async def on_ready(self) -> None:
        """See who came and went while nobody listened."""
        if self.comings is not None:
            await self.comings.look_round({str(guild.id) for guild in self.guilds})

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Hear that somebody has let Cohort into a server."""
        if self.comings is not None:
            await self.comings.let_in(str(guild.id))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Hear that Cohort was removed from a server."""
        if self.comings is not None:
            await self.comings.sent_away(str(guild.id))

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Hear that a channel is gone."""
        if self.comings is not None:
            await self.comings.deleted(channel.guild.id, channel.id)

    async def on_raw_thread_delete(self, thread: discord.RawThreadDeleteEvent) -> None:
        """Hear that a thread is gone: a post of a forum may be a group's place."""
        if self.comings is not None:
            await self.comings.deleted(thread.guild_id, thread.thread_id)

    async def on_guild_channel_update(
        self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """Hear that a channel has other permissions, perhaps."""
        if self.comings is not None:
            await self.comings.changed(before, after)

    async def on_error(self, event: str, /, *_: object, **__: object) -> None:
        """Write to our log what went wrong while an event was handled."""
        log.exception("the event %s could not be handled: a mistake of ours", event)

    async def _log_in(self, token: str) -> None:
        wait = RETRY_FIRST
        while True:
            try:
                await self.login(token)
                return
            except discord.LoginFailure as wrong:
                raise Refusal(_REFUSED) from wrong
            except TROUBLE as wrong:
                log.warning("Discord cannot be reached (%s); again in %.0f s", wrong, wait)
            await self.http.close()
            self.http.connector = discord.utils.MISSING
            await asyncio.sleep(wait)
            wait = min(2 * wait, RETRY_MOST)


def _sparingly(work: Callable[[], None], seconds: float) -> Callable[[], None]:
    """Let something be done at most every so many seconds."""
    done = 0.0

    def maybe() -> None:
        nonlocal done
        now = time.monotonic()
        if now - done >= seconds:
            done = now
            work()

    return maybe
