"""G6: what a tick costs with 100,000 schedules: nothing due, and 10,000 due at once.

``python -m tests.bench.tick``
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from bot.bootstrap import settle
from bot.core.slots import after_downtime, read_rhythm
from bot.scheduler.simulation import SetClock
from bot.scheduler.ticking import Tick
from bot.services.due import Due
from bot.store import groups
from bot.store.database import Database
from bot.store.engine import read_url
from bot.store.migrate import migrate
from bot.store.tx import Tx
from tests import sample
from tests.bench.measure import say
from tests.world import START

SCHEDULES = 100_000
DUE = 10_000
ZONES = ("Europe/Berlin", "America/Santiago", "Asia/Kolkata", "UTC", "Africa/Cairo")


def fill(tx: Tx) -> None:
    """Make groups with a schedule each; the first ones are due at ``START`` + 2 h."""
    tx.run_many(
        "INSERT INTO study_group (id, name, pack, zone, simulated, created_at)"
        " VALUES (?, ?, 'sample', ?, ?, ?)",
        [(n, f"g{n}", ZONES[n % 5], False, START) for n in range(1, SCHEDULES + 1)],
    )
    tx.run_many(
        "INSERT INTO schedule (id, group_id, kind, days, at, closes, late_within_s, seen_until,"
        " next_at) VALUES (?, ?, 'daily', '12345', '09:00', '17:00', 21600, ?, ?)",
        [
            (n, n, START, START + timedelta(hours=1 if n <= DUE else 48))
            for n in range(1, SCHEDULES + 1)
        ],
    )


def main() -> None:
    """Print a tick's cost and the longest stall of the event loop beside it."""
    with tempfile.TemporaryDirectory() as name:
        url = read_url(f"sqlite:///{Path(name)}/tick.db")
        migrate(url)
        with Database(url) as database:
            database.write(fill).result()
            settle()
            due_now = Due(database, sample.library(), SetClock(START))
            database.write(lambda tx: at_rest(tx, due_now)).result()
            empty = database.read_now(lambda tx: look(tx, due_now))
            due = database.read_now(decide_all)
            opened, stall = asyncio.run(open_all(database))
    say("look of a tick, nothing due, 100k schedules", empty, "us", "<= 50", empty <= 50)
    say("read and decide, per due slot", due, "us", "<= 40", due <= 40)
    say("decide and open through the writer, per due schedule", opened, "us")
    say("longest stall of the loop, 10k due", stall, "ms", "<= 20", stall <= 20)


def at_rest(tx: Tx, due: Due) -> None:
    """Let the ability model take up where it stands, as the first look of a program does."""
    for work in due.works(tx, START.replace(hour=1)):
        work(tx)


def look(tx: Tx, due: Due) -> float:
    """Give the median microseconds of finding that nothing at all is due."""
    now = START.replace(hour=1)
    runs = []
    for _ in range(200):
        start = time.perf_counter()
        assert due.works(tx, now) == []
        runs.append(1e6 * (time.perf_counter() - start))
    return statistics.median(runs)


def decide_all(tx: Tx) -> float:
    """Give the median microseconds per slot of reading what is due and deciding it."""
    now = START + timedelta(hours=3)
    runs = []
    for _ in range(5):
        start = time.perf_counter()
        found = groups.due_schedules(tx, now, DUE)
        for each in found:
            rhythm = read_rhythm(each.zone, each.days, each.at, each.closes)
            after_downtime(rhythm, each.seen_until, now)
        runs.append(1e6 * (time.perf_counter() - start) / len(found))
    return statistics.median(runs)


async def open_all(database: Database) -> tuple[float, float]:
    """Open due slots through the tick; give microseconds each, and the loop's longest stall."""
    clock = SetClock(START + timedelta(hours=3))
    tick = Tick(Due(database, sample.library(), clock))
    stalls: list[float] = []
    running = True

    async def watch() -> None:
        while running:
            start = time.perf_counter()
            await asyncio.sleep(0.001)
            stalls.append(1000 * (time.perf_counter() - start) - 1)

    watching = asyncio.create_task(watch())
    start = time.perf_counter()
    done = await tick()
    spent = time.perf_counter() - start
    running = False
    await watching
    print(f"{done} of {DUE} due schedules had a slot to open")
    return 1e6 * spent / DUE, max(stalls)


if __name__ == "__main__":
    main()
