"""The room as one of the program's platforms: its web server, its surface, and its pages.

The program asks it to live and to close, and knows no more of it.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from typing import Any

import uvicorn

from bot.adapters.room.app import Room
from bot.adapters.room.gallery import Gallery
from bot.adapters.room.hub import Hub
from bot.adapters.room.surface import RoomSurface
from bot.services.desk import Desk
from bot.services.room import PLATFORM, RoomBook
from bot.services.workshop import Workshop


class _Server(uvicorn.Server):
    """Leaves signals to the program, so that it ends with status 0."""

    def capture_signals(self) -> Any:
        return nullcontext()


class RoomHome:
    """Everything of the room in one running program. ``ready`` is called once pages are served."""

    platform = PLATFORM

    def __init__(
        self,
        book: RoomBook,
        clock: Callable[[], datetime],
        pictures: Workshop,
        *,
        host: str,
        taken: socket.socket,
        ready: Callable[[], None],
    ) -> None:
        self._book = book
        self._clock = clock
        self._pictures = pictures
        self._host = host
        self._taken = taken
        self._ready = ready
        self._hub = Hub()
        self._server: _Server | None = None
        self.surface = RoomSurface(book, self._hub)

    async def live(self, desk: Desk, say: Callable[[str], None]) -> None:  # noqa: ARG002
        """Serve pages until closed."""
        room = Room(desk, self._book, self._hub, Gallery(self._pictures), self._clock)
        config = uvicorn.Config(
            room.app(frozenset({self._host.lower()})),
            log_level="warning",
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=2,
        )
        self._server = _Server(config)
        serving = asyncio.create_task(self._server.serve(sockets=[self._taken]))
        while not self._server.started and not serving.done():
            await asyncio.sleep(0.005)
        self._ready()
        await serving

    async def close(self) -> None:
        """Let every page go and stop serving."""
        if self._server is not None:
            self._server.should_exit = True
        self._hub.close()
