"""Who is looking: live pages by place, and what each member holds: private replies and files.

All of it is in memory and can be lost: a page that connects again is given everything, and a
file can be asked for again. What one member holds is never given to another.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, defaultdict, deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.cards.blocks import Card
from bot.services.reply import Enclosure, Reply

#: A page further behind than this is told to load anew.
BEHIND_AT_MOST = 200
PRIVATE_AT_MOST = 20
#: How long a file can be fetched, how many each member has, and their bytes in all.
FILE_FOR = timedelta(minutes=15)
FILES_AT_MOST = 3
BYTES_AT_MOST = 64 * 1024 * 1024


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    member: str
    file: Enclosure
    until: datetime


class Hub:
    """Live pages, private replies and files. Call it on the event loop only."""

    def __init__(self) -> None:
        self._pages: set[_Page] = set()
        self._private: dict[tuple[int, str], deque[Private]] = defaultdict(
            lambda: deque(maxlen=PRIVATE_AT_MOST)
        )
        self._files: OrderedDict[str, _Held] = OrderedDict()
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

    def give(self, place_id: int, member: str, reply: Reply, now: datetime) -> Private:
        """Give a member a private reply with its files, and show it on their pages."""
        for file in reply.files:
            self._hold(member, file, now)
        kept = self._keep(place_id, member, reply, now)
        self.tell(
            Event(
                name="private", place_id=place_id, card=reply.card, member=member, private=kept.id
            )
        )
        return kept

    def file(self, member: str, file_id: str, now: datetime) -> Enclosure | None:
        """Give a member's own file; None where they have none of that name (any more)."""
        held = self._files.get(file_id)
        if held is None or held.member != member or held.until <= now:
            return None
        return held.file

    def _hold(self, member: str, file: Enclosure, now: datetime) -> None:
        self._files[file.id] = _Held(member=member, file=file, until=now + FILE_FOR)
        own = [each for each, held in self._files.items() if held.member == member]
        for each in own[:-FILES_AT_MOST]:
            del self._files[each]
        while len(self._files) > 1 and self._bytes() > BYTES_AT_MOST:
            self._files.popitem(last=False)
        # The clock says when it cannot be had any more; this gives the memory back.
        asyncio.get_running_loop().call_later(
            FILE_FOR.total_seconds(), self._files.pop, file.id, None
        )

    def _bytes(self) -> int:
        return sum(len(held.file.data) for held in self._files.values())

    def _keep(self, place_id: int, member: str, reply: Reply, now: datetime) -> Private:
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

    def forget(self, member: str) -> None:
        """Drop all that a member holds, in every place."""
        for key in [each for each in self._private if each[1] == member]:
            del self._private[key]
        for file in [each for each, held in self._files.items() if held.member == member]:
            del self._files[file]

    def close(self) -> None:
        """Let every page go."""
        for page in list(self._pages):
            while page.events.full():
                page.events.get_nowait()
            page.events.put_nowait(None)
