"""The clock calls its jobs, one at a time, and goes on after one fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.scheduler.clock import Clock

OFTEN = 0.005


@pytest.fixture
async def clock() -> AsyncIterator[Clock]:
    """Give a clock that is stopped after the test."""
    made = Clock()
    yield made
    made.stop()


async def test_a_job_is_called_again_and_again(clock: Clock) -> None:
    called, enough = 0, asyncio.Event()

    async def job() -> None:
        nonlocal called
        called += 1
        if called == 3:
            enough.set()

    clock.every(OFTEN, "job", job)
    clock.start()
    await enough.wait()
    assert called >= 3


async def test_a_job_is_never_called_while_it_runs(clock: Clock) -> None:
    running, most, others = 0, 0, asyncio.Event()

    async def slow() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await others.wait()
        running -= 1

    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        ticks += 1
        if ticks == 8:
            others.set()

    clock.every(OFTEN, "slow", slow)
    clock.every(OFTEN, "tick", tick)
    clock.start()
    await others.wait()
    assert most == 1


async def test_a_job_that_fails_is_called_again(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    called, again = 0, asyncio.Event()

    async def job() -> None:
        nonlocal called
        called += 1
        if called == 1:
            raise LookupError("once")
        again.set()

    clock.every(OFTEN, "job", job)
    clock.start()
    await again.wait()
    assert "the job job failed and will be called again" in caplog.text


async def test_nothing_is_called_after_the_stop(clock: Clock) -> None:
    called, once = 0, asyncio.Event()

    async def job() -> None:
        nonlocal called
        called += 1
        once.set()

    clock.every(OFTEN, "job", job)
    clock.start()
    await once.wait()
    clock.stop()
    # The scheduler ends at the loop's next turn.
    for _ in range(3):
        await asyncio.sleep(0)
    before = called
    for _ in range(10):
        await asyncio.sleep(OFTEN)
    assert before == called


async def test_stopping_twice_or_before_the_start_is_harmless(clock: Clock) -> None:
    clock.stop()
    clock.start()
    clock.stop()
    clock.stop()
