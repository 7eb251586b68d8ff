"""Discord as one of the program's platforms: its client, its surface, and its counter, wired.

The program asks it to live and to close, and knows no more of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from bot.adapters.discord.client import Client, Ends
from bot.adapters.discord.comings import Comings
from bot.adapters.discord.easel import Easel
from bot.adapters.discord.pressing import Counter
from bot.adapters.discord.roles import Roles
from bot.adapters.discord.surface import PLATFORM, DiscordSurface
from bot.services.departing import Departures
from bot.services.desk import Desk
from bot.services.following import TeamBook
from bot.services.workshop import Workshop

#: How long a stop waits, in seconds, for each of its steps.
MOMENT = 3.0


class DiscordHome:
    """Everything of Discord in one running program."""

    platform = PLATFORM

    def __init__(self, token: str, pictures: Workshop, ends: Ends | None = None) -> None:
        self._token = token
        self._easel = Easel(pictures)
        self._counter: Counter | None = None
        self.client = Client(ends)
        self.surface = DiscordSurface(self.client, self._easel)

    async def live(
        self,
        desk: Desk,
        departures: Departures,
        teams: TeamBook,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Serve until closed. Raises ``Refusal`` on a wrong token."""
        roles = Roles(self.client, teams)
        self.client.comings = Comings(departures)
        self._counter = Counter(desk, self._easel, roles.note)
        self.client.serve = self._counter.serve
        self.client.say = say
        following = asyncio.create_task(roles.keep_on())
        try:
            await self.client.live(self._token)
        finally:
            following.cancel()

    async def close(self) -> None:
        """Take nothing more in, give what is being answered a moment, and hang up."""
        self.client.serve = None
        with suppress(TimeoutError):
            async with asyncio.timeout(MOMENT):
                if self._counter is not None:
                    await self._counter.settled()
        with suppress(TimeoutError):
            async with asyncio.timeout(MOMENT):
                await self.client.close()
