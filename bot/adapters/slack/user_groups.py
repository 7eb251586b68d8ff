"""Slack's user groups, looked at every few minutes where a group's teams follow some of them.

It needs the optional scope ``usergroups:read``. Nothing is kept of people who never answered.
"""

from __future__ import annotations

import asyncio
import logging
from asyncio import wrap_future

from bot.adapters.slack.line import Line
from bot.adapters.slack.pacing import Rate
from bot.adapters.slack.payload import Payload, listed, text
from bot.adapters.slack.pressing import PLATFORM
from bot.core.errors import SurfaceFault
from bot.core.identity import Identity
from bot.services.following import PlatformTeam, TeamBook, Wish

log = logging.getLogger(__name__)
#: How often it looks, in seconds.
EVERY = 300.0
TIER_2 = Rate(18, 5)


class UserGroups:
    """Brings teams in line with user groups."""

    def __init__(self, book: TeamBook, line: Line) -> None:
        self._book = book
        self._line = line

    async def keep_on(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            try:
                await self.look()
            except Exception:
                log.exception("slack: user groups could not be looked at: a mistake of ours")
            await asyncio.sleep(EVERY)

    async def look(self) -> int:
        """Look once, and give how many people were moved."""
        moved = 0
        for wish in await wrap_future(self._book.wishes(PLATFORM)):
            try:
                found = await self._find(wish)
            except SurfaceFault as wrong:
                log.warning("slack: teams cannot follow user groups: %s", wrong)
                continue
            moved += await wrap_future(self._book.bring(wish.group_id, found))
        return moved

    async def _find(self, wish: Wish) -> list[PlatformTeam]:
        workspace = wish.following.workspace
        answer = await self._line.call(
            workspace,
            "usergroups.list",
            {"include_users": True},
            budgets=[(("usergroups.list", workspace, ""), TIER_2)],
        )
        return [_team(each, wish) for each in listed(answer, "usergroups")]


def _team(found: Payload, wish: Wish) -> PlatformTeam:
    workspace, handle = wish.following.workspace, text(found, "handle")
    # Leads type what they see: the handle, or the name.
    called = text(found, "name")
    name = called if called.casefold() in wish.following.names else handle
    users = found.get("users")
    return PlatformTeam(
        id=text(found, "id"),
        name=name,
        members=[
            Identity(platform=PLATFORM, workspace=workspace, external_id=str(user), name="")
            for user in (users if isinstance(users, list) else [])
        ],
    )
