"""The program's web server: one port for the health check, Slack's requests, and the room.

It knows which path is whose and nothing of what is answered there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

import uvicorn
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

#: Raises where the program cannot work.
Check: TypeAlias = Callable[[], Awaitable[object]]


class FrontDoor:
    """Sends each request where it belongs. ``rest`` takes what no path of ``paths`` does."""

    def __init__(
        self, check: Check, paths: dict[str, ASGIApp], rest: ASGIApp | None = None
    ) -> None:
        self._check = check
        self._paths = paths
        self._rest = rest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = str(scope.get("path", ""))
        app = self._paths.get(path)
        if app is None and self._rest is None:
            app = self._health if path == "/health" else _nothing
        await (app or self._rest or _nothing)(scope, receive, send)

    async def _health(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._check()
        await JSONResponse({"status": "ok"})(scope, receive, send)


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("There is nothing here.", 404)(scope, receive, send)


class Server(uvicorn.Server):
    """Serves an application. Leaves signals to us, so that the program ends with status 0."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                lifespan="off",
                timeout_graceful_shutdown=2,
            )
        )

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield

    async def up(self, serving: asyncio.Task[None]) -> None:
        """Wait until it takes requests, or has ended."""
        while not self.started and not serving.done():
            await asyncio.sleep(0.005)
