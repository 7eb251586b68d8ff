"""The stand-in's own time, and the ids that carry it.

Knows how fast its seconds run against real ones and lets a test jump forward; must not know what
waits for it. Everything the stand-in measures (deadlines, tokens, rate-limit windows, sessions)
is measured here, in its own seconds; only what it tells the client to wait is turned into real
ones.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime

DISCORD_EPOCH_MS = 1_420_070_400_000
MONTH = 30 * 24 * 3600


class Clock:
    """Tell a time that runs `speed` times as fast as the real one and can jump forward."""

    def __init__(self, *, speed: float = 1.0, start: datetime | None = None) -> None:
        self.speed = speed
        self._began = time.monotonic()
        self._offset = start.timestamp() if start is not None else time.time()
        self._jumped = asyncio.Event()

    def now(self) -> float:
        """Return the stand-in's time, in seconds since 1970."""
        return self._offset + (time.monotonic() - self._began) * self.speed

    def stamp(self, moment: float | None = None) -> str:
        """Return a moment (default: now) as Discord writes it."""
        return datetime.fromtimestamp(self.now() if moment is None else moment, UTC).isoformat()

    def advance(self, seconds: float) -> None:
        """Jump forward by that many of the stand-in's seconds, waking whoever waits."""
        self._offset += seconds
        jumped, self._jumped = self._jumped, asyncio.Event()
        jumped.set()

    def real(self, seconds: float) -> float:
        """Turn the stand-in's seconds into real ones."""
        return seconds / self.speed

    async def until(self, moment: float) -> None:
        """Wait until the stand-in's time has reached a moment, however it gets there."""
        while (left := moment - self.now()) > 0:
            try:
                await asyncio.wait_for(self._jumped.wait(), self.real(left))
            except TimeoutError:
                continue

    async def sleep(self, seconds: float) -> None:
        """Wait that many of the stand-in's seconds."""
        await self.until(self.now() + seconds)


class Ids:
    """Hand out snowflakes: old ones for what was there before, new ones that carry the time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._old = int((clock.now() - MONTH) * 1000) - DISCORD_EPOCH_MS
        self._last = 0
        self._step = 0

    def old(self) -> int:
        """Return an id of about a month ago, one millisecond after the one before."""
        self._old += 1
        return self._old << 22

    def new(self) -> int:
        """Return an id of now, larger than all before."""
        moment = int(self._clock.now() * 1000) - DISCORD_EPOCH_MS
        if moment > self._last:
            self._last, self._step = moment, 0
        elif self._step < 0xFFF:
            self._step += 1
        else:
            self._last, self._step = self._last + 1, 0
        return self._last << 22 | self._step
