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

    @property
    def wait(self) -> float:
        """In how many seconds the next turn comes."""
        return max(0.0, self._next - asyncio.get_running_loop().time())

    async def turn(self) -> None:
        """Wait for one's turn; turns are given in the order of asking."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        # A turn that was slept through is not made up for, or a late burst would break the limit.
        mine = max(now - self._apart, self._next)
        self._next = mine + self._apart
        if mine > now:
            await asyncio.sleep(mine - now)
