"""Pointing the real client at the stand-in, and running it for the length of a test.

Knows discord.py's two addresses and how long its start takes; must not know what the client does.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Coroutine, Iterator
from typing import Any, TypeVar

import discord as client_library
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.fakes.discord.server import Discord

T = TypeVar("T")


@contextlib.contextmanager
def pointed_at(api_url: str, gateway_url: str) -> Iterator[None]:
    """Let every client of this process talk to these addresses."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = api_url, yarl.URL(gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@contextlib.asynccontextmanager
async def running(
    discord: Discord, client: client_library.Client, *, token: str | None = None
) -> AsyncIterator[None]:
    """Run a client against the stand-in: log in, wait until it is ready, close it at the end."""
    with pointed_at(discord.api_url, discord.gateway_url):
        # A client waits two seconds for further servers before it calls itself ready.
        client._connection.guild_ready_timeout = 0.05
        task = asyncio.create_task(client.start(token or discord.token))
        ready = asyncio.create_task(_ready(client))
        done, _ = await asyncio.wait(
            (task, ready), timeout=10.0, return_when=asyncio.FIRST_COMPLETED
        )
        try:
            if task in done:
                await task
            if not done:
                raise TimeoutError("the client did not become ready")
            yield
        finally:
            ready.cancel()
            await client.close()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await task


async def _ready(client: client_library.Client) -> None:
    while not client.is_ready():
        await asyncio.sleep(0.005)


class Threaded:
    """A stand-in on a loop of its own, so that a bench measures the client's loop alone."""

    def __init__(self, discord: Discord) -> None:
        self.discord = discord
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Threaded:
        self._thread.start()
        self.call(self.discord.start())
        return self

    def __exit__(self, *_: object) -> None:
        self.call(self.discord.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something on the stand-in's loop and return what came of it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()
