"""What Discord says of comings and goings: Cohort sent away or let in, a channel gone or opened.

What happened while the program was down is found by comparing where groups live with where
Discord says that Cohort is.
"""

from __future__ import annotations

import logging
from asyncio import wrap_future

from bot.adapters.discord.faults import Channel, missing
from bot.adapters.discord.surface import PLATFORM
from bot.core.identity import Address
from bot.services.departing import Departures

log = logging.getLogger(__name__)
LEFT = "Cohort was removed from the server"
GONE = "the channel was deleted"


class Comings:
    """Tells what concerns groups. Call it on the client's event loop only."""

    def __init__(self, departures: Departures) -> None:
        self._departures = departures

    async def look_round(self, servers: set[str]) -> None:
        """Note who let Cohort in or sent it away meanwhile; ``servers`` are those it is in."""
        for server, has_left in (await wrap_future(self._departures.workspaces(PLATFORM))).items():
            if has_left and server in servers:
                await self.let_in(server)
            elif not has_left and server not in servers:
                await self.sent_away(server)

    async def sent_away(self, server: str) -> None:
        """Note that Cohort was removed from a server."""
        if await wrap_future(self._departures.left(PLATFORM, server, LEFT)):
            log.warning("Cohort was removed from the server %s", server)

    async def let_in(self, server: str) -> None:
        """Note that Cohort is in a server, perhaps again."""
        await wrap_future(self._departures.back(PLATFORM, server))

    async def deleted(self, guild_id: int, channel_id: int) -> None:
        """Note that a channel, or a post of a forum, is gone."""
        await wrap_future(self._departures.closed(_address(guild_id, channel_id), GONE))

    async def changed(self, before: Channel, after: Channel) -> None:
        """Post again where a missing permission was given."""
        if after.guild.me is not None and missing(before) and not missing(after):
            await wrap_future(self._departures.opened(_address(after.guild.id, after.id)))


def _address(guild_id: int, channel_id: int) -> Address:
    return Address(PLATFORM, str(guild_id), str(channel_id))
