"""From press to durable answer in the room: 200 answers a second over real HTTP, and a burst.

``python -m tests.bench.press``. The program runs as it is, with page, guard, desk and writer;
each press is a tap or a lock of somebody of their own. The client is aiohttp: httpx took
more time for 200 requests a second than the program did.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

import aiohttp

from bot.adapters.room.app import seat_cookie
from tests.bench.measure import percentile, say
from tests.running import Running, Visitor

PEOPLE = 40
RATE = 200
SECONDS = 10
BURST = 1_000


async def press(client: aiohttp.ClientSession, visitor: Visitor, action: str, member: str) -> float:
    """Press once and give the seconds until the answer is durable and shown."""
    begun = time.perf_counter()
    cookies = {**dict(visitor.client.cookies), seat_cookie(visitor.group): member}
    async with client.post(
        "/act",
        data={"group": visitor.group, "action": action},
        headers={
            "X-Cohort-Token": visitor.token,
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        },
    ) as answer:
        answer.raise_for_status()
        assert (await answer.json())["private"], await answer.text()
    return time.perf_counter() - begun


async def measure(address: str, visitor: Visitor, rounds: int) -> tuple[list[float], list[float]]:
    """Press at a steady rate, then all at once."""
    members = [f"m{number}" for number in range(1, PEOPLE + 1)]
    presses = [
        (f"1:{verb}:r{number}:{rest}", member)
        for number in range(1, rounds + 1)
        for verb, rest in (("tap", "1"), ("lock", "fairly"))
        for member in members
    ]
    # Given up before the server does it, so that no press meets a closing connection.
    lines = aiohttp.TCPConnector(limit=300, keepalive_timeout=2)
    async with aiohttp.ClientSession(address, connector=lines) as client:
        steady = []
        begun = time.perf_counter()
        for number, (action, member) in enumerate(presses[: RATE * SECONDS]):
            due = begun + number / RATE
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            steady.append(asyncio.create_task(press(client, visitor, action, member)))
        waits = await asyncio.gather(*steady)
        burst = [
            press(client, visitor, action, member)
            for action, member in presses[RATE * SECONDS : RATE * SECONDS + BURST]
        ]
        return waits, list(await asyncio.gather(*burst))


def main() -> None:
    """Print what a presser waits."""
    with tempfile.TemporaryDirectory() as name, Running(Path(name)) as running:
        visitor = Visitor(running.address)
        for number in range(4, PEOPLE + 1):
            visitor.client.post(
                "/as",
                data={"token": visitor.token, "group": visitor.group, "name": f"Member {number}"},
            )
        visitor.sit("m1")
        rounds = (RATE * SECONDS + BURST) // (2 * PEOPLE) + 1
        for _ in range(rounds - 1):
            visitor.act(text="post now")
        waits, burst = asyncio.run(measure(running.address, visitor, rounds))
        visitor.client.close()
    say(f"{len(waits)} presses at {RATE}/s, median", 1000 * percentile(waits, 0.5), "ms")
    p99 = 1000 * percentile(waits, 0.99)
    say(f"{len(waits)} presses at {RATE}/s, p99", p99, "ms", "<= 100", p99 <= 100)
    say(f"{len(burst)} presses at once, p99", 1000 * percentile(burst, 0.99), "ms")


if __name__ == "__main__":
    main()
