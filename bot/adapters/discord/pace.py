"""How fast we ask: evenly, a little below what Discord allows over all its routes.

Buckets of single routes are the library's affair; what it does not do is hold back before the
limit over all is reached. Answers to interactions do not count there and are not held back.
"""

from __future__ import annotations

import asyncio


class Pace:
    """Lets callers through one by one, ``rate`` a second. For one event loop."""

    def __init__(self, rate: float) -> None:
        self._apart = 1.0 / rate
        self._next = 0.0
        self._queue = asyncio.Lock()
        self._waiting = 0

    @property
    def wait(self) -> float:
        """In how many seconds whoever asks now would have a turn."""
        own = max(0.0, self._next - asyncio.get_running_loop().time())
        return own + self._waiting * self._apart

    async def turn(self) -> None:
        """Wait for one's turn; turns are given in the order of asking."""
        loop = asyncio.get_running_loop()
        self._waiting += 1
        try:
            async with self._queue:
                if (left := self._next - loop.time()) > 0:
                    await asyncio.sleep(left)
                # Counted from when it really goes: after a stall of ours those who have waited
                # go one after the other, and not all at once. One turn alone is made up for.
                late = loop.time() - self._apart
                self._next = max(self._next, late) + self._apart
        finally:
            self._waiting -= 1
