"""Who is looking: live pages by place, and the private replies that each member has open.

All of it is in memory and can be lost: a page that connects again is given everything.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime

from bot.cards.blocks import Card
from bot.services.reply import Reply

#: A page further behind than this is told to load anew.
BEHIND_AT_MOST = 200
PRIVATE_AT_MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something a page should show: ``message``, ``edit``, or for one member alone a reply to a
    press (``private``) or a message of ours (``told``)."""

    name: str
    place_id: int
    card: Card
    number: int = 0
    parent: int | None = None
    member: str = ""
    private: str = ""


@dataclass(slots=True, eq=False)
class _Page:
    place_id: int
    member: str
    events: asyncio.Queue[Event | None] = field(
        default_factory=lambda: asyncio.Queue(BEHIND_AT_MOST)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Private:
    """A reply that one member sees. ``id`` stays when it is replaced in place."""

    id: str
    key: str
    reply: Reply
    at: datetime


class Hub:
    """Live pages and private replies. Call it on the event loop only."""

    def __init__(self) -> None:
        self._pages: set[_Page] = set()
        self._private: dict[tuple[int, str], deque[Private]] = defaultdict(
            lambda: deque(maxlen=PRIVATE_AT_MOST)
        )
        self._count = 0

    async def listen(self, place_id: int, member: str) -> AsyncIterator[Event]:
        """Give events as they happen, until the page leaves or the hub closes."""
        page = _Page(place_id, member)
        self._pages.add(page)
        try:
            while (event := await page.events.get()) is not None:
                yield event
        finally:
            self._pages.discard(page)

    def tell(self, event: Event) -> None:
        """Give an event to every page it concerns."""
        for page in list(self._pages):
            if page.place_id != event.place_id or event.member not in ("", page.member):
                continue
            try:
                page.events.put_nowait(event)
            except asyncio.QueueFull:
                # The page will connect again and load everything.
                self._pages.discard(page)
                page.events = asyncio.Queue()
                page.events.put_nowait(None)

    def keep(self, place_id: int, member: str, reply: Reply, now: datetime) -> Private:
        """Keep a private reply, in the place of the one with the same key."""
        shown = self._private[place_id, member]
        before = next((each for each in shown if reply.key and each.key == reply.key), None)
        self._count += 1
        kept = Private(
            id=before.id if before else f"p{self._count}", key=reply.key, reply=reply, at=now
        )
        if before is None:
            shown.append(kept)
        else:
            shown[shown.index(before)] = kept
        return kept

    def private(self, place_id: int, member: str) -> tuple[Private, ...]:
        """Give the private replies that a member has open in a place, the oldest first."""
        return tuple(self._private.get((place_id, member), ()))

    def close(self) -> None:
        """Let every page go."""
        for page in list(self._pages):
            while page.events.full():
                page.events.get_nowait()
            page.events.put_nowait(None)
