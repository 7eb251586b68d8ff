"""What Slack tells of comings and goings: channels that close and open to us.

It reads events and hands them on; what follows is decided below. Most of these events come only
where Cohort has the optional scopes: without them it learns at the next message.
"""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import Awaitable, Callable, Mapping

from bot.adapters.slack.faults import CLOSED
from bot.adapters.slack.payload import Payload, at, text
from bot.adapters.slack.pressing import PLATFORM
from bot.adapters.slack.workspaces import Workspaces
from bot.core.identity import Address
from bot.services.departing import Departures

#: Events of a channel that is closed to us from now on, each with the reason in words.
CLOSING = {
    "channel_archive": CLOSED["is_archived"],
    "group_archive": CLOSED["is_archived"],
    "channel_deleted": "This channel was deleted in Slack. Set up another one",
    "group_deleted": "This channel was deleted in Slack. Set up another one",
    "channel_left": CLOSED["not_in_channel"],
    "group_left": CLOSED["not_in_channel"],
}
OPENING = frozenset({"channel_unarchive", "group_unarchive"})


class Arrivals:
    """Hands comings and goings on. ``deeds`` are what is done for each kind of event."""

    def __init__(self, departures: Departures, workspaces: Workspaces) -> None:
        self._departures = departures
        self._workspaces = workspaces

    @property
    def deeds(self) -> Mapping[str, Callable[[str, Payload], Awaitable[None]]]:
        """What is done, by the kind of event."""
        return {
            **dict.fromkeys(CLOSING, self._closed),
            **dict.fromkeys(OPENING, self._opened),
            "member_joined_channel": self._joined,
            "member_left_channel": self._member_left,
        }

    async def welcome(self, workspace: str) -> None:
        """Note that a workspace has Cohort (again)."""
        await wrap_future(self._departures.back(PLATFORM, workspace))

    async def _closed(self, workspace: str, event: Payload) -> None:
        where = Address(PLATFORM, workspace, _channel(event))
        await wrap_future(self._departures.closed(where, CLOSING[text(event, "type")]))

    async def _opened(self, workspace: str, event: Payload) -> None:
        where = Address(PLATFORM, workspace, _channel(event))
        await wrap_future(self._departures.opened(where))

    async def _joined(self, workspace: str, event: Payload) -> None:
        if await self._is_us(workspace, event):
            await self._opened(workspace, event)

    async def _member_left(self, workspace: str, event: Payload) -> None:
        if await self._is_us(workspace, event):
            where = Address(PLATFORM, workspace, _channel(event))
            await wrap_future(self._departures.closed(where, CLOSED["not_in_channel"]))

    async def _is_us(self, workspace: str, event: Payload) -> bool:
        own = await self._workspaces.find(workspace)
        return own is not None and text(event, "user") == own.bot_user


def _channel(event: Payload) -> str:
    return text(event, "channel") or text(at(event, "channel"), "id")
