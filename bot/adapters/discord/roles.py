"""Roles that a group's teams follow, looked at every few minutes.

Who is in a role cannot be listed without a privileged intent. So only a group's own members are
asked about, one by one, and not at all where a press of theirs has just said it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from asyncio import wrap_future
from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.adapters.discord.faults import TROUBLE, fault_of
from bot.adapters.discord.pace import Pace
from bot.adapters.discord.surface import PLATFORM
from bot.core.identity import Identity
from bot.services.following import PlatformTeam, TeamBook, Wish

log = logging.getLogger(__name__)
#: How often it looks, how long what is known of somebody holds, in seconds, and how fast it asks.
EVERY, HOLDS, RATE = 300.0, 3_600.0, 2.0


@dataclass(frozen=True, slots=True)
class _Known:
    roles: frozenset[int]
    at: float


class Roles:
    """Brings teams in line with roles. Call it on the client's event loop only."""

    def __init__(self, client: discord.Client, book: TeamBook, *, rate: float = RATE) -> None:
        self._client = client
        self._book = book
        self._pace = Pace(rate)
        self._known: dict[tuple[int, int], _Known] = {}

    def note(self, member: object) -> None:
        """Take in what a press says of somebody's roles."""
        if isinstance(member, discord.Member):
            roles = frozenset(member._roles)
            self._known[member.guild.id, member.id] = _Known(roles, time.monotonic())

    async def keep_on(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            try:
                await self.look()
            except Exception:
                log.exception("roles could not be looked at: a mistake of ours")
            await asyncio.sleep(EVERY)

    async def look(self) -> int:
        """Look once, and give how many people were moved."""
        wishes = await wrap_future(self._book.wishes(PLATFORM))
        if not wishes:
            self._known.clear()
        moved = 0
        for wish in wishes:
            guild = self._client.get_guild(int(wish.following.workspace))
            if guild is None or guild.unavailable:
                continue
            try:
                found = await self._find(wish, guild)
            except TROUBLE as wrong:
                log.warning("teams cannot follow roles: %s", fault_of(wrong))
                continue
            moved += await wrap_future(self._book.bring(wish.group_id, found))
        return moved

    async def _find(self, wish: Wish, guild: discord.Guild) -> list[PlatformTeam]:
        people = await wrap_future(self._book.people(wish.group_id, PLATFORM))
        held = {each.external_id: await self._roles_of(guild, each) for each in people}
        return [
            PlatformTeam(id=str(role.id), name=role.name, members=_within(role, people, held))
            for role in guild.roles
            if not role.is_default() and wish.following.wants(str(role.id), role.name)
        ]

    async def _roles_of(self, guild: discord.Guild, person: Identity) -> frozenset[int]:
        """Give somebody's roles; who is not in the server (any more) has none."""
        number = int(person.external_id)
        known = self._known.get((guild.id, number))
        if known is not None and time.monotonic() - known.at < HOLDS:
            return known.roles
        await self._pace.turn()
        try:
            self.note(await guild.fetch_member(number))
        except discord.NotFound:
            self._known[guild.id, number] = _Known(frozenset(), time.monotonic())
        return self._known[guild.id, number].roles


def _within(
    role: discord.Role, people: Sequence[Identity], held: dict[str, frozenset[int]]
) -> list[Identity]:
    return [each for each in people if role.id in held[each.external_id]]
