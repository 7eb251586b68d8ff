"""How often Slack may be asked: who waits how long, so that it never has to refuse.

One number for each budget (GCRA): when it is full again. It knows a clock and no method's
meaning; the clock and the waiting are given, so that tests need not wait.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.core.errors import NotYet

#: What is counted together: a method or a purpose, a workspace, a channel.
Key: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Rate:
    """So many a minute, of which so many at once."""

    a_minute: float
    burst: int

    @property
    def apart(self) -> float:
        """The seconds between two of a steady row."""
        return 60.0 / self.a_minute


#: About a message a second in a channel; in a workspace Slack allows "several hundred a minute".
IN_CHANNEL, IN_WORKSPACE = Rate(60, 2), Rate(288, 25)
#: Edits of all kinds (Slack: 50 or more), and the tallies' share of them.
EDITS, TALLIES = Rate(48, 15), Rate(20, 4)
#: Slack's tiers 3 and 4, with something left for whoever is in a hurry.
TIER_3, TIER_4 = Rate(45, 12), Rate(90, 20)
#: How many budgets are remembered; those that are full again are forgotten first.
REMEMBERED = 20_000


class Pacer:
    """Reserves turns. ``now`` gives seconds that never go back, ``sleep`` waits for some."""

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._now = now
        self._sleep = sleep
        self._full_at: dict[Key, float] = {}
        self._closed_until: dict[Key, float] = {}

    async def turn(self, budgets: Sequence[tuple[Key, Rate]], patience: float) -> None:
        """Wait for a turn in every budget. Raises ``NotYet`` where that takes too long."""
        ends = self._reserve(budgets, patience)
        while (wait := max(ends, self._opens(budgets)) - self._now()) > 0:
            await self._sleep(wait)

    def close(self, key: Key, seconds: float) -> None:
        """Let nobody have a turn for some seconds: Slack has said so."""
        until = self._now() + seconds
        self._closed_until[key] = max(self._closed_until.get(key, 0.0), until)

    def _reserve(self, budgets: Sequence[tuple[Key, Rate]], patience: float) -> float:
        now = self._now()
        ends = max(now, self._opens(budgets))
        for key, rate in budgets:
            ends = max(ends, self._full_at.get(key, 0.0) - (rate.burst - 1) * rate.apart)
        if ends - now > patience:
            raise NotYet(ends - now)
        for key, rate in budgets:
            self._full_at[key] = max(self._full_at.get(key, 0.0), ends) + rate.apart
        self._forget(now)
        return ends

    def _opens(self, budgets: Sequence[tuple[Key, Rate]]) -> float:
        return max((self._closed_until.get(key, 0.0) for key, _ in budgets), default=0.0)

    def _forget(self, now: float) -> None:
        if len(self._full_at) > REMEMBERED:
            self._full_at = {key: at for key, at in self._full_at.items() if at > now}
            self._closed_until = {key: at for key, at in self._closed_until.items() if at > now}
