"""Work that goes on after Slack has its acknowledgement, each piece guarded by itself.

A mistake in one is logged with its number and takes nothing else with it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

log = logging.getLogger(__name__)
T = TypeVar("T")
#: How long an end waits for what is under way, in seconds.
LAST_SECONDS = 3.0
#: So many presses on their way to being durable are a rush.
MANY = 32


class Rush:
    """Presses that are not durable yet. In a rush what can wait leaves them the processor."""

    def __init__(self) -> None:
        self._count = 0
        self._calm = asyncio.Event()
        self._calm.set()

    def begin(self) -> None:
        """Count a press that is on its way to being durable."""
        self._count += 1
        if self._count > MANY:
            self._calm.clear()

    def end(self) -> None:
        """Count it as durable."""
        self._count -= 1
        if self._count <= MANY:
            self._calm.set()

    async def over(self, patience: float) -> None:
        """Wait until few are left, but no longer than some seconds."""
        if not self._calm.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._calm.wait(), patience)


class Tasks:
    """Starts work and remembers it until it is done."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    @property
    def count(self) -> int:
        """How many pieces are under way."""
        return len(self._running)

    def start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T | None]:
        """Begin a piece of work; what it raises is logged, and its task gives None."""
        task = asyncio.create_task(_guarded(work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        while self._running:
            await asyncio.wait(list(self._running))

    async def end(self) -> None:
        """Let what is under way finish, within bounds."""
        if self._running:
            await asyncio.wait(list(self._running), timeout=LAST_SECONDS)
        for task in list(self._running):
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*self._running, return_exceptions=True)


async def _guarded(work: Coroutine[Any, Any, T]) -> T | None:
    try:
        return await work
    except Exception:
        log.exception("slack: something after an acknowledgement failed: a mistake of ours")
        return None
