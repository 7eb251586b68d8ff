"""Discord as a surface: messages posted, edited and looked up, over REST alone.

It works while the gateway is away. A message carries a number made from its delivery's nonce, by
which it is found again in the channel's history; its id is written ``channel/message``, since a
thread's messages are in a channel of their own.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import discord

from bot.adapters.discord.easel import Easel, as_files
from bot.adapters.discord.faults import (
    NO_THREADS,
    THREAD_ARCHIVED,
    THREAD_THERE,
    TROUBLE,
    Channel,
    fault_of,
)
from bot.adapters.discord.layout import Layout, layout
from bot.adapters.discord.marks import number_of
from bot.adapters.discord.pace import Pace
from bot.cards.blocks import Card
from bot.core.errors import Fault, NotYet, SurfaceFault
from bot.core.limits import cut
from bot.services.surface import Spot

log = logging.getLogger(__name__)
PLATFORM = "discord"
#: Requests a second; Discord allows 50 over all, and edits should leave room for posts.
REQUESTS, EDITS = 46.0, 10.0
#: Shorter than a delivery's lease. Nobody may still be sending when somebody else looks it up.
SECONDS = 30.0
#: An edit that would have to wait longer for its turn than this comes again with the newest card.
PATIENCE = 0.5
#: When a look-up comes again that came before the gateway has told us of channels and rights.
UNTOLD = 3.0
LOOKED_THROUGH = 1_000
_THREAD_NAME_MOST = 100


class DiscordSurface:
    """Posts to Discord. Call it on the client's event loop only."""

    def __init__(self, client: discord.Client, easel: Easel) -> None:
        self._client = client
        self._easel = easel
        self._requests = Pace(REQUESTS)
        self._edits = Pace(EDITS)

    async def post(self, spot: Spot, card: Card, *, nonce: str, thread_of: str = "") -> str:
        """Post a message, and give ``channel/message``. With the same nonce, for some minutes,
        Discord itself gives the message that there is."""
        await self._easel.draw(card)
        async with self._asking(spot):
            place = await self._place(spot, card, thread_of)
            role = self._role(spot)
            view = self._layout(spot, card, nonce, role)
            await self._requests.turn()
            message = await place.send(
                view=view,
                files=self._files(card, view),
                nonce=nonce,
                allowed_mentions=_allowing(role),
                reference=self._reference(spot, place, thread_of),  # type: ignore[arg-type]
            )
        return f"{message.channel.id}/{message.id}"

    async def update(self, spot: Spot, remote_id: str, card: Card) -> None:
        """Put a card in the place of a message's content."""
        if (wait := self._edits.wait) > PATIENCE:
            raise NotYet(wait)
        await self._edits.turn()
        await self._easel.draw(card)
        channel_id, message_id = _numbers(remote_id)
        message = self._messageable(channel_id).get_partial_message(message_id)
        async with self._asking(spot):
            view = self._layout(spot, card, "", self._role(spot))
            files = self._files(card, view)
            await self._requests.turn()
            try:
                await message.edit(view=view, attachments=files)
            except discord.HTTPException as wrong:
                if wrong.code != THREAD_ARCHIVED:
                    raise
                await self._open_again(channel_id)
                await message.edit(view=view)

    async def find(
        self, spot: Spot, *, nonce: str, thread_of: str = "", since: datetime | None = None
    ) -> str | None:
        """Look through what was said since then for a message by its nonce."""
        async with self._asking(spot):
            if spot.person:
                channel_id = await self._direct(spot)
            else:
                channel_id = int(spot.address)
                self._must_read(spot)
                if thread_of and self._has_threads(channel_id):
                    channel_id = _numbers(thread_of)[1]
            try:
                return await self._look(channel_id, number_of(nonce), since)
            except discord.NotFound:
                if thread_of:
                    return None  # the thread was never opened
                raise

    async def _look(self, channel_id: int, number: int, since: datetime | None) -> str | None:
        await self._requests.turn()
        history = self._messageable(channel_id).history(limit=LOOKED_THROUGH, after=since)
        looked = 0
        async for message in history:
            looked += 1
            # Nobody else can write this number: the message is ours without asking by whom it is.
            if any(getattr(part, "id", 0) == number for part in message.components):
                return f"{channel_id}/{message.id}"
        if looked >= LOOKED_THROUGH:
            raise SurfaceFault("so much was said since that it could not be looked up", sent=True)
        return None

    async def _place(self, spot: Spot, card: Card, thread_of: str) -> discord.PartialMessageable:
        """Find where a message goes: a person's own channel, the channel, or a thread of it."""
        if spot.person:
            return self._messageable(await self._direct(spot))
        channel_id = int(spot.address)
        if not thread_of or not self._has_threads(channel_id):
            return self._messageable(channel_id)
        _, above = _numbers(thread_of)
        if self._client.get_channel(above) is not None:
            return self._messageable(above)
        await self._requests.turn()
        try:
            await self._client.http.start_thread_with_message(
                channel_id,
                above,
                name=cut(card.title, _THREAD_NAME_MOST),
                auto_archive_duration=4_320,  # minutes
            )
        except discord.HTTPException as wrong:
            if wrong.code == NO_THREADS:
                return self._messageable(channel_id)
            if wrong.code != THREAD_THERE:
                raise
        return self._messageable(above)

    async def _open_again(self, thread_id: int) -> None:
        """Open a thread that has fallen asleep; one that a moderator locked is left alone."""
        try:
            await self._requests.turn()
            await self._client.http.edit_channel(thread_id, archived=False)
        except discord.Forbidden as wrong:
            raise SurfaceFault("its thread was locked", gone=True) from wrong

    async def _direct(self, spot: Spot) -> int:
        await self._requests.turn()
        return int((await self._client.http.start_private_message(int(spot.person)))["id"])

    def _messageable(self, channel_id: int) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(channel_id)

    def _has_threads(self, channel_id: int) -> bool:
        """Say whether a channel's messages can have threads; we take an unknown one to be usual."""
        channel = self._client.get_channel(channel_id)
        return channel is None or isinstance(channel, discord.TextChannel)

    def _must_read(self, spot: Spot) -> None:
        """Refuse to look where everything that was said is hidden from us.

        What we may do in a channel is told by the gateway: before that, and in a server's
        outage, nobody can say, and to look all the same could find nothing where our message
        stands.
        """
        if self._known(spot) is None and not self._is_told(spot):
            raise NotYet(UNTOLD)
        if self._known(spot) is None or not self._may(spot, "read_message_history"):
            raise SurfaceFault(
                "Cohort lacks “Read Message History” there, to look it up", sent=True
            )

    def _is_told(self, spot: Spot) -> bool:
        guild = self._client.get_guild(int(spot.workspace or 0))
        return self._client.is_ready() and not (guild is not None and guild.unavailable)

    def _may(self, spot: Spot, permission: str) -> bool:
        """Say whether we have a permission in a channel, as far as we know."""
        channel = self._known(spot)
        return channel is None or getattr(channel.permissions_for(channel.guild.me), permission)

    def _reference(
        self, spot: Spot, place: discord.PartialMessageable, thread_of: str
    ) -> discord.MessageReference | None:
        """Point at the message above where a channel has no threads, if we may read it."""
        if not thread_of or place.id != _numbers(thread_of)[0]:
            return None
        if not self._may(spot, "read_message_history"):
            return None
        channel_id, message_id = _numbers(thread_of)
        return discord.MessageReference(
            message_id=message_id, channel_id=channel_id, fail_if_not_exists=False
        )

    def _known(self, spot: Spot) -> Channel | None:
        channel = None if spot.person else self._client.get_channel(int(spot.address))
        return channel if isinstance(channel, Channel) else None

    def _role(self, spot: Spot) -> discord.Role | None:
        """Find the role that a group wants to be mentioned; everybody is none."""
        guild = self._client.get_guild(int(spot.workspace or 0)) if spot.mention else None
        if guild is None:
            return None
        role = role_named(guild, spot.mention)
        if role is None:
            log.warning(
                "there is no role “%s” in %s: nobody is mentioned", spot.mention, guild.name
            )
        return role

    def _layout(self, spot: Spot, card: Card, nonce: str, role: discord.Role | None) -> Layout:
        # Where nothing may be attached, a picture's words are all of it.
        names = self._easel.at_hand(card) if self._may(spot, "attach_files") else ()
        above = role.mention if role is not None else ""
        return layout(card, names, mark=number_of(nonce) if nonce else 0, above=above)

    def _files(self, card: Card, view: Layout) -> list[discord.File]:
        return as_files(card, self._easel.at_hand(card), view.attachments)

    @asynccontextmanager
    async def _asking(self, spot: Spot) -> AsyncIterator[None]:
        """Turn all that may go wrong with a request into what the carrier understands."""
        try:
            async with asyncio.timeout(SECONDS):
                yield
        except SurfaceFault:
            raise
        except Fault as wrong:
            raise SurfaceFault(str(wrong)) from wrong
        except TROUBLE as wrong:
            raise fault_of(wrong, self._known(spot)) from wrong


def role_named(guild: discord.Guild, said: str) -> discord.Role | None:
    """Find a role as somebody wrote it: by its name, or as a mention; everybody is none."""
    wanted = said.strip().removeprefix("@").casefold()
    for role in guild.roles:
        if not role.is_default() and wanted in (role.name.casefold(), role.mention):
            return role
    return None


def _numbers(remote_id: str) -> tuple[int, int]:
    channel, _, message = remote_id.partition("/")
    return int(channel), int(message)


def _allowing(role: discord.Role | None) -> discord.AllowedMentions:
    roles = [role] if role is not None else []
    return discord.AllowedMentions(everyone=False, users=False, replied_user=False, roles=roles)
