"""Turns: as many at once as a budget allows, then evenly, and nobody before Slack allows it."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.slack.pacing import Key, Pacer, Rate
from bot.core.errors import NotYet

HERE: Key = ("chat.postMessage", "T1", "C1")
THERE: Key = ("chat.postMessage", "T1", "C2")
ALL: Key = ("chat.postMessage", "T1", "")


class Time:
    """A clock that goes on only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    async def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        self.now += seconds
        await asyncio.sleep(0)


async def turns(
    pacer: Pacer, time: Time, budgets: list[tuple[Key, Rate]], times: int
) -> list[float]:
    """Take turns one after the other, and say when each came."""
    found = []
    for _ in range(times):
        await pacer.turn(budgets, patience=1_000)
        found.append(round(time.now - 100.0, 3))
    return found


async def test_a_burst_goes_through_at_once_and_then_evenly() -> None:
    time = Time()
    pacer = Pacer(lambda: time.now, time.sleep)
    assert await turns(pacer, time, [(HERE, Rate(60, 2))], 5) == [0, 0, 1, 2, 3]


async def test_a_channel_does_not_wait_for_another_but_shares_its_workspace() -> None:
    time = Time()
    pacer = Pacer(lambda: time.now, time.sleep)
    workspace = (ALL, Rate(60, 3))
    assert await turns(pacer, time, [(HERE, Rate(60, 1)), workspace], 2) == [0, 1]
    assert await turns(pacer, time, [(THERE, Rate(60, 1)), workspace], 2) == [1, 2]


async def test_whoever_has_no_patience_is_told_how_long_it_would_take() -> None:
    time = Time()
    pacer = Pacer(lambda: time.now, time.sleep)
    budget = [(HERE, Rate(20, 1))]
    await pacer.turn(budget, patience=1)
    with pytest.raises(NotYet) as later:
        await pacer.turn(budget, patience=1)
    assert later.value.seconds == 3
    time.now += 2
    await pacer.turn(budget, patience=1)
    assert time.now == 103.0


async def test_nobody_goes_before_slack_allows_it_not_even_who_had_a_turn() -> None:
    time = Time()
    pacer = Pacer(lambda: time.now, time.sleep)
    budget = [(HERE, Rate(60, 1))]
    await pacer.turn(budget, patience=9)

    async def closing(seconds: float) -> None:
        time.now += seconds
        if time.now < 102:
            pacer.close(HERE, 30)

    pacer._sleep = closing
    await pacer.turn(budget, patience=9)
    assert time.now >= 131


@given(st.lists(st.floats(0, 3), max_size=40), st.integers(1, 5), st.integers(10, 120))
def test_no_minute_ever_holds_more_than_its_rate_and_burst(
    gaps: list[float], burst: int, a_minute: int
) -> None:
    async def play() -> list[float]:
        time = Time()
        pacer = Pacer(lambda: time.now, time.sleep)
        found = []
        for gap in gaps:
            time.now += gap
            await pacer.turn([(HERE, Rate(a_minute, burst))], patience=1_000)
            found.append(time.now)
        return found

    found = asyncio.run(play())
    for first in found:
        within = [at for at in found if first <= at < first + 60]
        assert len(within) <= a_minute + burst
