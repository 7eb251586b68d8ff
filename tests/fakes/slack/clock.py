"""The stand-in's own clock. It knows seconds; it must not know what they are used for.

Two readings: `now` is Slack's wall clock (real time, plus whatever a test has let pass), and
`limits` is the same clock run faster, by which rate limits are counted.
"""

from __future__ import annotations

import asyncio
import time
from datetime import datetime


class Clock:
    """Time as the stand-in sees it. `scale` says how much faster the limits' time runs."""

    def __init__(self, *, start: datetime | None = None, scale: float = 1.0) -> None:
        self.scale = scale
        self._began = time.monotonic()
        self._first = time.time() if start is None else start.timestamp()
        self._jumped = 0.0
        self._last_ts = 0

    def now(self) -> float:
        """Give Slack's time in seconds since 1970."""
        return self._first + self._jumped + (time.monotonic() - self._began)

    def limits(self) -> float:
        """Give the time by which limits are counted, in seconds."""
        return (self._jumped + (time.monotonic() - self._began)) * self.scale

    def advance(self, seconds: float) -> None:
        """Let time pass without waiting for it."""
        self._jumped += seconds

    async def sleep(self, seconds: float) -> None:
        """Wait for some seconds of the limits' time: what a client's own waiting is given."""
        await asyncio.sleep(seconds / self.scale)

    def ts(self) -> str:
        """Give a new timestamp in Slack's form, later than every other one given."""
        self._last_ts = max(int(self.now() * 1_000_000), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"
